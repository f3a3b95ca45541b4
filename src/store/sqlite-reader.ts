/** Opens a state's file for one who only reads: shared with those who write, or alone where it cannot be shared and nobody changes it. */
import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { stateFault } from "./sqlite-fault.ts";
import { logOf } from "./sqlite-log.ts";

/** How long SQLite waits for another process, in milliseconds. */
export const timeout = 5000;

export interface Reader {
  readonly database: DatabaseSync;
  /** Where nobody shares the file: how that looked before it was opened. */
  readonly still?: string;
}

export function connectToRead(path: string): Reader {
  // A change of the file itself that was cut off is taken back by the next one who may write.
  if (existsSync(`${path}-journal`)) takeBack(path);
  const database = new DatabaseSync(path, { readOnly: true, timeout });
  try {
    database.exec("SELECT * FROM sqlite_schema");
    return { database };
  } catch (error) {
    database.close();
    // In a directory that this user may not write to SQLite cannot share the file, and need not while nobody changes it.
    const still = looksOf(path);
    if (existsSync(logOf(path))) throw error;
    const url = new URL("?immutable=1", pathToFileURL(path));
    return { database: new DatabaseSync(url, { readOnly: true }), still };
  }
}

/** Whoever writes makes a log first, and sooner or later changes the file. */
export function looksOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${ino} ${size} ${mtimeMs} ${existsSync(logOf(path))}`;
}

/**
 * Which state is in a file, by its id; undefined where there is no file. It is looked at as it is: whose state it is has it brought up to
 * date himself.
 */
export function idAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    ({ database } = connectToRead(path));
    return String(database.prepare("SELECT id FROM identity").get()?.["id"]);
  } catch (error) {
    throw stateFault(error, path);
  } finally {
    database?.close();
  }
}

function takeBack(path: string): void {
  const database = new DatabaseSync(path, { timeout });
  try {
    database.exec("SELECT * FROM sqlite_schema");
  } finally {
    database.close();
  }
}
