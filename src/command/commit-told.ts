/** A commit as it is told: in one line for people, and as an object. */
import { causeOf, subjectOf } from "../store/commit.ts";
import type { HistoryEntry } from "../store/history.ts";
import type { ObjectId } from "../store/object-id.ts";
import type { Store } from "../store/store.ts";
import { shortId } from "./commit-name.ts";
import type { CommitLine } from "./line.ts";
import { paint } from "./output.ts";

/** Commit → the branches that stand there. */
export type Heads = ReadonlyMap<ObjectId, readonly string[]>;

export function headsIn({ branches }: Pick<Store, "branches">): Heads {
  const byHead = Map.groupBy(branches.list(), ({ head }) => head);
  return new Map([...byHead].map(([head, all]) => [head, all.map(({ name }) => name)]));
}

/** `3f2a81c09d 2026-11-22 14:03:07Z ann@build1 (main) site: deploy is done` */
export function commitText({ id, commit }: HistoryEntry, heads: Heads): string {
  const names = heads.get(id) ?? [];
  const branches = names.length === 0 ? "" : `${paint.green(`(${names.join(", ")})`)} `;
  const { email, atS } = commit.author;
  return `${paint.yellow(shortId(id))} ${timeText(atS)} ${email} ${branches}${subjectOf(commit)}`;
}

export function commitLine({ id, commit }: HistoryEntry, heads: Heads): CommitLine {
  const { parents, tree, author, message } = commit;
  const { state, run, instruction, record } = causeOf(commit) ?? {};
  return {
    type: "commit",
    id,
    tree,
    parents,
    message: message.trimEnd(),
    by: author.email,
    atMs: author.atS * 1000,
    branches: heads.get(id) ?? [],
    ...(state !== undefined && { state }),
    ...(run !== undefined && { run }),
    ...(instruction !== undefined && { instruction }),
    ...(record !== undefined && { record }),
  };
}

/** In UTC, to the second. */
const timeText = (atS: number): string =>
  new Date(atS * 1000)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
