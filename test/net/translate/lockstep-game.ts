/** A 1-safe net played in the plainest way: what is enabled is counted anew at every marking, over the arcs of the marked places. */
import type { Net } from "../../../src/net/net.ts";
import { row } from "../../../src/net/rows.ts";

/** The marked places. */
export type Marking = ReadonlySet<number>;

export interface Game {
  readonly initial: Marking;
  /** Cost: the arcs of the marked places. */
  readonly enabled: (marking: Marking) => readonly number[];
  /** @throws Error  where a place gets a second token */
  readonly after: (marking: Marking, transition: number) => Marking;
}

export function gameOf(net: Net): Game {
  const asking: number[][] = Array.from({ length: net.placeCount }, () => []);
  const needed = new Uint32Array(net.transitionCount);
  const met = new Uint32Array(net.transitionCount);
  for (let t = 0; t < net.transitionCount; t++)
    for (const place of new Set([...row(net.consumed, t), ...row(net.read, t)])) {
      asking[place]?.push(t);
      needed[t] = (needed[t] ?? 0) + 1;
    }
  return {
    initial: new Set([...net.initial.keys()].filter((place) => net.initial[place] === 1)),
    enabled: (marking) => {
      const touched = [...marking].flatMap((place) => asking[place] ?? []);
      const found: number[] = [];
      for (const t of touched) {
        met[t] = (met[t] ?? 0) + 1;
        if (met[t] === needed[t]) found.push(t);
      }
      for (const t of touched) met[t] = 0;
      return found;
    },
    after: (marking, t) => {
      const next = new Set(marking);
      for (const place of row(net.consumed, t)) next.delete(place);
      for (const place of row(net.produced, t)) {
        if (next.has(place))
          throw new Error(`${net.transitionName(t)}: a second token on ${net.placeName(place)}`);
        next.add(place);
      }
      return next;
    },
  };
}

export const markingKey = (marking: Iterable<number>): string =>
  [...marking].sort((a, b) => a - b).join();

/** The same of a marking that counts the tokens of every place. */
export const countedKey = (tokens: ArrayLike<number>): string =>
  Array.from(tokens)
    .flatMap((held, place) => (held > 0 ? [place] : []))
    .join();
