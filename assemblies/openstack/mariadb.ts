/** MariaDB, with an account by which other components make their databases. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory, file, service, waitFor } from "madeus/actions";
import { personOf } from "./identity.ts";
import { Account, Address, Machine, Packages, Sql } from "./ports.ts";
import { sectionsText } from "./text.ts";

const settings = {
  mysqld: {
    "bind-address": "0.0.0.0",
    max_connections: 1000,
    "skip-name-resolve": "on",
    innodb_buffer_pool_size: "256M",
  },
};
const configured = "/etc/mysql/mariadb.conf.d/99-openstack.cnf";

export const mariadb = component({
  name: "mariadb",
  places: ["absent", "claimed", "installed", "running", "open"],
  initial: "absent",
  uses: {
    packages: { type: Packages, in: ["install", "installed", "running", "open", "remove"] },
    machine: { type: Machine, in: ["claim"] },
    root: { type: Account, in: ["admit"] },
  },
  provides: {
    sql: { type: Sql, in: ["open"] },
    address: { type: Address, in: ["claimed", "installed", "running", "open"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ read, give }) => give("address", { host: read("machine").address, port: 3306 }),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 15,
        limits: ["apt"],
        steps: [apt("mariadb-server", { recommends: false, services: false })],
      },
      configure: {
        from: "claimed",
        to: "installed",
        durationS: 0.1,
        steps: [
          directory("/etc/mysql/mariadb.conf.d"),
          file({ path: configured, content: sectionsText(settings) }),
        ],
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 1.5,
        timeoutMs: 120_000,
        steps: [
          // There is no systemd that would make it.
          directory({ path: "/run/mysqld", owner: "mysql", group: "mysql" }),
          service({ name: "mariadb", restartAfter: [configured] }),
          waitFor({ name: "MariaDB", until: "mysqladmin --silent ping", everyS: 0.2 }),
        ],
      },
      admit: {
        from: "running",
        to: "open",
        durationS: 0.1,
        timeoutMs: 60_000,
        run: async (scope) => {
          const { user, password } = await personOf(scope, scope.read("root"));
          // Neither the name nor the password, which we have made up, holds a quote.
          await scope.exec("mysql", [], {
            stdin: `grant all on *.* to '${user}'@'%' identified by '${password}' with grant option`,
          });
        },
      },
    },
    uninstall: {
      close: { from: "open", to: "running" },
      stop: {
        from: "running",
        to: "installed",
        durationS: 2,
        steps: [service({ name: "mariadb", state: "stopped" })],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: [
          aptRemoved(["mariadb-server", "mariadb-server-core"], { purge: true }),
          absent("/var/lib/mysql"),
          absent(configured),
        ],
      },
      release: { from: "claimed", to: "absent" },
    },
  },
  probes: { open: async ({ sh }) => (await sh`mysqladmin ping`) !== "" },
});
