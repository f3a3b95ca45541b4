/** `madeus show`: one commit, and what it changed. */
import { treeOfCommit } from "../store/commit.ts";
import { deploymentIn } from "../store/deployment.ts";
import { type Change, difference } from "../store/difference.ts";
import { leafText } from "../store/leaf.ts";
import { commitAt } from "../store/objects.ts";
import { Tree } from "../store/tree.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { commitNamed } from "./commit-name.ts";
import { commitLine, commitText, headsIn } from "./commit-told.ts";
import { deploymentDifferences } from "./deployment-difference.ts";
import type { ShowEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import { differenceLines } from "./prospect.ts";
import { atMost } from "./slip.ts";
import { pathText } from "./tree-path.ts";
import type { Verb } from "./verb.ts";

export const showVerb: Verb<Flags, "show"> = {
  name: "show",
  summary: "show a commit and what it changed",
  args: { "[file|commit...]": "the file, then the commit (default: the newest)" },
  examples: {
    "madeus show": "the last commit",
    "madeus show HEAD~2": "the one two before it",
    "madeus show 3f2a81c -v": "with each leaf of the tree that it changed",
  },
  notes: [
    "What it changed is what differs from the commit that it was made from; of a merge, the first.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive, names) =>
      show(archive, atMost(1, names)[0] ?? "HEAD", flags, to),
    ),
};

function show(archive: OpenArchive, name: string, flags: Flags, to: Output): ShowEnding {
  const { store } = archive;
  const { objects } = store;
  const id = commitNamed(archive, name);
  const commit = commitAt(objects, id);
  const heads = headsIn(store);
  to.object(commitLine({ id, commit }, heads));
  to.result(commitText({ id, commit }, heads));
  for (const parent of commit.parents) to.result(paint.dim(`  made from ${parent}`));
  for (const line of commit.message.trimEnd().split("\n").slice(1)) to.result(`  ${line}`);
  const [parent] = commit.parents;
  const isKnown = parent !== undefined && objects.has(parent);
  const before = isKnown ? treeOfCommit(objects, parent) : Tree.empty;
  const after = Tree.at(objects, commit.tree);
  const differences = deploymentDifferences(deploymentIn(before), deploymentIn(after));
  for (const line of differenceLines(differences)) to.result(line);
  for (const change of difference(before, after)) tellLeaf(to, change, flags);
  return { outcome: "done", exitCode: exit.done, commit: id, differences };
}

/** A leaf that is different, with what it was and is. */
export function tellLeaf(to: Output, { path, before, after }: Change, { verbose }: Flags): void {
  to.object({
    type: "leaf",
    path: pathText(path),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  });
  if (verbose !== true) return;
  to.result(paint.bold(pathText(path)));
  if (before !== undefined) to.result(paint.red(`  - ${leafText(before).trimEnd()}`));
  if (after !== undefined) to.result(paint.green(`  + ${leafText(after).trimEnd()}`));
}
