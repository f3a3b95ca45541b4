/** What events, and the steps that followed from them, mean for tasks, for hosts, and for what instances were made from. */
import type { Event, Steps } from "../semantics/event.ts";
import type { Entry } from "../store/journal.ts";
import type { Numbers } from "./entry-event.ts";
import type { State } from "./fold.ts";
import { noteVersion } from "./made-from.ts";
import type { Task } from "./task.ts";

/** What an event means for the task that it is about; gives the one that is to run again. */
export function noteEvent(state: State, event: Event): Task | undefined {
  if (!("transition" in event)) return undefined;
  const { type, instance, transition } = event;
  const task = state.task(instance, transition);
  if (type === "refire") return task;
  if (type === "ended") state.tasks.delete(instance, transition);
  else if (task !== undefined) task.state = type;
  return undefined;
}

/** What one of the steps means for tasks and hosts. */
export function followStep(
  state: State,
  steps: Steps,
  k: number,
  seq: number | undefined,
  refired: Task | undefined,
): void {
  const c = state.configuration;
  const rule = steps.rule(k);
  const instance = steps.instance(k);
  const element = steps.element(k);
  if (rule === "fire")
    // Once it is no longer failed, others may begin that waited for what it stands in.
    addTask(state, instance, element, seq, isOf(refired, instance, element) ? refired : undefined);
  else if (rule === "leave" || rule === "finish") noteVersion(state, rule, instance, element);
  else if (rule === "withdraw") state.tasks.drop(instance);
  else if (rule === "fail" && state.task(instance, element) === undefined) {
    // It had ended, but its token could not enter the place; unless it was withdrawn and deleted at once.
    if (c.number(c.names[instance] ?? "") === instance)
      addTask(state, instance, element, seq).state = "failed";
  } else if (rule === "instruct") {
    const instruction = c.program[element];
    if (instruction?.op === "del") state.versions.delete(instruction.instance);
    if (instruction?.op !== "add") return;
    if (instruction.on === undefined) state.on.delete(instruction.instance);
    else state.on.set(instruction.instance, instruction.on);
  }
}

const isOf = (task: Task | undefined, instance: number, transition: number): boolean =>
  task?.instance === instance && task.transition === transition;

function addTask(
  state: State,
  instance: number,
  transition: number,
  dueWith: number | undefined,
  refired?: Task,
): Task {
  const attempts = refired?.attempts ?? 0;
  const task: Task = {
    instance,
    transition,
    key: refired?.key ?? keyOf(state, instance, transition),
    dueWith,
    attempts,
    attemptsBefore: attempts,
    state: "due",
    processes: none,
  };
  state.tasks.set(task);
  return task;
}

const none: readonly never[] = [];

function keyOf(state: State, instance: number, transition: number): string {
  const { configuration: c, id, takenOutBy } = state;
  const key = `${c.names[instance]}.${c.life(instance).transitions[transition]?.name}.${++state.passings}`;
  // What a part counts does not depend on what others do meanwhile.
  const counted = takenOutBy === undefined ? key : `${takenOutBy}/${key}`;
  return id === undefined ? counted : `${id}/${counted}`;
}

/** A try begins, has a process, or is over and will be followed by another one. */
export function noteTask(
  state: State,
  entry: Entry & { type: "started" | "process" | "retrying" },
  seq: number | undefined,
  { instance, transition }: Numbers,
): void {
  const task = state.task(instance, transition);
  if (task === undefined)
    throw new RangeError(`${entry.instance}.${entry.transition} is not running`);
  if (entry.type === "started") {
    task.state = "at-work";
    task.attempts = entry.attempt;
    task.processes = none;
  } else if (entry.type === "process")
    task.processes = [...task.processes, { pid: entry.pid, started: entry.started }];
  else {
    task.state = "pausing";
    task.dueWith = seq;
  }
}
