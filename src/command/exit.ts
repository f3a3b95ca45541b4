/** Exit codes: how a command tells the shell what became of it (documented in docs/cli.md). */
import type { Code } from "../model/code.ts";
import type { RunOutcome } from "../engine/engine.ts";

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
} as const;
export type Exit = number;

/** Errors that are not a matter of usage or declaration. */
const exits: Partial<Record<Code, Exit>> = {
  MADEUS_DEADLOCK: exit.violated,
  MADEUS_NO_STATE: exit.missing,
  MADEUS_RUN_UNFINISHED: exit.locked,
  MADEUS_STATE_LOCKED: exit.locked,
  MADEUS_STATE_DAMAGED: exit.unwritable,
  MADEUS_STATE_FOREIGN: exit.unwritable,
  MADEUS_STATE_NEWER: exit.unwritable,
  MADEUS_STATE_UNWRITABLE: exit.unwritable,
};
export const exitOf = (code: Code): Exit => exits[code] ?? exit.usage;

export const exitOfOutcome: Readonly<Record<RunOutcome, Exit>> = {
  done: exit.done,
  failed: exit.failed,
  stuck: exit.violated,
  cancelled: exit.cancelled,
  timeout: exit.timeout,
};
