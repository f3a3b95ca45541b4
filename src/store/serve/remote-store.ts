/**
 * A store that is served elsewhere, as a client sees it: by `fetch` alone, so that it runs in browsers, too.
 *
 * What it brings is checked before it is kept: ids are the hashes of what came. So a server can keep something back, and it cannot
 * say something else than what a commit holds.
 */
import { type Code, MadeusError, codes } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import type { Branch, Move, Reason } from "../branch.ts";
import type { Conflict } from "../merge/merge.ts";
import type { Merged } from "../merge/merge.ts";
import type { ObjectId } from "../object-id.ts";
import { keepArrival } from "../pack/arrival.ts";
import { type Landing, land } from "../pack/landing.ts";
import type { Store } from "../store.ts";
import { eventsOf } from "./event-stream.ts";
import { readFreight } from "./freight.ts";
import {
  type CommitQuestion,
  type MergeQuestion,
  type ObjectsQuestion,
  idsMax,
} from "./question.ts";

export interface RemoteStoreOptions {
  /** As `madeus serve` says it: `http://127.0.0.1:7070` */
  readonly url: string;
  readonly token: string;
  /** Under which its branches are known here. Default: `origin`. */
  readonly name?: string;
  readonly fetch?: typeof fetch;
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
  /** Moves as they come, until `signal` is aborted or the server goes. `after`: also those after the one of this number. */
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
      return ((await line.json("branches")) as { readonly branches: readonly Branch[] }).branches;
    },
    async pull(store, branch, reason, depth) {
      const { head } = (await line.json(`branches/${encodeURIComponent(branch)}`)) as Branch;
      const sent = await (await line.ask("objects", questionOf(store, head, depth))).arrayBuffer();
      const { border, unpacked } = readFreight(new Uint8Array(sent));
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
      throw errorIn(answer, options.url);
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
  for await (const { data } of eventsOf(body)) yield JSON.parse(data) as Move;
}

class Line {
  readonly #url: string;
  readonly #token: string;
  readonly #fetch: typeof fetch;

  constructor({ url, token, fetch: own = fetch }: RemoteStoreOptions) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
    this.#fetch = own;
  }

  /** @param expected  answers that are no success, and still no error */
  async json(what: string, body?: object, expected: readonly number[] = []): Promise<object> {
    const response = await this.ask(what, body, { expected });
    return (await response.json()) as object;
  }

  async ask(
    what: string,
    body?: object,
    {
      expected = [],
      signal,
    }: { readonly expected?: readonly number[]; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Response> {
    const response = await this.#reach(what, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${this.#token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
    if (response.ok || expected.includes(response.status)) return response;
    throw errorIn(await saidIn(response), this.#url, response.status);
  }

  async #reach(what: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(`${this.#url}/v1/${what}`, init);
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw remoteFailed(this.#url, "it cannot be reached", error);
    }
  }
}

/** What is no JSON says nothing. */
async function saidIn(response: Response): Promise<object> {
  try {
    return (await response.json()) as object;
  } catch {
    return {};
  }
}

/** What a server says went wrong, as if it had gone wrong here. */
function errorIn(said: object, url: string, status?: number): MadeusError {
  const { code, message, hint } = said as Readonly<Record<string, unknown>>;
  const text =
    typeof message === "string" ? message : `it answered with ${status ?? "what is no answer"}`;
  if (isCode(code)) return new MadeusError(code, text, typeof hint === "string" ? { hint } : {});
  return remoteFailed(url, text);
}

const isCode = (text: unknown): text is Code =>
  typeof text === "string" && Object.hasOwn(codes, text);

const remoteFailed = (url: string, why: string, cause?: unknown): MadeusError =>
  new MadeusError("MADEUS_REMOTE_FAILED", `The store at ${quote(url)} gives nothing: ${why}`, {
    hint: "See whether madeus serve runs there, and whether this is its address and its token.",
    cause,
  });
