/** `madeus history`: the commits of a deployment, or those that changed one part of it. */
import { commitGraph } from "../show/commit-graph.ts";
import { mainBranch } from "../store/historian.ts";
import { type HistoryEntry, history, lastModified } from "../store/history.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { commitNamed } from "./commit-name.ts";
import { commitLine, commitText, headsIn } from "./commit-told.ts";
import type { HistoryEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import { type Flags, count } from "./flags.ts";
import type { Output } from "./output.ts";
import { atMost, usage } from "./slip.ts";
import { pathOf, unknownPath } from "./tree-path.ts";
import type { Verb } from "./verb.ts";

interface HistoryFlags extends Flags {
  readonly graph?: boolean;
  readonly all?: boolean;
  readonly number?: number;
}

export const historyVerb: Verb<HistoryFlags, "history"> = {
  name: "history",
  summary: "list the commits of a deployment, newest first",
  args: { "[file|path...]": "the file, then a path: those that changed it" },
  flags: (command) =>
    command
      .option("--graph", "draw how they descend from each other")
      .option("--all", "those of all branches, not only of the one that is checked out")
      .option("-n, --number <n>", "so many at most", count),
  examples: {
    "madeus history": "of the deployment that ./assembly.ts made",
    "madeus history site.ts --graph --all": "of all branches, with their descent",
    "madeus history assembly/connections/web.database": "who rewired web.database, and when",
    "madeus history configuration/db -n 3": "the last three that moved db",
  },
  notes: [
    "A run makes a commit where its program has to wait, and at its end. A commit is named by a branch, by the first",
    "digits of its id, by HEAD~3, or by main@{2 hours ago}. Paths are those that `madeus show --verbose` prints.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive, names) => list(archive, atMost(1, names)[0], flags, to)),
};

function list(
  archive: OpenArchive,
  path: string | undefined,
  flags: HistoryFlags,
  to: Output,
): HistoryEnding {
  const { store } = archive;
  if (path !== undefined && (flags.graph === true || flags.all === true))
    throw usage(
      "Of a path those commits are told that changed it, from the branch that is checked out.",
      "Leave out --graph and --all.",
    );
  const heads = headsIn(store);
  const found = commitsIn(archive, path, flags);
  const told = found.slice(0, flags.number);
  for (const entry of told) to.object(commitLine(entry, heads));
  if (flags.graph === true) {
    const descents = told.map((entry) => ({
      ...entry,
      parents: entry.commit.parents.filter((id) => store.objects.has(id)),
    }));
    for (const { commit, mark, before, after } of commitGraph(descents)) {
      for (const line of before) to.result(line);
      to.result(mark + commitText(commit, heads));
      for (const line of after) to.result(line);
    }
  } else for (const entry of told) to.result(commitText(entry, heads));
  if (found.length === 0 && path !== undefined && heads.size > 0) throw unknownPath(archive, path);
  if (found.length === 0) to.result("there is no commit yet: the next run begins with what stands");
  return { outcome: "done", exitCode: exit.done, commits: told.length };
}

function commitsIn(
  archive: OpenArchive,
  path: string | undefined,
  { all, number }: HistoryFlags,
): readonly HistoryEntry[] {
  const { objects, branches } = archive.store;
  if (branches.find(mainBranch) === undefined && branches.list().length === 0) return [];
  const head = commitNamed(archive, "HEAD");
  // Of commits of one second those of the branch that is looked at come first.
  const others = all === true ? branches.list().map((one) => one.head) : [];
  if (path === undefined) return history(objects, [head, ...others]);
  return lastModified(objects, head, pathOf(path), { count: number ?? Number.POSITIVE_INFINITY });
}
