/** `madeus merge`: takes another branch into what stands: merged, checked, planned, proved, and carried out. */
import { MadeusError } from "../model/code.ts";
import { headOf } from "../store/branch.ts";
import { deploymentIn } from "../store/deployment.ts";
import { deploymentRules } from "../store/deployment-rule.ts";
import { mainBranch } from "../store/historian.ts";
import { mergeCommits } from "../store/merge/commit.ts";
import type { ObjectId } from "../store/object-id.ts";
import { commitAt } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import { Tree } from "../store/tree.ts";
import { shortId } from "./commit-name.ts";
import { conflictText } from "./conflict-text.ts";
import { ensureFinished } from "./deployable.ts";
import { deploymentNow } from "./deployment-now.ts";
import { type GoingFlags, go, withGoingFlags } from "./destination.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { loadLocated } from "./locate.ts";
import { ensureWellFormed } from "./merged-assembly.ts";
import { adopt, openSession } from "./session.ts";
import { findFirst, findIn, findPinned } from "./stood.ts";
import { isFile } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const mergeVerb: Verb<GoingFlags, "merge"> = {
  name: "merge",
  summary: "take another branch into what stands, and carry it out",
  args: { "[file|branch...]": "the file, then the branch" },
  flags: withGoingFlags,
  examples: {
    "madeus merge try-mariadb --dry-run": "what it would change, take and interrupt",
    "madeus merge site.ts try-mariadb": "shows it, asks, and does it",
  },
  notes: [
    "What only one side has changed is as that side has it; what both have changed in two ways is a conflict, which",
    "is told, and nothing is begun. What comes out is checked like any assembly; then the way there is planned from",
    "the file as it is now, proved and shown. When it is done, main has a commit that was made from both.",
  ],
  perform: merge,
};

async function merge({ args, flags, to }: Call<GoingFlags>): Promise<RunEnding | ForecastEnding> {
  const [file, names] = isFile(args[0]) ? [args[0], args.slice(1)] : [undefined, args];
  const [name, ...others] = names;
  if (name === undefined || others.length > 0)
    throw new MadeusError("MADEUS_USAGE", "Say which branch.", {
      hint: "madeus branch shows them.",
    });
  const located = await loadLocated({ file }, flags);
  const { directory, loaded, declared } = located;
  const isDry = flags.dryRun === true;
  const command = isDry ? undefined : `madeus merge ${loaded.file}`;
  const mode = isDry ? "read" : "write";
  const session = openSession({ directory, mode, command, durable: flags.durable });
  try {
    const { store } = session;
    const [here, there] = [headOf(store.branches, mainBranch), headOf(store.branches, name)];
    ensureFinished(session);
    const tree = mergedTree(store, here, there);
    if (tree === undefined) {
      to.progress(`${name} is merged already: nothing to do`);
      return { outcome: "done", exitCode: exit.done };
    }
    adopt(session, { declared, components: loaded.components, knows: "moving" });
    const deployment = deploymentIn(tree);
    const { catalog, declarations } = session.state;
    const find = findFirst(findIn(catalog), findPinned(declarations.values()));
    ensureWellFormed(deployment, find, located.assembly);
    const destination = {
      deployment,
      from: deploymentNow(session),
      verb: `merge of ${name}`,
      name: `what ${name} and main come to`,
      question: `Merge ${name}, which is at ${shortId(there)}?`,
      merges: there,
    };
    return await go(session, located, destination, flags, to);
  } finally {
    session.close();
  }
}

/**
 * Undefined: there is nothing to merge.
 *
 * @throws MadeusError  `MADEUS_MERGE_CONFLICT`, with all of them
 */
function mergedTree({ objects }: Store, here: ObjectId, there: ObjectId): Tree | undefined {
  const treeAt = (id: ObjectId): Tree => Tree.at(objects, commitAt(objects, id).tree);
  const result = mergeCommits(objects, here, there, { rules: deploymentRules });
  if (result.ok) {
    const { value } = result;
    if (value.kind === "nothing to do") return undefined;
    return value.kind === "forward" ? treeAt(value.commit) : value.tree;
  }
  const sides = [treeAt(here), treeAt(there)] as const;
  const texts = new Set(result.conflicts.map((one) => conflictText(one, ...sides)));
  const findings = [...texts].map((text) => ({
    code: "MADEUS_MERGE_CONFLICT" as const,
    severity: "error" as const,
    at: undefined,
    text,
    hint: undefined,
  }));
  throw new MadeusError("MADEUS_MERGE_CONFLICT", [...texts].join("; "), {
    hint: "Change one of the two so that they agree, and merge again. Nothing was begun.",
    findings,
  });
}
