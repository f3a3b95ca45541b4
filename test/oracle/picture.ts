/**
 * Pictures of configurations, by which two implementations are compared.
 *
 * `outcome` is what every semantics of this kind has: tokens, queues, connections, how far the programs are. `canonical` adds all
 * that Madeus keeps besides, counters included, so that equal texts mean equal configurations.
 */
export interface Picture {
  readonly instances: Readonly<Record<string, InstancePicture>>;
  readonly connections: readonly ConnectionPicture[];
  /** Instructions that are not applied yet, of all programs. */
  readonly left: number;
  readonly stopped: boolean;
}
export interface InstancePicture {
  /** As `spotText` writes them: `place`, `>transition`, `transition`, `transition failed`, `transition>station`. */
  readonly tokens: readonly string[];
  readonly queue: readonly { readonly identity: number; readonly behavior: string }[];
  /** Asked for and not applied yet. */
  readonly withdrawal: { readonly next: string | undefined } | undefined;
  /** Data provide port → version of its value, 0 while it cannot be read. */
  readonly values: Readonly<Record<string, number>>;
  readonly lost: readonly string[];
  /** Service ports that are active, a provide port with the number of its active uses; provide ports that refuse. */
  readonly active: readonly string[];
  readonly refusing: readonly string[];
}
export interface ConnectionPicture {
  /** `instance.port` */
  readonly use: string;
  readonly provide: string;
}

/** One line, e.g. `client {start>on} [deploy]; server {off}; client.sql = server.sql; 2 left`. */
export function outcome(picture: Picture): string {
  const instances = sortedByName(picture.instances).map(([name, { tokens, queue }]) => {
    const behaviors = queue.map(({ behavior }) => behavior).join(", ");
    return `${name} {${tokens.toSorted().join(", ")}}${behaviors === "" ? "" : ` [${behaviors}]`}`;
  });
  return [
    ...instances,
    ...picture.connections.map(({ use, provide }) => `${use} = ${provide}`).toSorted(),
    ...(picture.left === 0 ? [] : [`${picture.left} left`]),
  ].join("; ");
}

/** Several lines, one for each instance. */
export function canonical(picture: Picture): string {
  const instances = sortedByName(picture.instances).map(
    ([name, { queue, withdrawal, values, lost, active, refusing }]) => {
      const pushes = queue.map(({ identity, behavior }) => `${identity} ${behavior}`);
      const versions = sortedByName(values).map(([port, version]) => `${port} ${version}`);
      const then = withdrawal?.next === undefined ? "" : ` then ${withdrawal.next}`;
      return [
        `${name}: pushes [${pushes.join(", ")}]`,
        withdrawal === undefined ? "" : ` withdrawing${then}`,
        listed("values", versions),
        listed("lost", lost),
        listed("active", active),
        listed("refusing", refusing),
      ].join("");
    },
  );
  return [outcome(picture), ...instances, picture.stopped ? "stopped" : "going on"].join("\n");
}

const sortedByName = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));

const listed = (word: string, texts: readonly string[]): string =>
  texts.length === 0 ? "" : ` ${word} {${texts.toSorted().join(", ")}}`;
