/**
 * Which transitions may keep each other from firing.
 *
 * Two transitions conflict if one takes tokens from a place that the other needs, and they are not exclusive: known never to be enabled
 * together, because a place that one needs and another place that the other needs are apart. A transition without conflicts is free:
 * once enabled it stays so, and it does not matter when it fires. Saying that two conflict although they do not costs time, never truth.
 */
import { Exclusions } from "./exclusion.ts";
import { type Flow, rowLength } from "./flow.ts";
import { type Possible, possible } from "./possible.ts";
import { type Rows, row } from "../rows.ts";
import { NumberStack } from "./stack.ts";

export interface Conflicts {
  /** transition → those it conflicts with, ascending, each once; without what `hubs` tells */
  readonly rows: Rows;
  /** transition → places from which many transitions take: it conflicts with all users of what it takes, all takers of what it reads */
  readonly hubs: Rows;
  /** By transition: 1 where it has no conflicts. */
  readonly isFree: Uint8Array;
  /** Is there no conflict at all? */
  readonly none: boolean;
  /** What may ever happen; undefined: it was not needed to tell the conflicts. */
  readonly possible: Possible | undefined;
  readonly exclusions: Exclusions;
}

/** From how many transitions on that take from one place its conflicts are not listed pair by pair. */
const takersMax = 64;

/** O(arcs), with a factor of at most `takersMax`. */
export function conflictsOf(flow: Flow): Conflicts {
  const { placeCount, transitionCount } = flow.net;
  const pairs = new Pairs();
  const hubs = new Pairs();
  const exclusions = new Exclusions(flow);
  let may: Possible | undefined;
  for (let p = 0; p < placeCount; p++) {
    if (!isContested(flow, p)) continue;
    may ??= possible(flow);
    const { takers, users } = rivals(flow, p, may);
    if (takers.length > takersMax) for (const t of users) hubs.push(t, p);
    else
      for (const t of takers)
        for (const u of users)
          if (t !== u && !exclusions.areExclusive(t, u)) pairs.push(t, u, true);
  }
  const isFree = new Uint8Array(transitionCount).fill(1);
  const rows = pairs.rows(transitionCount);
  const hubRows = hubs.rows(transitionCount);
  for (let t = 0; t < transitionCount; t++)
    if (rowLength(rows, t) > 0 || rowLength(hubRows, t) > 0) isFree[t] = 0;
  return {
    rows,
    hubs: hubRows,
    isFree,
    none: pairs.count + hubs.count === 0,
    possible: may,
    exclusions,
  };
}

/** Calls `each` for every transition that `t` conflicts with, perhaps more than once, until it gives false. */
export function everyConflict(
  flow: Flow,
  { rows, hubs }: Conflicts,
  t: number,
  each: (u: number) => boolean,
): void {
  for (const u of row(rows, t)) if (!each(u)) return;
  for (const p of row(hubs, t)) {
    const rivals = row(flow.takers, p).includes(t) ? flow.users.rows : [flow.takers];
    for (const those of rivals) for (const u of row(those, p)) if (u !== t && !each(u)) return;
  }
}

/** Do two transitions need a token there which one of them takes? A weight counts as two. */
function isContested({ takers, users }: Flow, p: number): boolean {
  const [first, second] = users.rows;
  const taking = rowLength(takers, p);
  return taking > 1 || (taking === 1 && rowLength(first, p) + rowLength(second, p) > 1);
}

/** Who takes from a place, and who needs it, of those that may fire; each once. */
function rivals(
  { takers, users }: Flow,
  p: number,
  { fires }: Possible,
): { readonly takers: readonly number[]; readonly users: readonly number[] } {
  const taking: number[] = [];
  const using: number[] = [];
  addAlive(takers, p, fires, taking);
  if (taking.length > 0) for (const rows of users.rows) addAlive(rows, p, fires, using);
  return { takers: taking, users: using };
}

/** Adds those in a row that may fire. One that stands there several times does so side by side. */
function addAlive({ starts, items }: Rows, r: number, fires: Uint8Array, into: number[]): void {
  const end = starts[r + 1] ?? 0;
  for (let k = starts[r] ?? 0; k < end; k++) {
    const t = items[k] ?? 0;
    if (fires[t] === 1 && into.at(-1) !== t) into.push(t);
  }
}

/** Pairs of numbers that become rows. */
class Pairs {
  readonly #lefts = new NumberStack();
  readonly #rights = new NumberStack();

  get count(): number {
    return this.#lefts.length;
  }

  push(left: number, right: number, both = false): void {
    this.#lefts.push(left);
    this.#rights.push(right);
    if (both) this.push(right, left);
  }

  /** left → its rights, ascending, each once */
  rows(leftCount: number): Rows {
    if (this.count === 0)
      return { starts: new Uint32Array(leftCount + 1), items: new Uint32Array(0) };
    const starts = new Uint32Array(leftCount + 1);
    for (let k = 0; k < this.count; k++) {
      const left = this.#lefts.at(k);
      starts[left + 1] = (starts[left + 1] ?? 0) + 1;
    }
    for (let r = 0; r < leftCount; r++) starts[r + 1] = (starts[r + 1] ?? 0) + (starts[r] ?? 0);
    const next = starts.slice();
    const items = new Uint32Array(this.count);
    for (let k = 0; k < this.count; k++) {
      const left = this.#lefts.at(k);
      items[next[left] ?? 0] = this.#rights.at(k);
      next[left] = (next[left] ?? 0) + 1;
    }
    return distinct({ starts, items });
  }
}

function distinct({ starts, items }: Rows): Rows {
  const kept = new Uint32Array(starts.length);
  let length = 0;
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = length;
    for (const item of items.subarray(starts[r], starts[r + 1]).sort())
      if (length === start || items[length - 1] !== item) items[length++] = item;
    kept[r + 1] = length;
  }
  return { starts: kept, items: items.slice(0, length) };
}
