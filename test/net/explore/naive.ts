/** All markings of a small net, found in the plainest way: what the explorer is compared with. */
import type { Net } from "../../../src/net/net.ts";
import { row } from "../../../src/net/rows.ts";

export interface Reached {
  readonly marking: readonly number[];
  /** How few events lead here. */
  readonly distance: number;
  /** Enabled transition → the marking after it, by name. */
  readonly next: ReadonlyMap<number, string>;
}
/** By name: the tokens with commas between. The first is the start. */
export type Graph = ReadonlyMap<string, Reached>;

/** undefined: there are more than `max` markings, or more than `tokensMax` tokens on a place. */
export function graphOf(net: Net, max = 150, tokensMax = 12): Graph | undefined {
  const graph = new Map<string, Reached>();
  const queue = [{ marking: [...net.initial], distance: 0 }];
  const seen = new Set([String(queue[0]?.marking)]);
  for (const { marking, distance } of queue) {
    const next = new Map<number, string>();
    for (let t = 0; t < net.transitionCount; t++) {
      const after = fired(net, marking, t);
      if (after === undefined) continue;
      if (after.some((tokens) => tokens > tokensMax)) return undefined;
      next.set(t, String(after));
      if (seen.has(String(after))) continue;
      seen.add(String(after));
      queue.push({ marking: after, distance: distance + 1 });
    }
    graph.set(String(marking), { marking, distance, next });
    if (graph.size > max) return undefined;
  }
  return graph;
}

/** The marking after `t`, or undefined where it is not enabled. */
function fired(net: Net, marking: readonly number[], t: number): number[] | undefined {
  const rest = [...marking];
  const isShort = (p: number): boolean => {
    rest[p] = (rest[p] ?? 0) - 1;
    return (rest[p] ?? 0) < 0;
  };
  // Tokens that are looked at cannot be those that are taken.
  if ([...row(net.consumed, t), ...row(net.read, t)].some(isShort)) return undefined;
  for (const p of [...row(net.read, t), ...row(net.produced, t)]) rest[p] = (rest[p] ?? 0) + 1;
  return rest;
}

export const terminals = (graph: Graph): readonly string[] =>
  [...graph].filter(([, { next }]) => next.size === 0).map(([name]) => name);

/** May it run for ever? Takes away what leads only to what is taken away. */
export function hasInfiniteRun(graph: Graph): boolean {
  const left = new Map(graph);
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const [name, { next }] of left)
      if (next.values().every((after) => !left.has(after))) left.delete(name);
  }
  return left.size > 0;
}

/** The names of the markings that can be reached from one. */
export function after(graph: Graph, start: string): ReadonlySet<string> {
  const found = new Set([start]);
  for (const name of found)
    for (const next of graph.get(name)?.next.values() ?? []) found.add(next);
  return found;
}

/** Pairs of transitions of which the first keeps the second from firing, somewhere. */
export function disabling(graph: Graph): readonly (readonly [by: number, disabled: number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  for (const { next } of graph.values())
    for (const [t, name] of next)
      for (const u of next.keys())
        if (u !== t && graph.get(name)?.next.has(u) === false) pairs.set(`${t} ${u}`, [t, u]);
  return [...pairs.values()];
}
