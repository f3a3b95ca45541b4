/** What the servers of a test bed hold, asked on the hosts themselves. */
import type { Testbed } from "../../testbed/testbed.ts";

/** What Galera says on a host. */
export interface Membership {
  readonly size: number;
  readonly state: string;
}

export async function membership(bed: Testbed, host: string): Promise<Membership> {
  const status = await ask(bed, host, "show global status like 'wsrep_%'");
  const value = (name: string): string =>
    new RegExp(`^${name}\\t(.*)$`, "m").exec(status)?.[1] ?? "";
  return { size: Number(value("wsrep_cluster_size")), state: value("wsrep_local_state_comment") };
}

/** Is it a server that takes part in no cluster? */
export const isAlone = async (bed: Testbed, host: string): Promise<boolean> =>
  (await ask(bed, host, "select @@wsrep_on, @@wsrep_provider")) === "0\tnone";

/** Is MariaDB installed there? */
export const isInstalled = async (bed: Testbed, host: string): Promise<boolean> =>
  (await bed.inside(host, "sh", "-c", "command -v mariadbd || true")) !== "";

/** The checksums of all tables, after all that the cluster had committed when it was asked. */
export const checksums = (bed: Testbed, host: string): Promise<string> =>
  ask(
    bed,
    host,
    "set session wsrep_sync_wait = 1; select count(*) from customer_order; checksum table product, customer_order extended",
  );

/** The orders that are there. */
export async function orders(bed: Testbed, host: string): Promise<ReadonlySet<number>> {
  const ids = await ask(
    bed,
    host,
    "set session wsrep_sync_wait = 1; select id from customer_order",
  );
  return new Set(ids.split("\n").map(Number));
}

const ask = async (bed: Testbed, host: string, statements: string): Promise<string> =>
  (await bed.inside(host, "mariadb", "-BN", "-e", statements, "shop")).trimEnd();
