/** Where daemons print: in the directories of their instances, on the hosts that they are on. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Home, JournalRecord } from "../store/journal.ts";
import { folderOf, instancesOf } from "./home.ts";

export interface DaemonLog {
  readonly instance: string;
  /** Missing: it is on this machine. */
  readonly host?: string;
  /** Absolute; on another host below the home directory of who logs in there. */
  readonly path: string;
}

/** Those of instances that have started a daemon and are not deleted; on this machine those that are there. O(records). */
export function daemonLogs(
  directory: string,
  records: Iterable<JournalRecord>,
): readonly DaemonLog[] {
  const { hosts, id, home } = daemonsIn(records);
  if (hosts.size === 0) return [];
  const housed = { directory, file: { id }, state: { home } };
  const root = instancesOf(housed);
  return [...hosts].flatMap(([instance, host]) => {
    const path = join(root, instance, name);
    if (existsSync(path)) return [{ instance, path }];
    return host === "local"
      ? []
      : [{ instance, host, path: `${folderOf(housed)}/${instance}/${name}` }];
  });
}
const name = "daemon.log";

interface Daemons {
  /** By instance. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Of the state that has these records. */
  readonly id: string;
  readonly home: Home | undefined;
}

function daemonsIn(records: Iterable<JournalRecord>): Daemons {
  const on = new Map<string, string>();
  const hosts = new Map<string, string>();
  let [id, home]: [string, Home | undefined] = ["", undefined];
  for (const record of records) {
    if (record.type === "run") [id, home] = [record.state ?? "", record.home];
    else if (record.type === "taken") home = record.home ?? home;
    else if (record.type === "started") on.set(record.instance, record.host);
    else if (record.type === "process" && record.daemon)
      hosts.set(record.instance, on.get(record.instance) ?? "local");
    else if (record.type === "program")
      for (const one of record.instructions) if (one.op === "del") hosts.delete(one.instance);
  }
  return { hosts, id, home };
}
