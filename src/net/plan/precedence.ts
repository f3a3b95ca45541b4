/** Providers before those that use them: so that who is about to go away refuses before anybody comes back to it. */
import type { Wires } from "./wires.ts";

/** As they were given, but each after its providers; what goes round in a circle stays in its order. O(items + connections). */
export function byProviders<One extends { readonly name: string }>(
  items: readonly One[],
  { ofUser }: Wires,
): readonly One[] {
  const byName = new Map(items.map((one) => [one.name, one]));
  const sorted = new Set<One>();
  const entered = new Set<string>();
  const open = items.map(({ name }) => name).reverse();
  for (let name = open.at(-1); name !== undefined; name = open.at(-1)) {
    const one = byName.get(name);
    if (one === undefined || entered.has(name)) {
      open.pop();
      if (one !== undefined) sorted.add(one);
      continue;
    }
    entered.add(name);
    const next = ofUser(name).map(({ provide }) => provide.instance);
    open.push(...next.filter((provider) => !entered.has(provider)).reverse());
  }
  return [...sorted];
}

/** Some that are asked together, and those that are awaited before the next are asked. */
export interface Round<One> {
  readonly asked: readonly One[];
  readonly awaited: readonly One[];
}
/** Somebody who comes before another; `isAwaited`: he has to be done by then. */
export interface Before<One> {
  readonly one: One;
  readonly isAwaited: boolean;
}

/**
 * As few rounds as there can be. Within a round all stay in the order of `items`.
 *
 * @param order  the same items, each after those that come before it; what comes later is not looked at
 */
export function roundsOf<One>(
  items: readonly One[],
  order: readonly One[],
  before: (one: One) => readonly Before<One>[],
): readonly Round<One>[] {
  const rounds = new Map<One, number>();
  const awaited = new Set<One>();
  for (const one of order) {
    const known = before(one).filter((other) => rounds.has(other.one));
    for (const other of known) if (other.isAwaited) awaited.add(other.one);
    const least = known.map((other) => (rounds.get(other.one) ?? 0) + Number(other.isAwaited));
    rounds.set(
      one,
      least.reduce((most, round) => Math.max(most, round), 0),
    );
  }
  const byRound = Map.groupBy(items, (one) => rounds.get(one) ?? 0);
  return [...byRound.keys()]
    .sort((a, z) => a - z)
    .map((round) => byRound.get(round) ?? [])
    .map((asked, k) => ({
      asked,
      awaited: k === byRound.size - 1 ? [] : asked.filter((one) => awaited.has(one)),
    }));
}
