/** `madeus merge`: takes another branch into what stands: merged, checked, planned, proved, and carried out. */
import { treeOfCommit } from "../store/commit.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { headOf } from "../store/branch.ts";
import { deploymentIn, isAtRest } from "../store/deployment.ts";
import { deploymentRules } from "../store/deployment-rule.ts";
import { mainBranch } from "../store/historian.ts";
import { mergeCommits } from "../store/merge/commit.ts";
import type { ObjectId } from "../store/object-id.ts";
import type { Store } from "../store/store.ts";
import type { Tree } from "../store/tree.ts";
import { shortId } from "./commit-name.ts";
import { conflictText } from "./conflict-text.ts";
import { ensureAllFinished } from "./deployable.ts";
import { deploymentNow } from "./deployment-now.ts";
import { type Destination, type GoingFlags, go, wayTo, withGoingFlags } from "./destination.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type LoadedDeclaration, loadLocated } from "./locate.ts";
import { isOfOthers, recordMerge } from "./merge-recorded.ts";
import { ensureWellFormed } from "./merged-assembly.ts";
import { type Session, adopt, openSession } from "./session.ts";
import { findFirst, findIn, findPinned } from "./stood.ts";
import { isFile } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

interface MergeFlags extends GoingFlags {
  readonly recorded?: boolean;
}

export const mergeVerb: Verb<MergeFlags, "merge"> = {
  name: "merge",
  summary: "take another branch into what stands, and carry it out",
  args: { "[file|branch...]": "the file, then the branch" },
  flags: (command) =>
    withGoingFlags(command).option(
      "--recorded",
      "the branch was carried out already, on the same hosts: put it on record, run nothing",
    ),
  examples: {
    "madeus merge try-mariadb --dry-run": "what it would change, take and interrupt",
    "madeus merge site.ts try-mariadb": "shows it, asks, and does it",
    "madeus merge origin/main --recorded":
      "takes in what another operator did where this one did other things",
  },
  notes: [
    "What only one side has changed is as that side has it; what both have changed in two ways is a conflict, which",
    "is told, and nothing is begun. What comes out is checked like any assembly; then the way there is planned from",
    "the file as it is now, proved and shown. When it is done, main has a commit that was made from both. What another",
    "operator has carried out is carried out here again, unless --recorded says that it stands already.",
  ],
  perform: merge,
};

async function merge({ args, flags, to }: Call<MergeFlags>): Promise<RunEnding | ForecastEnding> {
  const [file, names] = isFile(args[0]) ? [args[0], args.slice(1)] : [undefined, args];
  const [name, ...others] = names;
  if (name === undefined || others.length > 0)
    throw new MadeusError("MADEUS_USAGE", "Say which branch.", {
      hint: "madeus branch shows them.",
    });
  const located = await loadLocated({ file }, flags);
  const { directory, loaded } = located;
  const isDry = flags.dryRun === true;
  const command = isDry ? undefined : `madeus merge ${loaded.file}`;
  const mode = isDry ? "read" : "write";
  const session = openSession({ directory, mode, command, durable: flags.durable });
  try {
    ensureAllFinished(session);
    const destination = destinationOf(session, located, name);
    if (destination === undefined) {
      to.progress(`${name} is merged already: nothing to do`);
      return { outcome: "done", exitCode: exit.done };
    }
    if (flags.recorded === true) return await recordMerge(session, located, destination, flags, to);
    if (isOfOthers(session, destination.merges))
      to.say(`Others have carried out ${name}; if that is on the same hosts: --recorded`);
    const instructions = wayTo(session, destination);
    return await go(session, located, { ...destination, instructions }, flags, to);
  } finally {
    session.close();
  }
}

/**
 * What main and the branch come to; undefined: there is nothing to merge.
 *
 * @throws MadeusError  `MADEUS_NO_ROUTE` where the branch is in the middle of a run, `MADEUS_MERGE_CONFLICT`, what is wrong with the assembly
 */
function destinationOf(
  session: Session,
  { declared, loaded, assembly }: LoadedDeclaration,
  name: string,
): (Omit<Destination, "instructions"> & { readonly merges: ObjectId }) | undefined {
  const { store } = session;
  const [here, there] = [headOf(store.branches, mainBranch), headOf(store.branches, name)];
  const tree = mergedTree(store, here, there);
  if (tree === undefined) return undefined;
  if (!isAtRest(deploymentIn(treeOfCommit(store.objects, there)))) throw midway(name);
  adopt(session, { declared, components: loaded.components, knows: "moving" });
  const deployment = deploymentIn(tree);
  const { catalog, declarations } = session.state;
  const find = findFirst(findIn(catalog), findPinned(declarations.values()));
  ensureWellFormed(deployment, find, assembly);
  return {
    deployment,
    from: deploymentNow(session),
    verb: `merge of ${name}`,
    name: `what ${name} and main come to`,
    question: `Merge ${name}, which is at ${shortId(there)}?`,
    merges: there,
  };
}

const midway = (name: string): MadeusError =>
  new MadeusError(
    "MADEUS_NO_ROUTE",
    `${quote(name)} stands in the middle of a run: where that leads is not known yet.`,
    {
      hint: "Let whoever began the run bring it to its end, and push; then pull, and merge again.",
    },
  );

/**
 * Undefined: there is nothing to merge.
 *
 * @throws MadeusError  `MADEUS_MERGE_CONFLICT`, with all of them
 */
function mergedTree(store: Store, here: ObjectId, there: ObjectId): Tree | undefined {
  const result = mergeCommits(store.objects, here, there, { rules: deploymentRules });
  if (result.ok) {
    const { value } = result;
    if (value.kind === "nothing to do") return undefined;
    return value.kind === "forward" ? treeOfCommit(store.objects, value.commit) : value.tree;
  }
  const sides = [treeOfCommit(store.objects, here), treeOfCommit(store.objects, there)] as const;
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
