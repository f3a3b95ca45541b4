/**
 * The historian: makes commits of what a run tells it. One where the program comes to stand at an instruction that has to wait, one at
 * the run's end.
 *
 * It draws the tree when it is told, so that a commit shows the very record after which it was made; it writes when the journal
 * commits, in the same transaction. What no step has touched since the last commit is neither looked at nor written again.
 */
import { isMadeusError } from "../model/code.ts";
import { portText } from "../model/program.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { type Branches, update } from "./branch.ts";
import { type Person, causeOf, makeCommit } from "./commit.ts";
import { blockText, endText } from "./commit-text.ts";
import { DeploymentTree, type Standing } from "./deployment-tree.ts";
import type { Journal, JournalRecord, RunEntry, Stamp } from "./journal.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, commitAt } from "./objects.ts";
import { Tree } from "./tree.ts";

export interface HistorianOptions {
  readonly objects: Objects;
  readonly branches: Branches;
  /** Read again whenever something is told. */
  readonly state: Pick<Standing, "configuration" | "versions" | "on">;
  /** The id of the state, and the number of the last record that it takes in. */
  readonly id: string;
  readonly last: number;
  /** Who makes the runs. */
  readonly by: Person;
}

/** The branch of what really stands. */
export const mainBranch = "main";

/** A run's beginning, with its stamp. */
export type BegunRun = Stamp & RunEntry;

export class Historian {
  readonly #options: HistorianOptions;
  readonly #tree: DeploymentTree;
  /** Since the last commit; undefined: anything. */
  #touched: TouchedSince | undefined;
  /** At which instruction the program stood at the last commit. */
  #position: number | undefined;
  #run: BegunRun | undefined;
  /** A commit that the run is to take in when it is done. */
  #merges: ObjectId | undefined;
  #drafts: Draft[] = [];

  constructor(options: HistorianOptions) {
    this.#options = options;
    const current = currentIn(options);
    this.#tree = new DeploymentTree(current?.tree);
    this.#position = current?.position;
    this.#touched = current === undefined ? undefined : nothingTouched();
  }

  /** A run begins; what stood before it and is on no branch yet becomes the first commit. */
  begin(run: BegunRun): void {
    this.#run = run;
    this.#merges = run.merges;
    const { branches, state } = this.#options;
    if (state.configuration.numbers.size > 0 && branches.find(mainBranch) === undefined)
      this.#draft(run, `${run.assembly}: as it stood before ${run.verb}`);
  }

  /** Takes a record of the run after it was folded, with the steps that followed from it. Cost: the steps. */
  note(record: JournalRecord, steps: readonly Step[]): void {
    const c = this.#options.state.configuration;
    this.#touch(c, record, steps);
    const run = this.#run;
    if (run === undefined) return;
    if (record.type === "result") {
      const isDone = record.outcome === "done";
      this.#draft(record, endText(c, run, record.outcome), isDone ? this.#merges : undefined);
    } else if (c.position !== this.#position && c.position < c.program.length)
      this.#draft(record, blockText(c, run));
  }

  /** Anything may have changed: who changed it did not say what. */
  loseTrack(): void {
    this.#touched = undefined;
  }

  /** Is there something to be written? */
  get isDue(): boolean {
    return this.#drafts.length > 0;
  }

  /** Puts the commits on the branch, oldest first. Call it within a transaction; where that fails, begin with another historian. */
  write(): void {
    const { objects, branches, by } = this.#options;
    for (const { tree, further, ...draft } of this.#drafts) {
      const { atMs, message } = draft;
      const commit = (head: ObjectId | undefined): ObjectId => {
        const parents = [...new Set([head, further])].filter((id) => id !== undefined);
        return makeCommit(objects, { ...draft, tree: tree.write(objects), parents, by });
      };
      const why = message.split("\n", 1)[0] ?? "";
      update(branches, mainBranch, commit, { atMs, by: by.email, why });
    }
    this.#drafts = [];
  }

  /** @param further  a commit that it takes in besides the head of the branch */
  #draft({ seq, run, atMs }: Stamp, message: string, further?: ObjectId): void {
    const { state, id } = this.#options;
    const { configuration, versions, on } = state;
    const { assembly = "", limits = {} } = this.#run ?? {};
    const standing = { configuration, versions, on, assembly, limits };
    const tree = this.#tree.drawn(standing, this.#touched);
    this.#touched = nothingTouched();
    this.#position = configuration.position;
    const cause = { state: id, run, instruction: configuration.position, record: seq };
    this.#drafts.push({ tree, atMs, message, cause, further });
  }

  #touch(c: Configuration, record: JournalRecord, steps: readonly Step[]): void {
    // What was still asked of instances is forgotten, without a step for each.
    if (record.type === "abandon") this.#touched = undefined;
    if (this.#touched === undefined || record.type === "started") return;
    const { instances, uses } = this.#touched;
    if ("instance" in record) instances.add(record.instance);
    for (const { rule, instance, element } of steps) {
      const instruction = rule === "instruct" ? c.program[element] : undefined;
      const name = c.names[instance];
      if (instruction === undefined && name !== undefined) instances.add(name);
      else if (instruction !== undefined && "use" in instruction)
        uses.add(portText(instruction.use));
      else if (instruction !== undefined && "instance" in instruction)
        instances.add(instruction.instance);
    }
  }
}

interface TouchedSince {
  readonly instances: Set<string>;
  readonly uses: Set<string>;
}
const nothingTouched = (): TouchedSince => ({ instances: new Set(), uses: new Set() });

/** A journal that commits together with its historian. */
export function recordedJournal(journal: Journal, historian: Historian): Journal {
  return {
    beginRun: () => journal.beginRun(),
    append: (entry) => journal.append(entry),
    commit: () => journal.commit(historian.isDue ? () => historian.write() : undefined),
    records: () => journal.records(),
    close: () => journal.close(),
  };
}

/** A commit that is not written yet. */
interface Draft {
  readonly tree: Tree;
  readonly atMs: number;
  readonly message: string;
  readonly cause: { state: string; run: number; instruction: number; record: number };
  readonly further: ObjectId | undefined;
}

/** The tree at the head of the branch, where it shows the state as it is now and can be read. */
function currentIn({
  objects,
  branches,
  id,
  last,
}: HistorianOptions): { readonly tree: Tree; readonly position: number } | undefined {
  const head = branches.find(mainBranch);
  if (head === undefined) return undefined;
  try {
    const commit = commitAt(objects, head);
    const cause = causeOf(commit);
    if (cause?.state !== id || cause.record !== last) return undefined;
    const tree = Tree.at(objects, commit.tree);
    // What is damaged is drawn anew, and must be found before a run goes on from it.
    for (const path of [["assembly", "instances"], ["assembly", "connections"], ["configuration"]])
      tree.width(path);
    return { tree, position: cause.instruction };
  } catch (error) {
    if (isMadeusError(error)) return undefined;
    throw error;
  }
}
