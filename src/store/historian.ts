/**
 * The historian: makes commits of what a run tells it. One where the program comes to stand at an instruction that has to wait, one at
 * the run's end.
 *
 * It draws the tree when it is told, so that a commit shows the very record after which it was made; it writes when the journal
 * commits, in the same transaction. What no step has touched since the last commit is neither looked at nor written again.
 *
 * Beside a run with a scope others may be at work, with commits of their own. So what such a run has touched is put, when it is written, into
 * what stands on the branch by then.
 */
import { isMadeusError } from "../model/code.ts";
import { portText } from "../model/program.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { type Branches, update } from "./branch.ts";
import { type Person, causeOf, makeCommit, treeOfCommit } from "./commit.ts";
import { blockText, endText } from "./commit-text.ts";
import {
  DeploymentTree,
  type Standing,
  type Touched,
  grafted,
  runPath,
} from "./deployment-tree.ts";
import type { Journal, JournalRecord, RunEntry, Stamp } from "./journal.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, commitAt } from "./objects.ts";
import { Tree } from "./tree.ts";

export interface HistorianOptions {
  readonly objects: Objects;
  readonly branches: Branches;
  /** Read again whenever something is told. */
  readonly state: Pick<Standing, "configuration" | "versions" | "on" | "home">;
  /** The id of the state, and the number of the last record that it takes in. */
  readonly id: string;
  readonly last: number;
  /** Who makes the runs. */
  readonly by: Person;
  /** The state is a part of all that stands. */
  readonly part?: HistorianPart;
}
export interface HistorianPart {
  /** What a run of it may touch. */
  readonly mayTouch: Touched;
  /** The tree of all that stands, the part as it is now among it. */
  readonly whole: () => Tree;
  /** Where the branch stood when that was read. */
  readonly head: ObjectId | undefined;
  /** Somebody else was at work by then: of what is theirs the branch knows better. */
  readonly isBeside: boolean;
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
  /** Where the branch stood when the tree was drawn or written last. */
  #head: ObjectId | undefined;
  /** The run that took the part out. */
  #takenOutBy: number | undefined;

