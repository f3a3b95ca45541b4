/**
 * The state of a deployment as a fold of its journal.
 *
 * The engine that writes a journal and the one that reads it back take every entry through this one function; so what a crash left
 * behind is what was there before it (semantics I15).
 */
import { advance } from "../semantics/advance.ts";
import { rehome } from "../semantics/rehome.ts";
import { Configuration, nothing } from "../semantics/configuration.ts";
import type { Event, Step } from "../semantics/event.ts";
import { type Declaration, pinnedCatalog } from "../store/declaration.ts";
import { type Catalog, fromEntries } from "../store/instruction.ts";
import type { Entry } from "../store/journal.ts";
import type { ProcessGroup } from "./host.ts";

/** An action whose token is on its transition: due, at work, between two tries, failed or of unknown outcome. */
export interface Task {
  readonly instance: number;
  readonly transition: number;
  /** The same for all tries of one passing of the token. */
  readonly key: string;
  /** Tries begun so far, and how many of them before the last `refire`. */
  attempts: number;
  readonly attemptsBefore: number;
  state: "due" | "at-work" | "pausing" | "failed" | "unknown";
  /** Every process group begun by the current try. */
  processes: ProcessGroup[];
}

export class State {
  configuration: Configuration = new Configuration();
  /** By `taskNumber`: one for each token on a transition. */
  readonly tasks: Map<number, Task> = new Map();
  /** Instance name → host name, where one was given. */
  readonly on: Map<string, string> = new Map();
  /** Tokens that have begun to pass a transition so far. */
  passings = 0;
  /** What the runs so far were made from, by hash. */
  readonly declarations: Map<string, Declaration> = new Map();
  /** The types of what is still to be added. */
  catalog: Catalog;

  constructor(catalog: Catalog = { find: () => undefined }) {
    this.catalog = catalog;
  }

  task(instance: number, transition: number): Task | undefined {
    return this.tasks.get(taskNumber(instance, transition));
  }

  /** Goes on under the types of another catalog, which has all that is needed (`store/compatibility`). */
  adopt(catalog: Catalog): void {
    this.catalog = catalog;
    const { configuration, transition } = rehome(
      this.configuration,
      (instance, before) => catalog.find(before.name, instance) ?? before,
    );
    this.configuration = configuration;
    const tasks = [...this.tasks.values()];
    this.tasks.clear();
    for (const task of tasks) {
      const [instance, t] = transition(task.instance, task.transition);
      this.tasks.set(taskNumber(instance, t), { ...task, instance, transition: t });
    }
  }
}

/** Applies one entry and gives the steps that followed from it. */
export function fold(state: State, entry: Entry): readonly Step[] {
  if (entry.type === "declaration") state.declarations.set(entry.hash, entry);
  if (entry.type === "run") {
    const declaration = state.declarations.get(entry.declaration);
    if (declaration !== undefined) state.adopt(pinnedCatalog(declaration));
  }
  if (entry.type === "started" || entry.type === "process" || entry.type === "retrying") {
    noteTask(state, entry);
    return [];
  }
  const event = eventOf(state, entry);
  if (event === undefined) return [];
  const before = "transition" in event ? state.task(event.instance, event.transition) : undefined;
  if (event.type === "ended") state.tasks.delete(taskNumber(event.instance, event.transition));
  else if (before !== undefined && (event.type === "unknown" || event.type === "failed"))
    before.state = event.type;
  const steps = advance(state.configuration, event);
  for (const step of steps) follow(state, step, event.type === "refire" ? before : undefined);
  return steps;
}

/** What a step means for tasks and hosts. */
function follow(state: State, { rule, instance, element }: Step, refired: Task | undefined): void {
  const c = state.configuration;
  if (rule === "fire")
    // Once it is no longer failed, others may begin that waited for what it stands in.
    addTask(state, instance, element, isOf(refired, instance, element) ? refired : undefined);
  else if (rule === "withdraw") dropTasks(state, instance);
  else if (rule === "fail" && state.task(instance, element) === undefined) {
    // It had ended, but its token could not enter the place; unless it was withdrawn and deleted at once.
    if (c.number(c.names[instance] ?? "") === instance)
      addTask(state, instance, element).state = "failed";
  } else if (rule === "instruct") {
    const instruction = c.program[element];
    if (instruction?.op !== "add") return;
    if (instruction.on === undefined) state.on.delete(instruction.instance);
    else state.on.set(instruction.instance, instruction.on);
  }
}

