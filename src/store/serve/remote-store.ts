/**
 * A store that is served elsewhere, as a client sees it: by `fetch` alone, so that it runs in browsers, too.
 *
 * What it brings is checked before it is kept: ids are the hashes of what came. So a server can keep something back, and it cannot
 * say something else than what a commit holds.
 */
import type { Branch, Move, Reason } from "../branch.ts";
import type { Conflict } from "../merge/merge.ts";
import type { Merged } from "../merge/merge.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import { keepArrival } from "../pack/arrival.ts";
import { type Landing, land } from "../pack/landing.ts";
import type { Store } from "../store.ts";
import { eventsOf } from "./event-stream.ts";
import { readFreight } from "./freight.ts";
import { Line, type LineOptions } from "./line.ts";
import {
  type CommitQuestion,
  type MergeQuestion,
  type ObjectsQuestion,
  idsMax,
} from "./question.ts";

export interface RemoteStoreOptions extends LineOptions {
  /** Under which its branches are known here. Default: `origin`. */
  readonly name?: string;
}
export interface RemoteStore {
  branches(): Promise<readonly Branch[]>;
  /**
   * Brings a branch into a store, and lets the branch of this name there follow where nothing is lost by it.
   *
   * @param depth  how many commits, at most; undefined: all that is new, where the history of a partial copy stays cut; Infinity: also
   *   what lies before that
   */
  pull(store: Store, branch: string, reason: Reason, depth?: number): Promise<Landing>;
  /** Makes a commit there; throws `MADEUS_BRANCH_MOVED` where the branch does not stand where it was seen. */
  commit(draft: CommitQuestion): Promise<ObjectId>;
  merge(draft: MergeQuestion): Promise<Merged<ObjectId>>;
  /**
   * Moves as they come, until `signal` is aborted; throws `MADEUS_REMOTE_FAILED` where the server goes.
   *
   * @param options.after  also those after the one of this number: the last that was seen before the server went
   */
  watch(options?: {
    readonly branch?: string;
    readonly after?: number;
    readonly signal?: AbortSignal;
  }): AsyncIterable<Move>;
}

/** All throw `MADEUS_REMOTE_FAILED` where it cannot be reached or does not talk, and what the server says otherwise. */
export function remoteStore(options: RemoteStoreOptions): RemoteStore {
  const line = new Line(options);
  return {
    async branches() {
      const { branches } = (await line.json("branches")) as { readonly branches?: unknown };
      if (!Array.isArray(branches))
        throw line.failed("it answers with what is no list of branches");
      return branches.map((one: unknown) => branchIn(one, line));
    },
    async pull(store, branch, reason, depth) {
      const { head } = branchIn(await line.json(`branches/${encodeURIComponent(branch)}`), line);
      const sent = await line.ask("objects", questionOf(store, head, depth));
      const { border, unpacked } = readFreight(await line.bytesOf(sent));
      return store.transaction(() => {
        keepArrival(store, { unpacked, heads: [head], border });
        return land(store, options.name ?? "origin", { name: branch, id: head }, reason);
      });
    },
    async commit(draft) {
      return ((await line.json("commit", draft)) as { readonly id: ObjectId }).id;
    },
    async merge(draft) {
      const answer = await line.json("merge", draft, [409]);
      if ("conflicts" in answer)
        return { ok: false, conflicts: answer.conflicts as readonly Conflict[] };
      if ("id" in answer) return { ok: true, value: answer.id as ObjectId };
      throw line.refusal(answer);
    },
    watch: (asked = {}) => watched(line, asked),
  };
}
function questionOf(
  { branches, boundary }: Store,
  head: ObjectId,
  depth: number | undefined,
): Partial<ObjectsQuestion> {
  const want = [head];
  const ends = [...boundary];
  // With ends that the server does not know of it would keep back what is needed.
  if (depth === Number.POSITIVE_INFINITY || ends.length > idsMax) return { want };
  const have = branches.list().map((one) => one.head);
  return { want, have: have.slice(0, idsMax), ends, depth };
}

async function* watched(
  line: Line,
  { branch, after, signal }: NonNullable<Parameters<RemoteStore["watch"]>[0]>,
): AsyncGenerator<Move, void> {
  const query = new URLSearchParams();
  if (branch !== undefined) query.set("branch", branch);
  if (after !== undefined) query.set("after", String(after));
  const { body } = await line.ask(`watch?${query.toString()}`, undefined, { signal });
  if (body === null) return;
  try {
    for await (const { event, data } of eventsOf(body))
      if (event === "move") yield JSON.parse(data) as Move;
  } catch (error) {
    if (signal?.aborted === true) return;
    throw line.failed("it has gone, or says what is no move", error);
  }
  throw line.failed("it has gone");
}

function branchIn(value: unknown, line: Line): Branch {
  const { name, head } = Object(value) as Readonly<Record<string, unknown>>;
  if (typeof name === "string" && typeof head === "string" && isObjectId(head))
    return { name, head };
  throw line.failed("it answers with what is no branch");
}
