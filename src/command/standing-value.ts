/**
 * Values that stand now, where a rehearsal does not know what they will be: actions that it rehearses give nothing but nulls, also for what
 * they would leave as it is.
 */
import { path } from "../model/name.ts";
import type { Configuration } from "../semantics/configuration.ts";

/** Records of provide ports whose values are those from before. */
export type StandingPorts = ReadonlySet<number>;

/**
 * Puts the values of before a rehearsal in the place of its nulls; not those of instances that it deletes, even if it adds others of their
 * names.
 */
export function keepStanding(before: Configuration, after: Configuration): StandingPorts {
  const deleted = new Set(
    after.program.slice(before.position).flatMap((one) => (one.op === "del" ? [one.instance] : [])),
  );
  const standing = new Set<number>();
  for (const [name, number] of before.numbers) {
    const now = deleted.has(name) ? undefined : after.number(name);
    if (now === undefined) continue;
    for (const [index, port] of before.life(number).ports.entries()) {
      const stood = before.values.get(before.port(number, index))?.value;
      const same = after.portNamed(now, "provide", port.name);
      if (port.side !== "provide" || same === undefined || (stood ?? null) === null) continue;
      const record = after.port(now, same);
      const given = after.values.get(record);
      if (given?.value !== null) continue;
      after.values.set(record, { ...given, value: stood });
      standing.add(record);
    }
  }
  return standing;
}

/** Those of these ports that use ports of an instance are connected to: `db.address`. */
export const standingBehind = (
  c: Configuration,
  instance: string,
  uses: readonly string[],
  standing: StandingPorts,
): readonly string[] =>
  uses.flatMap((use) => {
    const number = c.number(instance);
    const port = number === undefined ? undefined : c.portNamed(number, "use", use);
    if (number === undefined || port === undefined) return [];
    return c
      .across(number, port)
      .filter((far) => standing.has(c.port(far.instance, far.port)))
      .map((far) =>
        path(c.names[far.instance] ?? "", c.life(far.instance).ports[far.port]?.name ?? ""),
      );
  });
