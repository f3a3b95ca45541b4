/**
 * Runs that are only simulated: they begin where the branch that is checked out stands, run in virtual time, and put their commit on it.
 * Nothing of the world is touched, and no journal is written.
 */
import { realClock } from "../engine/clock-real.ts";
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { rehearse } from "../host/simulation.ts";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { type Instruction, type Program, assemblyOf, wholeProgramOf } from "../model/program.ts";
import { type Branch, headOf } from "../store/branch.ts";
import { makeCommit, treeOfCommit } from "../store/commit.ts";
import { declarationOf } from "../store/declaration.ts";
import { type Deployment, deploymentIn, isAtRest } from "../store/deployment.ts";
import { treeOf } from "../store/deployment-tree.ts";
import { mainBranch } from "../store/historian.ts";
import { type Offer, catalogOf } from "../store/catalog.ts";
import type { JournalRecord, Limits } from "../store/journal.ts";
import type { ObjectId } from "../store/object-id.ts";
import { pinnedDeclarations } from "../store/run.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import type { Tree } from "../store/tree.ts";
import { checkedOut } from "./checked-out.ts";
import { shortId } from "./commit-name.ts";
import type { ForecastEnding } from "./ending.ts";
import { type DurationFlags, expectationOf } from "./expectation.ts";
import type { BoundFlags } from "./flags.ts";
import { ensureKnown } from "./known-code.ts";
import { operator } from "./operator.ts";
import type { Output } from "./output.ts";
import { programOn, prospectEnding, prospectOf, tellProspect } from "./prospect.ts";
import { findFirst, findIn, findPinned, pastOf, stateOf } from "./stood.ts";

export interface SimulatedRun {
  /** Where the state lives. */
  readonly directory: string;
  /** What it is called in the commit. */
  readonly verb: string;
  readonly declared: Assembly | Program;
  /** Further types of the file. */
  readonly components: readonly Offer[];
  /** What is done from where the branch stands. */
  readonly instructionsFrom: (state: State) => readonly Instruction[];
}
export interface SimulatedFlags {
  readonly simulated?: boolean;
}
/** The flag of verbs that can be simulated on a branch. */
export const simulatedFlag = [
  "--simulated",
  "in virtual time, from where the branch that is checked out stands; its commit goes there",
] as const;

/**
 * @throws MadeusError  `MADEUS_USAGE` where no other branch than main is checked out; what a proof of the program finds
 */
export async function simulateOnBranch(
  run: SimulatedRun,
  flags: BoundFlags & Partial<DurationFlags>,
  to: Output,
): Promise<ForecastEnding> {
  const file = openStateFile(run.directory, { mode: "write" });
  try {
    const store = sqliteStore(file);
    const records = [...sqliteJournal(file, realClock).records()];
    return await simulate(
      { store, records, branch: branchIn(run.directory, store) },
      run,
      flags,
      to,
    );
  } finally {
    file.close();
  }
}

interface Ground {
  readonly store: Store;
  readonly records: readonly JournalRecord[];
  readonly branch: string;
}

async function simulate(
  { store, records, branch }: Ground,
  run: SimulatedRun,
  flags: BoundFlags & Partial<DurationFlags>,
  to: Output,
): Promise<ForecastEnding> {
  const { declared, verb, instructionsFrom } = run;
  const { name: assembly, hosts } = assemblyOf(declared);
  const head = headOf(store.branches, branch);
  const tree = treeOfCommit(store.objects, head);
  const before = deploymentIn(tree);
  const state = standingOn(before, branch, run, records);
  const instructions = instructionsFrom(state);
  ensureKnown(state, instructions);
  const program = programOn(
    { state, hosts: new Map(Object.entries(hosts)) },
    assembly,
    instructions,
  );
  const options = expectationOf(program, flags);
  const prospect = await prospectOf({ state, records }, program, options);
  const title = `${verb} of ${assembly}, simulated on ${branch}`;
  tellProspect(to, title, prospect);
  const give = (engine: Engine): void => engine.submit(verb, instructions);
  const { outcome } = await rehearse(state, give, options);
  const { dryRun: _dryRun, ...ending } = prospectEnding(prospect);
  if (outcome !== "done") return ending;
  const position = before.program.position + state.configuration.position;
  const after = drawn(state, assembly, options.limits ?? {}).set(["program", "position"], position);
  const commit = put(
    store,
    { name: branch, head },
    after,
    `${assembly}: ${verb} is done, simulated`,
  );
  to.result(`${branch} is at ${shortId(commit)}; nothing else was touched`);
  return { ...ending, commit };
}

function branchIn(directory: string, store: Store): string {
  const branch = checkedOut(directory, store);
  if (branch !== mainBranch) return branch;
  throw new MadeusError(
    "MADEUS_USAGE",
    "On main is what really stands; nothing is simulated there.",
    {
      hint: "Make a branch and check it out: madeus branch try, madeus checkout try.",
    },
  );
}

/** The state that the branch shows, under the types of the file. */
function standingOn(
  before: Deployment,
  branch: string,
  { declared, components }: SimulatedRun,
  records: readonly JournalRecord[],
): State {
  const catalog = catalogOf(wholeProgramOf(declared), components);
  const find = findFirst(findIn(catalog), findPinned(pinnedDeclarations(records).values()));
  const { strange } = pastOf(before, find, catalog);
  if (!isAtRest(before)) strange.push("it stands in the middle of a run");
  if (strange.length > 0)
    throw new MadeusError(
      "MADEUS_NO_ROUTE",
      `Nothing can be simulated from where ${quote(branch)} stands: ${strange.join("; ")}.`,
      { hint: "Begin the branch at another commit." },
    );
  const state = stateOf(before, find, catalog);
  state.declared = [declarationOf(declared)];
  return state;
}

function drawn(state: State, assembly: string, limits: Limits): Tree {
  const { configuration, versions, on, home } = state;
  return treeOf({ configuration, versions, on, home, assembly, limits });
}

/** @throws MadeusError  `MADEUS_BRANCH_MOVED` where another was faster: what was simulated did not begin there */
function put(
  { objects, branches }: Store,
  { name, head }: Branch,
  tree: Tree,
  message: string,
): ObjectId {
  const [by, atMs] = [operator(), realClock.nowMs()];
  const draft = { parents: [head], by, atMs, message };
  const commit = makeCommit(objects, { ...draft, tree: tree.write(objects) });
  if (branches.move(name, head, commit, { atMs, by: by.email, why: message })) return commit;
  throw new MadeusError(
    "MADEUS_BRANCH_MOVED",
    `Another one has moved the branch ${quote(name)} meanwhile, so that this was not simulated from where it is.`,
    { hint: "See what it is with madeus history, then run the same command again." },
  );
}
