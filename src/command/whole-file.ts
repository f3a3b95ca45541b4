/** Files that a command line names: read whole or refused, written so that nobody ever reads half of one. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { MadeusError } from "../model/code.ts";

/**
 * @param wanted  what is done about it where there is none, or another one
 * @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_UNREADABLE`
 */
export const readWhole = (path: string, wanted: string): string =>
  readWholeBytes(path, wanted).toString("utf8");

/** The same, of what is no text. */
export function readWholeBytes(path: string, wanted: string): Buffer {
  const file = resolve(path);
  try {
    if (statSync(file).size > bytesMax) throw unreadable(file, "it is too large", wanted);
    return readFileSync(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new MadeusError("MADEUS_FILE_MISSING", `There is no file ${file}.`, { hint: wanted });
    throw cause instanceof MadeusError ? cause : unreadable(file, reason(cause), wanted, cause);
  }
}
/** A text of more cannot be held by Node. */
const bytesMax = 2 ** 29 - 2 ** 10;

const unreadable = (file: string, why: string, hint: string, cause?: unknown): MadeusError =>
  new MadeusError("MADEUS_FILE_UNREADABLE", `${file} cannot be read: ${why}.`, { hint, cause });

/**
 * @param text  what is to be in it, whole or in pieces
 * @throws MadeusError  `MADEUS_FILE_UNWRITABLE`; then the file is as it was before
 */
export function writeWhole(path: string, text: string | Iterable<string | Uint8Array>): void {
  // A text would be written letter by letter.
  const pieces = typeof text === "string" ? [text] : text;
  try {
    const file = followed(resolve(path));
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) throw new Error("it is a directory");
    // A pipe, or `/dev/null`: nothing can take its place.
    if (stat !== undefined && !stat.isFile()) return writePieces(file, pieces);
    const draft = `${file}.${process.pid}.new`;
    try {
      writePieces(draft, pieces);
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** The same, in a directory that is made where it is not there. */
export function writeWholeWithin(path: string, text: string): void {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
  } catch (cause) {
    throw unwritable(path, cause);
  }
  writeWhole(path, text);
}

function unwritable(path: string, cause: unknown): MadeusError {
  const what = `${resolve(path)} cannot be written: ${reason(cause)}.`;
  return new MadeusError("MADEUS_FILE_UNWRITABLE", what, { hint: "Name another file.", cause });
}

function writePieces(path: string, pieces: Iterable<string | Uint8Array>): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

/** The file that a link leads to. */
const followed = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** What the system refuses, in words. */
function reason(cause: unknown): string {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
const reasons: Readonly<Record<string, string>> = {
  EACCES: "you may not",
  EISDIR: "it is a directory",
  ELOOP: "links lead round in a circle",
  ENOENT: "there is no such directory",
  ENOSPC: "the disk is full",
  ENOTDIR: "there is no such directory",
  EPERM: "you may not",
  EROFS: "the disk is read-only",
};