  constructor(options: HistorianOptions) {
    this.#options = options;
    const { part, branches, state } = options;
    this.#head = part === undefined ? branches.find(mainBranch) : part.head;
    const current = treeIn(options, this.#head);
    this.#tree = new DeploymentTree(current ?? part?.whole());
    this.#position = current === undefined ? undefined : state.configuration.position;
    this.#touched = current === undefined ? undefined : nothingTouched();
    if (part !== undefined) this.#touched = this.#withAll(part.mayTouch);
  }

  /** A run begins; what stood before it and is on no branch yet becomes the first commit. */
  begin(run: BegunRun): void {
    this.#run = run;
    this.#takenOutBy ??= run.continues ?? run.run;
    this.#merges = run.merges;
    const { branches, state } = this.#options;
    if (state.configuration.numbers.size > 0 && branches.find(mainBranch) === undefined)
      this.#draft(run, `${run.assembly}: as it stood before ${run.verb}`, { isBefore: true });
  }

  /** Takes a record of the run after it was folded, with the steps that followed from it. Cost: the steps. */
  note(record: JournalRecord, steps: readonly Step[]): void {
    const c = this.#options.state.configuration;
    this.#touch(c, record, steps);
    const run = this.#run;
    if (run === undefined) return;
    if (record.type === "result") {
      const isDone = record.outcome === "done";
      const further = isDone ? this.#merges : undefined;
      this.#draft(record, endText(c, run, record.outcome), { further, isDone });
    } else if (c.position !== this.#position && c.position < c.program.length)
      this.#draft(record, blockText(c, run));
  }

  /** Anything may have changed: who changed it did not say what. */
  loseTrack(): void {
    const { part } = this.#options;
    this.#touched = part === undefined ? undefined : this.#withAll(part.mayTouch);
  }

  #withAll({ instances, uses }: Touched): TouchedSince {
    const before = this.#touched ?? nothingTouched();
    return {
      instances: new Set([...before.instances, ...instances]),
      uses: new Set([...before.uses, ...uses]),
    };
  }

  /** Is there something to be written? */
  get isDue(): boolean {
    return this.#drafts.length > 0;
  }

  /** Puts the commits on the branch, oldest first. Call it within a transaction; where that fails, begin with another historian. */
  write(): void {
    const { objects, branches, by } = this.#options;
    // All drafts were drawn before any was written: where the first lacks what others have done, so do those after it.
    let isBehind = false;
    for (const { tree, further, touched, ...draft } of this.#drafts) {
      const { atMs, message } = draft;
      const commit = (head: ObjectId | undefined): ObjectId => {
        isBehind ||= head !== this.#head;
        const parents = [...new Set([head, further])].filter((id) => id !== undefined);
        const drawn = isBehind ? this.#onto(head, tree, touched) : tree;
        return makeCommit(objects, { ...draft, tree: drawn.write(objects), parents, by });
      };
      const why = message.split("\n", 1)[0] ?? "";
      this.#head = update(branches, mainBranch, commit, { atMs, by: by.email, why });
    }
    this.#drafts = [];
  }

  /** What was drawn, on what others have put on the branch meanwhile. */
  #onto(head: ObjectId | undefined, tree: Tree, touched: Touched | undefined): Tree {
    const { objects, part } = this.#options;
    if (part === undefined || touched === undefined || head === undefined) return tree;
    const others = treeOfCommit(objects, head);
    const whole = grafted(others, tree, touched, this.#takenOutBy ?? 0);
    this.#tree.goOnFrom(whole);
    return whole;
  }

  #draft(
    { seq, run, atMs }: Stamp,
    message: string,
    { further, isDone, isBefore }: DraftOptions = {},
  ): void {
    const { state, id, part } = this.#options;
    const { configuration, versions, on, home } = state;
    const { assembly = "", limits = {} } = this.#run ?? {};
    const of = part === undefined ? undefined : this.#takenOutBy;
    const standing = { configuration, versions, on, home, assembly, limits, run: of };
    const touched = this.#touched;
    const drawn =
      part !== undefined && isBefore === true ? part.whole() : this.#tree.drawn(standing, touched);
    const isOver = of !== undefined && isDone === true;
    const tree = isOver ? drawn.remove(runPath(of)) : drawn;
    if (part === undefined || isBefore !== true) this.#touched = nothingTouched();
    this.#position = configuration.position;
    const cause = { state: id, run, instruction: configuration.position, record: seq };
    this.#drafts.push({ tree, touched, atMs, message, cause, further });
  }

  #touch(c: Configuration, record: JournalRecord, steps: readonly Step[]): void {
    // What was still asked of instances is forgotten, without a step for each.
    if (record.type === "abandon") this.loseTrack();
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
  /** What is new in the tree; undefined: anything. */
  readonly touched: Touched | undefined;
}
interface DraftOptions {
  /** A commit that it takes in besides the head of the branch. */
  readonly further?: ObjectId | undefined;
  readonly isDone?: boolean;
  /** It shows what stood before the run. */
  readonly isBefore?: boolean;
}

/** The tree at the head of the branch, where it can be read and shows the state as it is now; beside others that is all it can do. */
function treeIn(
  { objects, id, last, part }: HistorianOptions,
  head: ObjectId | undefined,
): Tree | undefined {
  if (head === undefined) return undefined;
  try {
    const commit = commitAt(objects, head);
    const cause = causeOf(commit);
    const isCurrent = cause?.state === id && cause.record === last;
    if (!isCurrent && part?.isBeside !== true) return undefined;
    const tree = Tree.at(objects, commit.tree);
    // What is damaged is drawn anew, and must be found before a run goes on from it.
    for (const path of [["assembly", "instances"], ["assembly", "connections"], ["configuration"]])
      tree.width(path);
    return tree;
  } catch (error) {
    if (isMadeusError(error)) return undefined;
    throw error;
  }
}
