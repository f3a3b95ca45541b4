/** MariaDB in a container. Its account for other components is made from inside, by the socket that only root may use. */
import { component } from "madeus";
import { directory, file, inContainer, noContainer, script, step, waitFor } from "madeus/actions";
import { personOf } from "../openstack/identity.ts";
import { Account, Address, Machine, Sql } from "../openstack/ports.ts";
import { sectionsText } from "../openstack/text.ts";
import { pulled, running } from "./image.ts";
import { Containers, Registry, Source } from "./ports.ts";

const at = "/etc/openstack/mariadb";
const settings = {
  mysqld: { "bind-address": "0.0.0.0", max_connections: 1000, "skip-name-resolve": "on" },
};
const begin = script`install -d -o mysql -g mysql /run/mysqld; exec mariadbd --user=mysql`;

export const mariadb = component({
  name: "mariadb-container",
  places: ["absent", "prepared", "running", "open"],
  initial: "absent",
  uses: {
    containers: { type: Containers, in: ["pull", "prepared", "start", "running", "open", "stop"] },
    registry: { type: Registry, in: ["pull"] },
    source: { type: Source, in: ["pull", "start"] },
    machine: { type: Machine, in: ["configure"] },
    root: { type: Account, in: ["admit"] },
  },
  provides: {
    sql: { type: Sql, in: ["open"] },
    address: { type: Address, in: ["prepared", "running", "open"] },
  },
  behaviors: {
    deploy: {
      pull: {
        from: "absent",
        to: "prepared",
        durationS: 12,
        steps: [({ read }) => pulled("mariadb", read("source"))],
      },
      configure: {
        from: "absent",
        to: "prepared",
        durationS: 0.2,
        steps: [
          directory(at),
          file({ path: `${at}/99-openstack.cnf`, content: sectionsText(settings) }),
          ({ read, give }) => give("address", { host: read("machine").address, port: 3306 }),
        ],
      },
      start: {
        from: "prepared",
        to: "running",
        durationS: 3,
        timeoutMs: 120_000,
        steps: [
          ({ read }) =>
            running("mariadb", read("source"), {
              command: ["sh", "-ec", begin],
              volumes: [
                `${at}/99-openstack.cnf:/etc/mysql/mariadb.conf.d/99-openstack.cnf:ro`,
                "mariadb:/var/lib/mysql",
              ],
            }),
          ...inContainer(
            "mariadb",
            waitFor({ name: "MariaDB", until: "mysqladmin --silent ping", everyS: 0.5 }),
          ),
        ],
      },
      admit: {
        from: "running",
        to: "open",
        durationS: 0.5,
        timeoutMs: 60_000,
        steps: [
          async (scope) => {
            const { user, password } = await personOf(scope, scope.read("root"));
            return inContainer("mariadb", admitted(user, password));
          },
        ],
      },
    },
    uninstall: {
      close: { from: "open", to: "running" },
      stop: {
        from: "running",
        to: "prepared",
        durationS: 3,
        steps: [noContainer("mariadb")],
      },
      release: { from: "prepared", to: "absent" },
    },
  },
});

/** An account that may do everything. Neither its name nor its password, which we have made up, holds a quote. */
const admitted = (user: string, password: string) =>
  step(`account ${user}`, {
    async look({ exec }) {
      const stdin = `select count(*) from mysql.user where user = '${user}' and authentication_string = password('${password}')`;
      return (await exec("mysql", ["-N"], { stdin })) === "1" ? undefined : "admit";
    },
    act: ({ exec }) =>
      exec("mysql", [], {
        stdin: `grant all on *.* to '${user}'@'%' identified by '${password}' with grant option`,
      }),
  });
