/**
 * Commits: a state of a deployment with where it came from, who made it, and why.
 *
 * The same tree, parents, author, time and words give the same id on every machine.
 */
import { type Json, leafText } from "./leaf.ts";
import { type Signature, type StoredCommit, signable } from "./object-commit.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, commitAt } from "./objects.ts";
import { Tree } from "./tree.ts";

export interface CommitDraft {
  readonly tree: ObjectId;
  /** None for a first commit, several for a merge. */
  readonly parents: readonly ObjectId[];
  readonly by: Person;
  /** Since the epoch; git counts in whole seconds. */
  readonly atMs: number;
  /** Its first line stands in every list. */
  readonly message: string;
  readonly cause?: Cause;
}
export interface Person {
  readonly name: string;
  readonly email: string;
}
/** What made the deployment as the commit shows it. */
export interface Cause {
  /** The id of the state whose run it was: numbers of runs mean nothing elsewhere. */
  readonly state?: string;
  readonly run: number;
  /** How many instructions of the run's programs were applied. */
  readonly instruction: number;
  /** The number of the last record of that state's journal that it takes in: a replay up to it gives the same tree. */
  readonly record?: number;
}

/** What stood by a commit. @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED` */
export const treeOfCommit = (objects: Objects, id: ObjectId): Tree =>
  Tree.at(objects, commitAt(objects, id).tree);

/** Keeps a commit. What it refers to must be kept before it is used. */
export function makeCommit(objects: Objects, draft: CommitDraft): ObjectId {
  const signature = signatureOf(draft);
  return objects.put({
    kind: "commit",
    tree: draft.tree,
    parents: draft.parents,
    author: signature,
    committer: signature,
    headers: draft.cause === undefined ? [] : [[causeHeader, leafText({ ...draft.cause }).trim()]],
    message: `${draft.message.toWellFormed().replaceAll("\0", "").trimEnd()}\n`,
  });
}

/** The cause of a commit, or undefined where none that can be read was written. */
export function causeOf({ headers }: StoredCommit): Cause | undefined {
  const text = headers.find(([name]) => name === causeHeader)?.[1];
  const found = text === undefined ? undefined : parsed(text);
  if (typeof found !== "object" || found === null) return undefined;
  const { state, run, instruction, record } = found as { readonly [key: string]: Json };
  if (typeof run !== "number" || typeof instruction !== "number") return undefined;
  return {
    ...(typeof state === "string" ? { state } : {}),
    run,
    instruction,
    ...(typeof record === "number" ? { record } : {}),
  };
}

/** The first line of its message. */
export const subjectOf = ({ message }: StoredCommit): string => message.split("\n", 1)[0] ?? "";

const causeHeader = "madeus-cause";

function signatureOf({ by, atMs }: CommitDraft): Signature {
  return {
    name: signable(by.name),
    email: signable(by.email),
    // Git knows no time before the epoch.
    atS: Math.max(0, Math.floor(atMs / 1000)),
    zone: "+0000",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
