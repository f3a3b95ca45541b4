/** From a task of the state to a work order, and from what came of it to an entry. Pure. */
import type { Entry, Failure, StartedEntry } from "../store/journal.ts";
import type { State } from "./fold.ts";
import type { Outcome, Work } from "./performer.ts";
import type { Task } from "./task.ts";
import { declarationOf } from "../semantics/declared.ts";

/** The next try of a task, or the one of that number. */
export function workOf(state: State, task: Task, attempt: number = task.attempts + 1): Work {
  const c = state.configuration;
  const life = c.life(task.instance);
  const instance = c.names[task.instance] ?? "";
  return {
    instance,
    transition: life.transitions[task.transition]?.name ?? "",
    number: task.instance,
    edge: task.transition,
    attempt,
    key: task.key,
    host: state.on.get(instance) ?? "local",
    limits: declarationOf(life, task.transition).limits ?? unlimited,
  };
}

/** @param after  the record with which it became due */
export function startedEntry(work: Work, after: number | undefined): StartedEntry {
  const { instance, transition, attempt, key, host } = work;
  return after === undefined
    ? { type: "started", instance, transition, attempt, key, host }
    : { type: "started", instance, transition, attempt, key, host, after };
}

export function endedEntry(
  { instance, transition }: Work,
  { station, values, changes }: Outcome & { kind: "ended" },
): Entry {
  const entry = { type: "ended", instance, transition } as const;
  const isEmpty = Object.keys(values).length === 0;
  if (station === undefined && isEmpty && changes === undefined) return entry;
  return {
    ...entry,
    ...(station === undefined ? {} : { station }),
    ...(isEmpty ? {} : { values }),
    ...changes,
  };
}

/** @param error  what keeps it from being known what became of the action */
export const unknownEntry = ({ instance, transition }: Work, error?: Failure): Entry => ({
  type: "unknown",
  instance,
  transition,
  ...(error === undefined ? {} : { error }),
});

/** An action that a former engine left behind, and that is not to run again. */
export const givenUpEntry = ({ instance, transition }: Work, message: string): Entry => ({
  type: "failed",
  instance,
  transition,
  error: { code: interrupted, message },
});

/** Such an action has not failed by itself. */
export const isGivenUp = (entry: Entry): boolean =>
  entry.type === "failed" && entry.error.code === interrupted;

const interrupted = "MADEUS_INTERRUPTED";
const unlimited: readonly string[] = [];
