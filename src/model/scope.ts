/**
 * The scope of a run: which instances and hosts it is about. Two runs whose scopes do not meet change nothing of each other, in whatever
 * order their steps are taken (`semantics/part`).
 */

export interface Scope {
  /** Those that it adds, deletes, asks for something, connects, disconnects or waits for. */
  readonly instances: readonly string[];
  /** Those that are connected to one of these. Nobody else may move them; they stay as they are. */
  readonly beside: readonly string[];
  /** Those that its instances are on; `local` is this machine. */
  readonly hosts: readonly string[];
}

/** What two have in common. */
export interface Meeting {
  readonly what: "instance" | "host";
  readonly name: string;
}

/** The first thing that both are about; undefined where there is none. O(both). */
export function meetingOf(one: Scope, other: Scope): Meeting | undefined {
  const instance =
    common(one.instances, other.instances) ??
    common(one.instances, other.beside) ??
    common(one.beside, other.instances);
  if (instance !== undefined) return { what: "instance", name: instance };
  const host = common(one.hosts, other.hosts);
  return host === undefined ? undefined : { what: "host", name: host };
}

function common(some: readonly string[], others: readonly string[]): string | undefined {
  const known = new Set(others);
  return some.find((name) => known.has(name));
}
