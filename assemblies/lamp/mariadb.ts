/** MariaDB. Whom it lets in, others say. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory, file, service, waitFor } from "madeus/actions";
import { Server, Sql } from "./ports.ts";

const settings = "/etc/mysql/mariadb.conf.d/99-lamp.cnf";

const packages = apt("mariadb-server", { recommends: false, services: false });
const configuration = [
  directory("/etc/mysql/mariadb.conf.d"),
  file({ path: settings, content: "[mysqld]\nbind-address = 0.0.0.0\nskip-name-resolve\n" }),
];
const stopped = service({ name: "mariadb", state: "stopped" });
/** All that `install`, `configure` and `start` make. Each may have failed half-way; so each way back clears what can be there, and not what should. */
const gone = [
  stopped,
  aptRemoved(["mariadb-server", "mariadb-server-core"], { purge: true }),
  absent("/var/lib/mysql"),
  absent(settings),
];

export const mariadb = component({
  name: "mariadb",
  places: ["absent", "claimed", "installed", "running"],
  initial: "absent",
  provides: {
    sql: { type: Sql, in: ["running"] },
    server: { type: Server, in: ["claimed", "installed", "running"] },
  },
  behaviors: {
    deploy: {
      claim: {
        from: "absent",
        to: "claimed",
        durationS: 0,
        run: ({ give, host }) => give("server", { host: host.address }),
      },
      install: {
        from: "claimed",
        to: "installed",
        durationS: 14,
        limits: ["apt"],
        steps: [packages],
      },
      configure: { from: "claimed", to: "installed", durationS: 0.2, steps: configuration },
      start: {
        from: "installed",
        to: "running",
        durationS: 2,
        timeoutMs: 120_000,
        steps: [
          directory({ path: "/run/mysqld", owner: "mysql", group: "mysql" }),
          service({ name: "mariadb", restartAfter: [settings] }),
          waitFor({ name: "MariaDB", until: "mysqladmin --silent ping", everyS: 0.2 }),
        ],
      },
    },
    /** Makes the host as it is declared now; `deploy` then restarts what has changed. */
    update: {
      renew: {
        from: "running",
        to: "installed",
        durationS: 1,
        limits: ["apt"],
        steps: [packages, ...configuration],
      },
    },
    uninstall: {
      stop: {
        from: "running",
        to: "installed",
        durationS: 1,
        steps: [stopped],
      },
      remove: {
        from: "installed",
        to: "claimed",
        durationS: 5,
        limits: ["apt"],
        steps: gone,
      },
      release: {
        from: "claimed",
        to: "absent",
        durationS: 0.2,
        limits: ["apt"],
        steps: gone,
      },
    },
  },
  probes: { running: async ({ sh }) => (await sh`mysqladmin ping`) !== "" },
});
