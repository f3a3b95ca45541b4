/** The commits that one store has and another lacks. */
import type { HistoryEntry } from "../history.ts";
import { history, keptCommit } from "../history.ts";
import type { ObjectId } from "../object-id.ts";
import { type Objects, commitAt } from "../objects.ts";

export interface Outgoing {
  /** What the heads were made from first. */
  readonly commits: readonly HistoryEntry[];
  /** Commits that name parents which are not sent, and which the receiver does not have: a partial copy ends with them. */
  readonly border: readonly ObjectId[];
}

export interface OutgoingLimits {
  /** How many commits of each line to send: 1 gives the heads alone. */
  readonly depth?: number | undefined;
  /** Commits of the receiver before which it has nothing. */
  readonly ends?: readonly ObjectId[];
}

/**
 * The commits that lead to `heads` and not to `haves`, which the receiver has with all that led to them.
 *
 * Cost: a read of each commit that is sent, and of those on the other side that are as new as the oldest of these. Dates that are
 * wrong can make it send what the receiver has, never the other way round. What is among `haves` and not in the store is passed over.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING` where a head is not in the store
 */
export function outgoing(
  objects: Objects,
  heads: readonly ObjectId[],
  haves: readonly ObjectId[] = [],
  { depth = Number.POSITIVE_INFINITY, ends = [] }: OutgoingLimits = {},
): Outgoing {
  const allowed = Number.isFinite(depth)
    ? new Set(history(objects, heads, { depth: depth - 1 }).map(({ id }) => id))
    : undefined;
  const search = new Search(new Set(ends));
  for (const id of haves) search.reach(id, keptCommit(objects, id), true);
  for (const id of heads) search.reach(id, commitAt(objects, id), false);
  for (let next = search.next(); next !== undefined; next = search.next()) {
    const isHad = search.isHad(next.id);
    for (const id of search.parentsOf(next))
      if (isHad || allowed === undefined || allowed.has(id))
        search.reach(id, keptCommit(objects, id), isHad);
  }
  return search.found();
}

class Search {
  readonly #reached = new Map<ObjectId, HistoryEntry>();
  readonly #had = new Set<ObjectId>();
  /** By date, the newest last. */
  readonly #waiting: HistoryEntry[] = [];
  /** How many of those that wait the receiver may not have. */
  #open = 0;
  readonly #ends: ReadonlySet<ObjectId>;

  constructor(ends: ReadonlySet<ObjectId>) {
    this.#ends = ends;
  }

  /** Without those that the receiver does not have although it has the commit. */
  parentsOf({ id, commit }: HistoryEntry): readonly ObjectId[] {
    return this.#had.has(id) && this.#ends.has(id) ? [] : commit.parents;
  }

  isHad(id: ObjectId): boolean {
    return this.#had.has(id);
  }

  reach(id: ObjectId, commit: HistoryEntry["commit"] | undefined, isHad: boolean): void {
    if (commit === undefined) return;
    if (this.#reached.has(id)) {
      if (isHad) this.#own(id);
      return;
    }
    const entry = { id, commit };
    this.#reached.set(id, entry);
    if (isHad) this.#had.add(id);
    else this.#open += 1;
    this.#waiting.splice(this.#placeOf(commit.committer.atS), 0, entry);
  }

  /** The newest that waits, as long as there is one that the receiver may not have. */
  next(): HistoryEntry | undefined {
    if (this.#open === 0) return undefined;
    const next = this.#waiting.pop();
    if (next !== undefined && !this.#had.has(next.id)) this.#open -= 1;
    return next;
  }

  found(): Outgoing {
    const missing = [...this.#reached.values()].filter(({ id }) => !this.#had.has(id));
    const sent = new Set(missing.map(({ id }) => id));
    const commits = inDescent(missing, sent);
    const isBorder = ({ commit }: HistoryEntry): boolean =>
      commit.parents.some((id) => !sent.has(id) && !this.#had.has(id));
    return { commits, border: commits.filter(isBorder).map(({ id }) => id) };
  }

  /** Notes that the receiver has a commit, and all that were reached from it. */
  #own(first: ObjectId): void {
    const wave = [first];
    for (let id = wave.pop(); id !== undefined; id = wave.pop()) {
      const entry = this.#reached.get(id);
      if (entry === undefined || this.#had.has(id)) continue;
      this.#had.add(id);
      if (this.#waiting.includes(entry)) this.#open -= 1;
      wave.push(...this.parentsOf(entry));
    }
  }

  #placeOf(atS: number): number {
    let [from, to] = [0, this.#waiting.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#waiting[middle]?.commit.committer.atS ?? 0) < atS) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Parents before what was made from them, whatever the clocks said. */
function inDescent(
  entries: readonly HistoryEntry[],
  within: ReadonlySet<ObjectId>,
): readonly HistoryEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const sorted: HistoryEntry[] = [];
  const done = new Set<ObjectId>();
  for (const first of entries.toReversed()) {
    const way = [first];
    for (let entry = way.at(-1); entry !== undefined; entry = way.at(-1)) {
      const before = entry.commit.parents.find((id) => within.has(id) && !done.has(id));
      const parent = before === undefined ? undefined : byId.get(before);
      if (parent !== undefined) {
        way.push(parent);
        continue;
      }
      way.pop();
      if (!done.has(entry.id)) sorted.push(entry);
      done.add(entry.id);
    }
  }
  return sorted;
}