const isOf = (task: Task | undefined, instance: number, transition: number): boolean =>
  task?.instance === instance && task.transition === transition;

/** Instances and transitions of an entry by number; names that no longer exist are a fault of the caller, who compared the declarations. */
export function numbersOf(
  c: Configuration,
  entry: { readonly instance: string; readonly transition: string },
): { readonly instance: number; readonly transition: number } {
  const instance = instanceNumber(c, entry.instance);
  const transition = c
    .life(instance)
    .transitions.findIndex(({ name }) => name === entry.transition);
  return { instance, transition };
}

function instanceNumber(c: Configuration, name: string): number {
  const instance = c.number(name);
  if (instance === undefined) throw new RangeError(`no instance "${name}"`);
  return instance;
}

const transitionsMax = 2 ** 16;
const taskNumber = (instance: number, transition: number): number =>
  instance * transitionsMax + transition;

function eventOf(state: State, entry: Entry): Event | undefined {
  const c = state.configuration;
  switch (entry.type) {
    case "program":
      return { type: "program", instructions: fromEntries(entry.instructions, state.catalog) };
    case "ended": {
      const { instance, transition } = numbersOf(c, entry);
      const { values, skipped } = entry;
      return {
        type: "ended",
        instance,
        transition,
        dock: dockNamed(c, instance, transition, entry.station),
        ...(values === undefined ? {} : { values }),
        ...(skipped === undefined ? {} : { skipped }),
      };
    }
    case "failed":
      return { type: "failed", ...numbersOf(c, entry), error: entry.error };
    case "unknown":
    case "refire":
      return { type: entry.type, ...numbersOf(c, entry) };
    case "withdraw": {
      const instance = instanceNumber(c, entry.instance);
      const behavior =
        entry.behavior === undefined ? nothing : c.life(instance).behaviors.indexOf(entry.behavior);
      return { type: "withdraw", instance, behavior };
    }
    case "lost":
    case "found": {
      const instance = instanceNumber(c, entry.instance);
      return { type: entry.type, instance, place: c.life(instance).places.indexOf(entry.place) };
    }
    case "stop":
    case "go":
    case "abandon":
      return { type: entry.type };
    default:
      return undefined;
  }
}

function dockNamed(
  c: Configuration,
  instance: number,
  transition: number,
  station: string | undefined,
): number {
  const life = c.life(instance);
  const docks = life.transitions[transition]?.docks ?? [];
  const named = docks.findIndex(
    (d) => life.stations[life.docks[d]?.station ?? -1]?.name === station,
  );
  return Math.max(0, named);
}

function addTask(state: State, instance: number, transition: number, refired?: Task): Task {
  const c = state.configuration;
  const attempts = refired?.attempts ?? 0;
  const name = `${c.names[instance]}.${c.life(instance).transitions[transition]?.name}`;
  const task: Task = {
    instance,
    transition,
    key: refired?.key ?? `${name}.${++state.passings}`,
    attempts,
    attemptsBefore: attempts,
    state: "due",
    processes: [],
  };
  state.tasks.set(taskNumber(instance, transition), task);
  return task;
}

/** The instance itself may be gone by now. */
function dropTasks({ tasks }: State, instance: number): void {
  for (const [number, task] of tasks) if (task.instance === instance) tasks.delete(number);
}

function noteTask(state: State, entry: Entry & { type: "started" | "process" | "retrying" }): void {
  const { instance, transition } = numbersOf(state.configuration, entry);
  const task = state.task(instance, transition);
  if (task === undefined)
    throw new RangeError(`${entry.instance}.${entry.transition} is not running`);
  if (entry.type === "started") {
    task.state = "at-work";
    task.attempts = entry.attempt;
    task.processes = [];
  } else if (entry.type === "process")
    task.processes.push({ pid: entry.pid, started: entry.started });
  else task.state = "pausing";
}
