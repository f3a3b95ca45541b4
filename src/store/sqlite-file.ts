/**
 * The one SQLite file of a state, `state.sqlite`: made whole or not at all, and never changed before it is known to be ours.
 *
 * It is written in WAL mode: readers never wait, and a process that dies loses nothing that was committed. Whatever the disk refuses
 * comes out as a `MadeusError`. The file is never opened except by SQLite: closing it would drop SQLite's locks in this process.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { foreignState, newerState, noState, stateDamaged, stateFault } from "./sqlite-fault.ts";
import { isBehind, migrate, pragma } from "./sqlite-migration.ts";
import { applicationId, schemaVersion, scripts } from "./sqlite-schema.ts";

/** What it is opened for: `create` makes it where there is none, `write` and `read` want it to be there. */
export type StateMode = "create" | "write" | "read";

/**
 * Opens the state in a directory.
 *
 * @param options.durable  commits survive a power cut too; without it the last of them may be lost then, but never half of one
 * @throws MadeusError  `MADEUS_NO_STATE`, `…_DAMAGED`, `…_FOREIGN`, `…_NEWER`, `…_UNWRITABLE`, `…_LOCKED`
 */
export function openStateFile(
  directory: string,
  options: { readonly mode: StateMode; readonly durable?: boolean },
): StateFile {
  const path = join(directory, "state.sqlite");
  try {
    if (!existsSync(path)) {
      if (options.mode !== "create") throw noState(path);
      create(path);
    }
    if (statSync(path).size === 0) throw stateDamaged(path, "it is empty");
    if (isGarbage(`${path}-wal`)) throw stateDamaged(path, "its log, state.sqlite-wal, is not one");
    const database = connect(path, options.mode);
    try {
      verify(database, path);
      if (options.mode !== "read") prepareToWrite(database, path, options.durable ?? false);
      else if (isBehind(database)) openStateFile(directory, { mode: "write" }).close();
      return new StateFile(path, database);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw stateFault(error, path);
  }
}

export class StateFile {
  readonly path: string;
  /** Wrap in `attempt` or `transaction` whatever reads or writes. */
  readonly database: DatabaseSync;
  /** Called first in every transaction: by throwing it keeps one who has lost the lease from writing. */
  fence: () => void = () => undefined;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #afterwards: ((isCommitted: boolean) => void)[] = [];

  constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
  }

  /**
   * All that `work` writes is committed, or nothing where it throws; no other process writes meanwhile. Within another transaction it
   * is a part of that.
   */
  transaction<T>(work: () => T): T {
    if (this.database.isTransaction) return this.attempt(work);
    let isCommitted = false;
    try {
      return this.attempt(() => {
        this.#begin.run();
        this.fence();
        const result = work();
        this.#commit.run();
        isCommitted = true;
        return result;
      });
    } finally {
      // A full disk makes SQLite roll back by itself.
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      for (const told of this.#afterwards.splice(0)) told(isCommitted);
    }
  }

  /** Told once, when the transaction that is under way has ended. */
  afterwards(told: (isCommitted: boolean) => void): void {
    this.#afterwards.push(told);
  }

  attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw stateFault(error, this.path);
    }
  }

  /** Gives the room of what was deleted back to the disk. Cost: the whole file is written anew. */
  compact(): void {
    this.attempt(() => this.database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  /** Drawn when the file was made: 12 hexadecimal digits, another one in every state. */
  get id(): string {
    return this.attempt(() =>
      String(this.database.prepare("SELECT id FROM identity").get()?.["id"]),
    );
  }

  close(): void {
    this.attempt(() => this.database.close());
  }
}

/** Builds the file aside and links it into place: another process sees it whole, and of two that make it at once one wins. */
function create(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  try {
    const database = new DatabaseSync(aside);
    try {
      database.exec(`PRAGMA application_id = ${applicationId}; BEGIN; ${scripts.join("")}
        PRAGMA user_version = ${schemaVersion}; COMMIT`);
    } finally {
      database.close();
    }
    linkSync(aside, path);
    syncDirectory(dirname(path));
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST" || !existsSync(path)) throw error;
  } finally {
    for (const suffix of ["", "-journal"]) rmSync(aside + suffix, { force: true });
  }
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** SQLite ignores a log that does not begin as one, and with it what was committed there. */
function isGarbage(log: string): boolean {
  const head = Buffer.alloc(32);
  if (!existsSync(log)) return false;
  const handle = openSync(log, "r");
  try {
    const isWhole = readSync(handle, head) === head.length;
    return isWhole && head.readUInt32BE(0) >>> 1 !== logMagic;
  } finally {
    closeSync(handle);
  }
}

/** The last bit of the number at the head of a log is the byte order of its checksums. */
const logMagic = 0x377f0682 >>> 1;

function connect(path: string, mode: StateMode): DatabaseSync {
  const timeout = 5000;
  if (mode !== "read") return new DatabaseSync(path, { timeout });
  const database = new DatabaseSync(path, { readOnly: true, timeout });
  try {
    database.exec("SELECT * FROM sqlite_schema");
    return database;
  } catch (error) {
    database.close();
    // In a directory that nobody here may write to SQLite cannot share the file, and need not: nobody changes it.
    if (existsSync(`${path}-wal`)) throw error;
    return new DatabaseSync(new URL("?immutable=1", pathToFileURL(path)), { readOnly: true });
  }
}

/** Looks at the file without changing it. */
function verify(database: DatabaseSync, path: string): void {
  if (pragma(database, "application_id") !== applicationId)
    throw foreignState(path, "another program made it");
  const version = pragma(database, "user_version");
  if (version > schemaVersion) throw newerState(path, version, schemaVersion);
  const bytes = statSync(path).size;
  // With a log beside it the file may be behind, and end where it was when it was last brought up to date.
  const hasLog = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  if (!hasLog && bytes < pragma(database, "page_count") * pragma(database, "page_size"))
    throw stateDamaged(path, "its end is missing");
}

/**
 * How long the log grows before it is written back, in pages of 4 KiB. A run commits to the same page again and again: the longer the
 * log, the seldomer that page is written back, and the disk waited for.
 */
const logPagesMax = 8192;

function prepareToWrite(database: DatabaseSync, path: string, durable: boolean): void {
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"};
    PRAGMA wal_autocheckpoint = ${logPagesMax}`);
  migrate(database, path);
}
