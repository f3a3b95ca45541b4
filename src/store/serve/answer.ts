/**
 * What a store answers to a request: a function of the store, the request and the time, without a network.
 *
 * Reading never changes anything. A change says where the branch stood, and is refused where it does not any more.
 */
import { type Code, MadeusError, isMadeusError } from "../../model/code.ts";
import { quote, shown } from "../../model/name.ts";
import { checkBranchName } from "../branch-name.ts";
import { type Reason, headOf } from "../branch.ts";
import { type Person, makeCommit, treeOfCommit } from "../commit.ts";
import { history } from "../history.ts";
import type { Json } from "../leaf.ts";
import { mergeInto } from "../merge/branch.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import { closure } from "../pack/closure.ts";
import type { Store } from "../store.ts";
import { Tree } from "../tree.ts";
import { freightOf } from "./freight.ts";
import {
  badRequest,
  bodyOf,
  commitQuestion,
  mergeQuestion,
  numberIn,
  objectsQuestion,
  pathIn,
  textIn,
} from "./question.ts";

export interface ServedStore {
  readonly store: Store;
  /** Branches that record what really stands: they are read, and moved by runs alone. */
  readonly recorded: readonly string[];
  readonly nowMs: () => number;
}
export interface StoreRequest {
  readonly method: string;
  /** Of the URL, as it stands there. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}
export type StoreAnswer =
  | { readonly status: number; readonly json: object }
  | { readonly status: 200; readonly pieces: Iterable<Uint8Array> };

/** Never throws but for faults of our own. */
export function answer(served: ServedStore, request: StoreRequest): StoreAnswer {
  const [, version, what = "", ...names] = request.path.split("/");
  const route = version === "v1" ? routes[`${request.method} ${what}`] : undefined;
  if (route === undefined) return { status: 404, json: { message: "There is nothing there." } };
  try {
    return route(served, request, names.map(decodeURIComponent));
  } catch (error) {
    return refusal(error);
  }
}

/** What went wrong, as it is sent. */
export function refusal(error: unknown): StoreAnswer {
  if (error instanceof URIError)
    return { status: 400, json: { message: "The address is no text." } };
  if (!isMadeusError(error)) throw error;
  const { code, message, hint } = error;
  return {
    status: statusOf[code] ?? (code.startsWith("MADEUS_BAD_") ? 400 : 500),
    json: { code, message, hint },
  };
}

const statusOf: Partial<Record<Code, number>> = {
  MADEUS_BRANCH_MOVED: 409,
  MADEUS_HISTORY_DEPTH: 409,
  MADEUS_OBJECT_MISSING: 404,
  MADEUS_STATE_LOCKED: 503,
  MADEUS_STATE_UNWRITABLE: 503,
  MADEUS_UNKNOWN_BRANCH: 404,
};

type Route = (served: ServedStore, request: StoreRequest, names: readonly string[]) => StoreAnswer;

const routes: Readonly<Record<string, Route>> = {
  "GET branches": branchesAnswer,
  "GET value": valueAnswer,
  "GET list": listAnswer,
  "GET history": historyAnswer,
  "POST objects": objectsAnswer,
  "POST commit": commitAnswer,
  "POST merge": mergeAnswer,
};

const found = (json: object): StoreAnswer => ({ status: 200, json });

function branchesAnswer(
  { store }: ServedStore,
  _: StoreRequest,
  [name]: readonly string[],
): StoreAnswer {
  if (name === undefined) return found({ branches: store.branches.list() });
  return found({ name, head: headOf(store.branches, name) });
}

function valueAnswer(served: ServedStore, { query }: StoreRequest): StoreAnswer {
  const { commit, tree } = treeNamed(served, query);
  const value: Json | undefined = tree.find(pathIn(query));
  return value === undefined
    ? { status: 404, json: { commit, message: "There is no value there." } }
    : found({ commit, value });
}

function listAnswer(served: ServedStore, { query }: StoreRequest): StoreAnswer {
  const { commit, tree } = treeNamed(served, query);
  const path = pathIn(query);
  const length = Math.min(numberIn(query, "length") ?? lengthDefault, lengthMax);
  const entries = tree.list(path, numberIn(query, "offset") ?? 0, length);
  return found({ commit, width: tree.width(path), entries });
}

function historyAnswer({ store }: ServedStore, { query }: StoreRequest): StoreAnswer {
  const head = commitNamed(store, textIn(query, "at"));
  const depth = Math.min(numberIn(query, "depth") ?? lengthDefault, lengthMax);
  const commits = history(store.objects, [head], { depth }).map(({ id, commit }) => ({
    id,
    parents: commit.parents,
    by: { name: commit.author.name, email: commit.author.email },
    atS: commit.author.atS,
    message: commit.message,
  }));
  return found({ commits });
}
const lengthDefault = 100;
const lengthMax = 10_000;

function objectsAnswer({ store: { objects } }: ServedStore, { body }: StoreRequest): StoreAnswer {
  const { want, have, ...limits } = objectsQuestion(bodyOf(body));
  return { status: 200, pieces: freightOf(objects, closure(objects, want, have, limits)) };
}

function commitAnswer(served: ServedStore, { body }: StoreRequest): StoreAnswer {
  const { store, nowMs } = served;
  const { branch, from, changes, message, by } = commitQuestion(bodyOf(body));
  ensureWritable(served, branch);
  const { objects } = store;
  const reason = reasonOf(nowMs(), by, `commit: ${shown(message.split("\n", 1)[0] ?? "")}`);
  const parents = from === null ? [] : [from];
  let tree = from === null ? Tree.empty : treeOfCommit(objects, from);
  for (const { path, value } of changes)
    tree = value === undefined ? tree.remove(path) : tree.set(path, value);
  const id = store.transaction(() => {
    // Before anything is put: what a refused commit holds would be kept with the next one.
    ensureAt(store, branch, from);
    const draft = { tree: tree.write(objects), parents, by, atMs: reason.atMs, message };
    const made = makeCommit(objects, draft);
    store.branches.move(branch, from ?? undefined, made, reason);
    return made;
  });
  return { status: 201, json: { id } };
}

/** Short, whatever is sent: each watcher is sent it on. */
const reasonOf = (atMs: number, by: Person, why: string): Reason => ({
  atMs,
  by: shown(by.name),
  why,
});

function mergeAnswer(served: ServedStore, { body }: StoreRequest): StoreAnswer {
  const { store, nowMs } = served;
  const { into, from, by, message = `Merge ${from} into ${into}` } = mergeQuestion(bodyOf(body));
  ensureWritable(served, into);
  const reason = reasonOf(nowMs(), by, `merge ${from}`);
  const there = commitNamed(store, from);
  const result = store.transaction(() =>
    mergeInto(store, into, there, { author: by, message, reason }),
  );
  if (result.ok) return found({ id: result.value.head });
  const text = `${quote(from)} and ${quote(into)} contradict each other.`;
  return { status: 409, json: { message: text, conflicts: result.conflicts } };
}

/** @throws MadeusError  `MADEUS_BAD_BRANCH` */
function ensureWritable({ recorded }: ServedStore, branch: string): void {
  if (!recorded.includes(branch)) return;
  throw new MadeusError(
    "MADEUS_BAD_BRANCH",
    `The branch ${quote(branch)} records what really stands, so that only runs move it.`,
    {
      hint: "Use a branch of another name, and carry it out where the deployment is: madeus merge BRANCH.",
    },
  );
}

/** @throws MadeusError  `MADEUS_BRANCH_MOVED`, or `MADEUS_BAD_BRANCH` where one of this name cannot be made */
function ensureAt({ branches }: Store, name: string, from: ObjectId | null): void {
  const now = branches.find(name);
  if (now !== (from ?? undefined))
    throw new MadeusError(
      "MADEUS_BRANCH_MOVED",
      `The branch ${quote(name)} ${now === undefined ? "is not there" : `stands at ${now.slice(0, 10)}`}, not where it was seen.`,
      { hint: "Look at it anew, and ask again." },
    );
  if (now === undefined)
    checkBranchName(
      name,
      branches.list().map((branch) => branch.name),
    );
}

function treeNamed({ store: { objects, branches } }: ServedStore, query: URLSearchParams) {
  const commit = commitNamed({ objects, branches }, textIn(query, "at"));
  return { commit, tree: treeOfCommit(objects, commit) };
}

/** A commit by its id, or that at which a branch stands. */
function commitNamed(
  { objects, branches }: Pick<Store, "objects" | "branches">,
  text: string,
): ObjectId {
  if (!isObjectId(text) || branches.find(text) !== undefined) return headOf(branches, text);
  const kind = objects.get(text)?.kind ?? "commit";
  if (kind !== "commit") throw badRequest(`${text} is a ${kind}, no commit`);
  return text;
}
