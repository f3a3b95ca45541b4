/**
 * Apache and PHP on one host, MariaDB on another, and a page that reads the database.
 *
 *     madeus deploy assemblies/lamp.ts --set web=10.0.0.1 --set db=10.0.0.2
 *
 * The hosts are Debian's, and reached as root by SSH: by these names or addresses, which is also how the web server reaches the database.
 */
import { assembly, reconfigure, setting, ssh } from "madeus";
import { apache } from "./lamp/apache.ts";
import { greetings } from "./lamp/greetings.ts";
import { mariadb } from "./lamp/mariadb.ts";
import { password } from "./lamp/password.ts";

/** Instead of `~/.ssh/config`. */
const configFile = setting("ssh_config", String, "");
const host = (name: string) =>
  ssh({ host: setting(name, String, name), ...(configFile === "" ? {} : { configFile }) });

export const lamp = assembly({
  name: "lamp",
  hosts: { web: host("web"), db: host("db") },
  components: { password, mariadb, greetings, apache },
  on: { mariadb: "db", greetings: "db", apache: "web" },
  wires: {
    greetings: { sql: "mariadb.sql", login: "password.login" },
    apache: {
      server: "mariadb.server",
      login: "password.login",
      sql: "mariadb.sql",
      greetings: "greetings.greetings",
    },
  },
});

/** Brings the hosts to what the file says now; what has not changed goes on running. */
export const update = reconfigure(lamp)
  .changeBehavior("apache", "update")
  .wait("apache")
  .changeBehavior("greetings", "update")
  .wait("greetings")
  .changeBehavior("mariadb", "update")
  .wait("mariadb")
  .changeBehavior("mariadb", "deploy")
  .changeBehavior("greetings", "deploy")
  .changeBehavior("apache", "deploy")
  .wait();
