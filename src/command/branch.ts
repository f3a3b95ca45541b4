/** `madeus branch`: lists the branches, makes one, removes one. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { checkBranchName } from "../store/branch-name.ts";
import { headOf, update } from "../store/branch.ts";
import { mainBranch } from "../store/historian.ts";
import type { ObjectId } from "../store/object-id.ts";
import { commitAt } from "../store/objects.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { commitNamed, shortId } from "./commit-name.ts";
import { commitText } from "./commit-told.ts";
import type { BranchEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { operator } from "./operator.ts";
import { type Output, paint } from "./output.ts";
import { atMost } from "./slip.ts";
import type { Verb } from "./verb.ts";

interface BranchFlags extends Flags {
  readonly delete?: boolean;
}

export const branchVerb: Verb<BranchFlags, "branch"> = {
  name: "branch",
  summary: "list the branches, make one, or remove one",
  args: {
    "[file|name...]": "the file, then a name, and the commit where it begins (default: HEAD)",
  },
  flags: (command) =>
    command.option("--delete", "remove it; its commits stay until `madeus prune`"),
  examples: {
    "madeus branch": "which there are, and which is checked out",
    "madeus branch try-mariadb": "begins one where the newest commit is",
    "madeus branch site.ts before HEAD~3": "names an older commit",
    "madeus branch try-mariadb --delete": "removes it",
  },
  notes: ["On `main` is what really stands: runs put their commits there, and nobody else does."],
  perform: async ({ args, flags, to }) =>
    inArchive(
      args,
      flags,
      (archive, names) => {
        const [name, commit] = atMost(flags.delete === true ? 1 : 2, names);
        if (name === undefined) return list(archive, to);
        if (flags.delete === true) return remove(archive, name, to);
        return make(archive, name, commit ?? "HEAD", to);
      },
      args.length > 0 ? "write" : "read",
    ),
};

function list({ store, branch }: OpenArchive, to: Output): BranchEnding {
  const all = store.branches.list();
  for (const { name, head } of all) {
    const isOut = name === branch;
    to.object({ type: "branch", name, head, isCheckedOut: isOut });
    const text = commitText({ id: head, commit: commitAt(store.objects, head) }, new Map());
    to.result(`${isOut ? "*" : " "} ${paint.bold(name)} ${text}`);
  }
  if (all.length === 0) to.result("there is no branch yet: the first run makes main");
  return { outcome: "done", exitCode: exit.done, branches: all.length };
}

function make(archive: OpenArchive, name: string, at: string, to: Output): BranchEnding {
  const { store } = archive;
  checkBranchName(name);
  if (name === mainBranch) throw ofRuns();
  // Who prunes meanwhile waits, so that the commit is still there when the branch leads to it.
  const head = store.transaction(() => begun(archive, name, at));
  to.result(`${name} begins at ${shortId(head)}`);
  return { outcome: "done", exitCode: exit.done, branches: store.branches.list().length, head };
}

function begun(archive: OpenArchive, name: string, at: string): ObjectId {
  const { store, nowMs } = archive;
  const head = commitNamed(archive, at);
  const begin = (former: string | undefined): string => {
    if (former === undefined) return head;
    throw new MadeusError("MADEUS_BAD_BRANCH", `There is a branch ${quote(name)} already.`, {
      hint: `It is at ${shortId(former)}. Choose another name, or remove it: madeus branch ${name} --delete`,
    });
  };
  update(store.branches, name, begin, { atMs: nowMs, by: operator().email, why: "branch" });
  return head;
}

const ofRuns = (): MadeusError =>
  new MadeusError(
    "MADEUS_BAD_BRANCH",
    `Only runs make ${quote(mainBranch)}: it records what really stands.`,
    {
      hint: "Choose another name.",
    },
  );

function remove({ store, branch, nowMs }: OpenArchive, name: string, to: Output): BranchEnding {
  const head = headOf(store.branches, name);
  if (name === mainBranch || name === branch)
    throw new MadeusError("MADEUS_BAD_BRANCH", `The branch ${quote(name)} cannot be removed.`, {
      hint:
        name === mainBranch
          ? "What really stands is on it."
          : `It is checked out. First: madeus checkout ${mainBranch}`,
    });
  const reason = { atMs: nowMs, by: operator().email, why: "branch --delete" };
  update(store.branches, name, () => undefined, reason);
  to.result(`${name} is removed; it was at ${shortId(head)}`);
  return { outcome: "done", exitCode: exit.done, branches: store.branches.list().length, head };
}
