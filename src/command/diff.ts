/** `madeus diff`: what is different between two commits, in components, connections and values, and as a program. */
import { treeOfCommit } from "../store/commit.ts";
import { realClock } from "../engine/clock-real.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import type { Instruction } from "../model/program.ts";
import { retreat } from "../net/plan/retreat.ts";
import { type Deployment, deploymentIn, isAtRest } from "../store/deployment.ts";
import { difference } from "../store/difference.ts";
import { toEntry } from "../store/instruction.ts";
import type { ObjectId } from "../store/object-id.ts";
import { pinnedDeclarations } from "../store/run.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import type { Tree } from "../store/tree.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import { commitNamed, shortId } from "./commit-name.ts";
import { deploymentDifferences } from "./deployment-difference.ts";
import type { DiffEnding } from "./archive-ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import type { Output } from "./output.ts";
import { differenceLines, programLines } from "./prospect.ts";
import { tellLeaf } from "./show-commit.ts";
import { findPinned, pastOf, stateOf } from "./stood.ts";
import type { Verb } from "./verb.ts";
import type { Discrepancy } from "./wanted.ts";
import { bringing } from "./way-back.ts";

export const diffVerb: Verb<Flags, "diff"> = {
  name: "diff",
  summary: "say what differs between two commits, and the program that leads from one to the other",
  args: { "[file|commit...]": "the file, then a commit, and another (default: the newest)" },
  examples: {
    "madeus diff HEAD~1": "what the last commit has changed",
    "madeus diff main try-mariadb": "what merging the branch would bring",
    "madeus diff site.ts 3f2a81c HEAD --json": "the program as another program reads it",
  },
  notes: [
    "The program is made from the components as the runs recorded them; what `madeus rollback` carries out is made",
    "from the file as it is now. Between commits that were made in the middle of a run there is none.",
  ],
  perform: ({ args, flags, to }) =>
    inArchive(args, flags, (archive, names) => diff(archive, names, flags, to)),
};

function diff(
  archive: OpenArchive,
  [from, until = "HEAD", ...others]: readonly string[],
  flags: Flags,
  to: Output,
): DiffEnding {
  if (from === undefined || others.length > 0)
    throw new MadeusError("MADEUS_USAGE", "A difference is between one commit and another.", {
      hint: "E.g. madeus diff HEAD~1 HEAD",
    });
  const ids = [commitNamed(archive, from), commitNamed(archive, until)] as const;
  const { trees, differences, program, because } = differenceBetween(archive, ids);
  for (const line of differenceLines(differences)) to.result(line);
  for (const change of difference(...trees)) tellLeaf(to, change, flags);
  if (program.length > 0) for (const line of programLines(program)) to.result(line);
  for (const one of because) to.result(`no program: ${one}`);
  if (differences.length === 0 && program.length === 0 && because.length === 0)
    to.result("nothing is different");
  const told = because.length > 0 ? { because } : { program: program.map(toEntry) };
  return { outcome: "done", exitCode: exit.done, from: ids[0], to: ids[1], differences, ...told };
}

/** What is different between two commits, and the program that leads from the first to the second. */
export interface CommitDifference extends Way {
  readonly trees: readonly [before: Tree, after: Tree];
  readonly differences: readonly Discrepancy[];
}

export function differenceBetween(
  archive: OpenArchive,
  ids: readonly [from: ObjectId, until: ObjectId],
): CommitDifference {
  const { objects } = archive.store;
  const trees = [treeOfCommit(objects, ids[0]), treeOfCommit(objects, ids[1])] as const;
  const [was, is] = [deploymentIn(trees[0]), deploymentIn(trees[1])];
  const differences = deploymentDifferences(was, is);
  return { trees, differences, ...programBetween(archive, ids, was, is) };
}

interface Way {
  readonly program: readonly Instruction[];
  /** Why there is none, a sentence each. */
  readonly because: readonly string[];
}

function programBetween(
  { file }: OpenArchive,
  [from, until]: readonly [ObjectId, ObjectId],
  was: Deployment,
  is: Deployment,
): Way {
  const midway = [[from, was] as const, [until, is] as const].filter(([, one]) => !isAtRest(one));
  if (midway.length > 0)
    return {
      program: [],
      because: midway.map(([id]) => `${shortId(id)} was made in the middle of a run`),
    };
  const find = findPinned(pinnedDeclarations(sqliteJournal(file, realClock).records()).values());
  /** As they were in the commit that is wanted. */
  const wanted = new Map<string, AnyComponent>();
  for (const [name, one] of is.instances) {
    const component = find(name, one);
    if (component !== undefined) wanted.set(name, component);
  }
  const catalog = {
    find: (type: string, name: string) => {
      const component = wanted.get(name);
      return component?.name === type ? component : undefined;
    },
  };
  const { past, strange } = pastOf(is, find, catalog);
  if (strange.length > 0) return { program: [], because: strange };
  const brings = new Map(
    [...is.instances].flatMap(([name, { version }]) => {
      const former = was.instances.get(name)?.version;
      const component = wanted.get(name);
      const isSame = former === undefined || version === undefined || former === version;
      return isSame || component === undefined ? [] : [[name, bringing(component)] as const];
    }),
  );
  const { configuration, on } = stateOf(was, find, catalog);
  const { instructions, obstacles } = retreat(configuration, { ...past, brings }, on);
  return { program: instructions, because: obstacles };
}
