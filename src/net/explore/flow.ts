/**
 * What the transitions of a net need, take and give, as the explorer looks at it.
 *
 * A place that a transition consumes and produces again is only needed: other tools write a read so. In a net without such places and
 * without weights, as `translate` makes them, all of this is the net's own rows and costs nothing.
 */
import type { Net } from "../net.ts";
import { type Rows, RowsBuilder, inverse, row, rowCount } from "../rows.ts";

export interface Flow {
  readonly net: Net;
  /** transition → places that have fewer, or more, tokens after it; as often as they have fewer or more */
  readonly takes: Rows;
  readonly gives: Rows;
  /** place → transitions */
  readonly takers: Rows;
  readonly givers: Rows;
  /** transition → places that must hold tokens for it */
  readonly inputs: Needs;
  /** place → transitions that need tokens there */
  readonly users: Needs;
}

/** Each end stands once, in one of two rows. */
export interface Needs {
  readonly rows: readonly [Rows, Rows];
  /** How many tokens, for the items of the first rows; undefined: one everywhere, and in the second rows always. */
  readonly tokens: Uint32Array | undefined;
}

/** The flow of a net. O(arcs). */
export function flowOf(net: Net): Flow {
  if (isPlain(net))
    return {
      net,
      takes: net.consumed,
      gives: net.produced,
      takers: net.consumers,
      givers: net.producers,
      inputs: { rows: [net.consumed, net.read], tokens: undefined },
      users: { rows: [net.consumers, net.readers], tokens: undefined },
    };
  return counted(net);
}

/** How many tokens transition `t` needs on each place: what it consumes and what it reads. */
function needsOf(net: Net, t: number): ReadonlyMap<number, number> {
  const needs = new Map<number, number>();
  for (const rows of [net.consumed, net.read])
    for (const p of row(rows, t)) needs.set(p, (needs.get(p) ?? 0) + 1);
  return needs;
}

export const inputCount = ({ inputs: { rows } }: Flow, t: number): number =>
  rowLength(rows[0], t) + rowLength(rows[1], t);

/** The `k`-th place that `t` needs, the consumed ones first. */
export function inputAt({ inputs: { rows } }: Flow, t: number, k: number): number {
  const [first, second] = rows;
  const at = (first.starts[t] ?? 0) + k;
  const end = first.starts[t + 1] ?? 0;
  return (at < end ? first.items[at] : second.items[(second.starts[t] ?? 0) + at - end]) ?? 0;
}

/** How many tokens `t` needs on its `k`-th place. */
export function needAt({ inputs: { rows, tokens } }: Flow, t: number, k: number): number {
  return tokens === undefined ? 1 : (tokens[(rows[0].starts[t] ?? 0) + k] ?? 1);
}

export const rowLength = ({ starts }: Rows, r: number): number =>
  (starts[r + 1] ?? 0) - (starts[r] ?? 0);

/** Does no place stand twice among those that a transition consumes and reads, nor among those it consumes and produces? */
function isPlain({ placeCount, transitionCount, consumed, read, produced }: Net): boolean {
  const seen = new Uint32Array(placeCount);
  const isNew = (p: number, stamp: number): boolean => {
    if (seen[p] === stamp) return false;
    seen[p] = stamp;
    return true;
  };
  for (let t = 0; t < transitionCount; t++) {
    for (const rows of [consumed, read]) {
      const end = rows.starts[t + 1] ?? 0;
      for (let k = rows.starts[t] ?? 0; k < end; k++)
        if (!isNew(rows.items[k] ?? 0, t + 1)) return false;
    }
    const end = produced.starts[t + 1] ?? 0;
    for (let k = produced.starts[t] ?? 0; k < end; k++) {
      const p = produced.items[k] ?? 0;
      if (seen[p] === t + 1 && row(consumed, t).includes(p)) return false;
    }
  }
  return true;
}

function counted(net: Net): Flow {
  const takes = new RowsBuilder();
  const gives = new RowsBuilder();
  const needed = new RowsBuilder();
  const tokens: number[] = [];
  for (let t = 0; t < net.transitionCount; t++) {
    const needs = needsOf(net, t);
    needed.push(needs.keys());
    tokens.push(...needs.values());
    const change = changeOf(net, t);
    takes.push([...change].flatMap(([p, by]) => repeated(p, -by)));
    gives.push([...change].flatMap(([p, by]) => repeated(p, by)));
  }
  const inputs = {
    rows: [needed.build(), none(net.transitionCount)],
    tokens: Uint32Array.from(tokens),
  } as const;
  const [taken, given] = [takes.build(), gives.build()];
  return {
    net,
    takes: taken,
    gives: given,
    takers: inverse(taken, net.placeCount),
    givers: inverse(given, net.placeCount),
    inputs,
    users: seenFromPlaces(inputs, net.placeCount),
  };
}

/** By how many tokens firing `t` changes each place. */
function changeOf(net: Net, t: number): ReadonlyMap<number, number> {
  const change = new Map<number, number>();
  for (const p of row(net.consumed, t)) change.set(p, (change.get(p) ?? 0) - 1);
  for (const p of row(net.produced, t)) change.set(p, (change.get(p) ?? 0) + 1);
  return change;
}

function repeated(item: number, times: number): number[] {
  return Array.from<number>({ length: Math.max(0, times) }).fill(item);
}

function seenFromPlaces({ rows, tokens }: Needs, placeCount: number): Needs {
  const [inputs] = rows;
  const users = inverse(inputs, placeCount);
  const needed = new Uint32Array(users.items.length);
  const next = users.starts.slice();
  for (let t = 0; t < rowCount(inputs); t++)
    for (let k = inputs.starts[t] ?? 0; k < (inputs.starts[t + 1] ?? 0); k++) {
      const p = inputs.items[k] ?? 0;
      needed[next[p] ?? 0] = tokens?.[k] ?? 1;
      next[p] = (next[p] ?? 0) + 1;
    }
  return { rows: [users, none(placeCount)], tokens: needed };
}

const none = (count: number): Rows => ({
  starts: new Uint32Array(count + 1),
  items: new Uint32Array(0),
});
