/** What the components of the LAMP stack need of each other. */
import { data, secret, service } from "madeus";

/** A database server that answers. */
export const Sql = service("sql");
export const Server = data("server", { host: String });
/** Who may read the greetings. */
export const Login = data("login", { user: String, password: secret() });
/** The tables are there, with the greetings in them. */
export const Greetings = service("greetings");
/** A web server that shows the page. */
export const Page = service("page");
export const Url = data("url", { url: String });
