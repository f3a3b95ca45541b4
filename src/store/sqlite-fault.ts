/** What the file system and SQLite say when they refuse, in the words of the one who has to act. */
import { dirname } from "node:path";
import { MadeusError } from "../model/code.ts";
import type { LogDamage } from "./sqlite-log.ts";

/** A `MadeusError` for what is wrong with the world; anything else, our own faults among it, as it came. */
export function stateFault(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const refusal = refusals[code];
  if (refusal !== undefined) return unwritable(path, refusal, error);
  if (code === sqlite.corrupt) return stateDamaged(path, "it holds what SQLite cannot read", error);
  if (code === sqlite.notADatabase) return foreignState(path, "it is not an SQLite file", error);
  if (code === sqlite.busy || code === sqlite.constraint) return busy(path, error);
  // Our own texts name what each version has.
  if (code === sqlite.error && /^no such (table|column)/.test(error.message))
    return stateDamaged(path, "its tables are not those of its version", error);
  return error;
}

export function noState(path: string): MadeusError {
  return new MadeusError("MADEUS_NO_STATE", `There is no state in ${dirname(path)}.`, {
    hint: "Run deploy first, or name the directory of the state with --state.",
  });
}

export function stateDamaged(path: string, what: string, cause?: unknown): MadeusError {
  return new MadeusError("MADEUS_STATE_DAMAGED", `The state ${path} is damaged: ${what}.`, {
    hint: `Put a backup of ${dirname(path)} in its place. Without one, move it away; Madeus then no longer knows what it deployed.`,
    cause,
  });
}

export function logGone(path: string): MadeusError {
  const { code, message } = stateDamaged(path, "its log, state.sqlite-wal, is not beside it");
  return new MadeusError(code, message, {
    hint: "Put the log back: what was committed last is in it, and a copy of a state is both files. Where it is gone for good, or a tool of SQLite has taken it in, run madeus fsck --accept-loss to go on with what is left.",
  });
}

export function logDamaged(path: string, { goodBytes }: LogDamage): MadeusError {
  const what = `its log, state.sqlite-wal, ${goodBytes === 0 ? "is not one" : `is damaged after ${goodBytes} bytes, and commits follow`}`;
  const { code, message } = stateDamaged(path, what);
  return new MadeusError(code, message, {
    hint: `A broken disk does that, and without --durable a power cut. Put a backup of ${dirname(path)} in its place. Without one, run madeus fsck --accept-loss to go on with what was committed before that.`,
  });
}

export function foreignState(path: string, why: string, cause?: unknown): MadeusError {
  return new MadeusError("MADEUS_STATE_FOREIGN", `${path} is not a state of Madeus: ${why}.`, {
    hint: "Choose another directory with --state. The file was not changed.",
    cause,
  });
}

export function newerState(path: string, found: number, known: number): MadeusError {
  return new MadeusError(
    "MADEUS_STATE_NEWER",
    `The state ${path} was written by a newer Madeus (version ${found} of the file; this one knows ${known}).`,
    { hint: "Install that Madeus, or a later one. The file was not changed." },
  );
}

function unwritable(path: string, refusal: Refusal, cause: unknown): MadeusError {
  return new MadeusError(
    "MADEUS_STATE_UNWRITABLE",
    `The state ${path} cannot be written: ${refusal.why}.`,
    { hint: refusal.hint, cause },
  );
}

function busy(path: string, cause: unknown): MadeusError {
  return new MadeusError(
    "MADEUS_STATE_LOCKED",
    `Another process is writing to the state ${path}.`,
    {
      hint: "Wait for it to end, then run the same command again.",
      cause,
    },
  );
}

/** The system's code of an error (`ENOSPC`), or SQLite's primary result code. */
function errorCode(error: unknown): string | number | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === "number") return errcode & 0xff;
  return typeof code === "string" ? code : undefined;
}

interface Refusal {
  readonly why: string;
  readonly hint: string;
}
const full: Refusal = {
  why: "the disk is full",
  hint: "Free some space, then run the same command again. Nothing was half-written.",
};
const forbidden: Refusal = {
  why: "this user may not write there",
  hint: "Become the user who owns it, or choose another directory with --state.",
};
const readOnly: Refusal = {
  why: "it is read-only",
  hint: "Make it writable, or choose another directory with --state.",
};
const notADirectory: Refusal = {
  why: "a file stands where a directory must be",
  hint: "Move that file away, or choose another directory with --state.",
};
const broken: Refusal = {
  why: "the disk gave an error",
  hint: "See what the system's log says about the disk. Nothing was half-written.",
};
const unopened: Refusal = {
  why: "its files cannot be opened",
  hint: "Make the directory and the files in it writable for this user, or choose another with --state.",
};
const unmade: Refusal = {
  why: "its directory cannot be made",
  hint: "See whether the disk is read-only, or choose another directory with --state.",
};
const sqlite = {
  error: 1,
  busy: 5,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
};
const refusals: Readonly<Record<string | number, Refusal>> = {
  EACCES: forbidden,
  EDQUOT: full,
  EEXIST: notADirectory,
  EIO: broken,
  EISDIR: unopened,
  ELOOP: unopened,
  ENAMETOOLONG: unopened,
  ENOENT: unmade,
  ENOSPC: full,
  ENOTDIR: notADirectory,
  EPERM: forbidden,
  EROFS: readOnly,
  [sqlite.readOnly]: readOnly,
  [sqlite.io]: broken,
  [sqlite.full]: full,
  [sqlite.cannotOpen]: unopened,
};
