/**
 * How a server of MariaDB is started: alone, as the first of a cluster, or as one more of it.
 *
 * The data are those of the host. So a server that was stopped can be started otherwise, and has all that it had.
 */
import type { Step } from "madeus";
import { absent, command, directory, file, script, service, waitFor } from "madeus/actions";
import { type Addresses, clusterText } from "./cluster-text.ts";

export const dataDirectory = "/var/lib/mysql";
export const settingsDirectory = "/etc/mysql/mariadb.conf.d";
/** Read by the script that starts MariaDB: how long it waits for an answer. */
export const patience = "/etc/default/mariadb";
export const clusterSettings = `${settingsDirectory}/95-cluster.cnf`;

/** What Galera remembers of a cluster; it would take part in it again. */
const memory = ["grastate.dat", "gvwstate.dat", "galera.cache"].map(
  (name) => `${dataDirectory}/${name}`,
);
/** There is no systemd that would make it. */
const run = directory({ path: "/run/mysqld", owner: "mysql", group: "mysql" });

/** A server that knows of no cluster. */
export const alone: readonly Step[] = [
  run,
  absent(clusterSettings),
  ...memory.map(absent),
  service({ name: "mariadb", restartAfter: [settingsDirectory] }),
  waitFor({ name: "MariaDB", until: "mysqladmin --silent ping", everyS: 0.1 }),
];

/** The first server of a new cluster: what it holds is what the cluster holds. A server that runs otherwise is left, and the step fails. */
export const asFounder = (addresses: Addresses): readonly Step[] => [
  run,
  file({ path: clusterSettings, content: clusterText(addresses) }),
  command({
    name: "new cluster",
    // On data of a former cluster Galera founds none, unless it is certain that nobody else knew more. Here nobody did.
    run: script`
      rm -f ${memory}
      said=$(mktemp)
      setsid service mariadb bootstrap > "$said" 2>&1 < /dev/null || { cat "$said" >&2; exit 1; }`,
    unless: inCluster,
  }),
  synced,
];

/** A server that copies all from those that are in the cluster. What it held itself is gone. */
export const asMember = (addresses: Addresses): readonly Step[] => [
  run,
  file({ path: clusterSettings, content: clusterText(addresses) }),
  // It answers when it has copied everything.
  file({ path: patience, content: "MYSQLD_STARTUP_TIMEOUT=300\n" }),
  service({ name: "mariadb", restartAfter: [clusterSettings] }),
  synced,
];

export const stopped: readonly Step[] = [service({ name: "mariadb", state: "stopped" })];

/** Prints what Galera says of itself; nothing where no server runs. */
const status = (variable: string): string =>
  `mysql -BNe "select variable_value from information_schema.global_status where variable_name = '${variable}'"`;
const inCluster = `[ "$(${status("wsrep_cluster_status")})" = Primary ]`;
const synced: Step = waitFor({
  name: "member of the cluster",
  until: `${inCluster} && [ "$(${status("wsrep_local_state_comment")})" = Synced ]`,
  everyS: 0.1,
  timeoutS: 600,
});
