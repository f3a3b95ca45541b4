/** Exit codes: how a command tells the shell what became of it (`docs/cli.md` holds the same table). */
import type { Code } from "../model/code.ts";
import type { RunOutcome } from "../store/journal.ts";

export const exit = {
  done: 0,
  bug: 1,
  usage: 2,
  host: 3,
  failed: 4,
  violated: 5,
  missing: 6,
  changed: 7,
  cancelled: 8,
  locked: 9,
  rolledBack: 10,
  unwritable: 11,
  timeout: 124,
  interrupted: 130,
  terminated: 143,
} as const;
export type Exit = (typeof exit)[keyof typeof exit];

export const exitMeanings: Readonly<Record<Exit, string>> = {
  0: "done",
  1: "a fault of Madeus",
  2: "usage, or a declaration that is wrong",
  3: "a host could not be reached",
  4: "a transition failed",
  5: "a check failed, or the run could not go on without a failure",
  6: "no such assembly or state",
  7: "something has changed that should not have",
  8: "cancelled",
  9: "the state or a host is in use, or the last run is not at its end",
  10: "rolled back",
  11: "the state cannot be written, or not be read",
  124: "out of time",
  130: "running actions were ended by a second SIGINT",
  143: "running actions were ended by a second SIGTERM",
};

/** Errors and findings that are not a matter of usage or declaration. */
const exits: Partial<Record<Code, Exit>> = {
  MADEUS_CONNECTION_LOST: exit.host,
  MADEUS_DEADLOCK: exit.violated,
  MADEUS_DEAD_TRANSITION: exit.violated,
  MADEUS_ENDLESS: exit.violated,
  MADEUS_FAULT: exit.bug,
  MADEUS_GIT_FAILED: exit.unwritable,
  MADEUS_GIT_MISSING: exit.host,
  MADEUS_HELD_WITH_GAP: exit.violated,
  MADEUS_HOST_KEY: exit.host,
  MADEUS_HOST_LOCKED: exit.locked,
  MADEUS_HOST_LOGIN: exit.host,
  MADEUS_HOST_SUDO: exit.host,
  MADEUS_HOST_UNFIT: exit.host,
  MADEUS_HOST_UNREACHABLE: exit.host,
  MADEUS_INTERRUPTS: exit.violated,
  MADEUS_MERGE_CONFLICT: exit.violated,
  MADEUS_NOT_ADOPTABLE: exit.violated,
  MADEUS_NO_ASSEMBLY: exit.missing,
  MADEUS_NO_PROGRAM: exit.missing,
  MADEUS_NO_ROUTE: exit.violated,
  MADEUS_NO_STATE: exit.missing,
  MADEUS_PLAN_STALE: exit.changed,
  MADEUS_PUSH_REFUSED: exit.changed,
  MADEUS_RACE: exit.violated,
  MADEUS_REMOTE_FAILED: exit.host,
  MADEUS_RUN_UNFINISHED: exit.locked,
  MADEUS_SECOND_TOKEN: exit.violated,
  MADEUS_SSH_MISSING: exit.host,
  MADEUS_STATE_BEHIND: exit.changed,
  MADEUS_STATE_DAMAGED: exit.unwritable,
  MADEUS_STATE_FOREIGN: exit.unwritable,
  MADEUS_STATE_LOCKED: exit.locked,
  MADEUS_STATE_NEWER: exit.unwritable,
  MADEUS_STATE_UNWRITABLE: exit.unwritable,
  MADEUS_OBJECT_DAMAGED: exit.unwritable,
  MADEUS_OBJECT_MISSING: exit.unwritable,
  MADEUS_UNDECIDED: exit.violated,
  MADEUS_UNKNOWN_BRANCH: exit.missing,
  MADEUS_UNKNOWN_COMMIT: exit.missing,
  MADEUS_UNKNOWN_PATH: exit.missing,
  MADEUS_VALUE_NOT_GIVEN: exit.violated,
};
export const exitOf = (code: Code): Exit => exits[code] ?? exit.usage;

/**
 * How a run ends that has failed: 3 where only hosts did, 9 where all that failed found them in use, else 4.
 *
 * @param failures  of all that failed, and of what keeps actions unknown
 */
export function exitOfFailures(failures: Iterable<{ readonly code: string }>): Exit {
  const all = new Set([...failures].map(({ code }) => exits[code as Code]));
  if (all.size === 1 && all.has(exit.locked)) return exit.locked;
  const areOfHosts = [...all].every((one) => one === exit.host || one === exit.locked);
  return all.size > 0 && areOfHosts ? exit.host : exit.failed;
}

export const exitOfOutcome: Readonly<Record<RunOutcome, Exit>> = {
  done: exit.done,
  failed: exit.failed,
  stuck: exit.violated,
  cancelled: exit.cancelled,
  timeout: exit.timeout,
};
