/** What the components of the guestbook need of each other. */
import { data, secret, service } from "madeus";

/** A directory with a database in it, whether the database runs or not. */
export const Storage = service("storage");
/** A database that answers. */
export const Sql = service("sql");
export const Database = data("database", {
  host: String,
  port: Number,
  database: String,
  user: String,
  password: secret(),
});
/** Tables that are as the application expects them. */
export const Tables = service("tables");

/** A web server that answers. */
export const Http = service("http");
export const HttpAddress = data("http-address", { host: String, port: Number });

/** A balancer that takes and gives back backends. */
export const Admin = service("admin");
export const Control = data("control", { url: String, token: secret() });
/** A balancer that forwards what it is asked. */
export const Front = service("front");
export const Url = data("url", { url: String });
/** A replica that the balancer asks in turn. */
export const Route = service("route");
