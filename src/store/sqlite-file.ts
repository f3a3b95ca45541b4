/**
 * The one SQLite file of a state, `state.sqlite`: made whole or not at all, and never changed before it is known to be ours.
 *
 * It is written in WAL mode: readers never wait, and a process that dies loses nothing that was committed. Whatever the disk refuses
 * comes out as a `MadeusError`. The file is never opened except by SQLite: closing it would drop SQLite's locks in this process.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { createStateFile } from "./sqlite-creation.ts";
import {
  foreignState,
  logDamaged,
  logGone,
  newerState,
  noState,
  stateDamaged,
  stateFault,
} from "./sqlite-fault.ts";
import { expectNoLog, isLogGone, logDamage, logOf } from "./sqlite-log.ts";
import { isBehind, migrate, pragma } from "./sqlite-migration.ts";
import { type Reader, connectToRead, looksOf, timeout } from "./sqlite-reader.ts";
import { applicationId, schemaVersion } from "./sqlite-schema.ts";

/** What it is opened for: `create` makes it where there is none, `write` and `read` want it to be there. */
export type StateMode = "create" | "write" | "read";

/**
 * Opens the state in a directory.
 *
 * @param options.durable  commits survive a power cut too; without it the last of them may be lost then, but never half of one
 * @param options.acceptsLoss  goes on with what is left where the log is missing or damaged
 * @throws MadeusError  `MADEUS_NO_STATE`, `…_DAMAGED`, `…_FOREIGN`, `…_NEWER`, `…_UNWRITABLE`, `…_LOCKED`
 */
export function openStateFile(directory: string, options: StateOptions): StateFile {
  const path = join(directory, "state.sqlite");
  const { mode, durable = false, acceptsLoss = false } = options;
  try {
    if (!existsSync(path)) {
      if (mode !== "create") throw noState(path);
      createStateFile(path);
    }
    if (statSync(path).size === 0) throw stateDamaged(path, "it is empty");
    const damage = acceptsLoss ? undefined : logDamage(path);
    if (damage !== undefined) throw logDamaged(path, damage);
    // Only then for writing: one who closes a state that was open for writing writes back what is in its log.
    const reader = looked(path, acceptsLoss);
    if (mode === "read" && !isBehind(reader.database))
      return new StateFile(path, reader.database, { isReadOnly: true, still: reader.still });
    reader.database.close();
    if (mode !== "read") return openedToWrite(path, durable);
    openedToWrite(path, durable).close();
    return openStateFile(directory, options);
  } catch (error) {
    throw stateFault(error, path);
  }
}
export interface StateOptions {
  readonly mode: StateMode;
  readonly durable?: boolean;
  readonly acceptsLoss?: boolean;
}

export class StateFile {
  readonly path: string;
  /** Wrap in `attempt` or `transaction` whatever reads or writes. */
  readonly database: DatabaseSync;
  /** Called first in every transaction: by throwing it keeps one who has lost the lease from writing. */
  fence: () => void = () => undefined;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #expectLog: StatementSync;
  readonly #isReadOnly: boolean;
  readonly #still: string | undefined;
  /** The log says that it is there, but the file itself does not yet. */
  #isLogUntold = false;
  #afterwards: ((isCommitted: boolean) => void)[] = [];

  /** @param how.still  what the file looked like when it was opened as one that nobody changes */
  constructor(
    path: string,
    database: DatabaseSync,
    { isReadOnly = false, still }: { isReadOnly?: boolean; still?: string | undefined } = {},
  ) {
    this.path = path;
    this.database = database;
    this.#isReadOnly = isReadOnly;
    this.#still = still;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#expectLog = database.prepare("UPDATE log SET expected = 1 WHERE expected = 0");
    open.add(this);
    if (open.size === 1) process.once("exit", closeAll);
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
        const isFirst = this.#expectLog.run().changes > 0;
        this.#commit.run();
        isCommitted = true;
        if (isFirst) this.#isLogUntold = true;
        if (this.#isLogUntold) this.#writeBack();
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
    this.attempt(() => {
      this.database.exec("VACUUM");
      expectNoLog(this.database);
      this.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    });
  }

  /** Drawn when the file was made: 12 hexadecimal digits, another one in every state. */
  get id(): string {
    return this.attempt(() =>
      String(this.database.prepare("SELECT id FROM identity").get()?.["id"]),
    );
  }

  /** Somebody has begun to change what was opened as if nobody could: it must be opened anew to be seen. */
  get isOutdated(): boolean {
    return this.#still !== undefined && this.attempt(() => looksOf(this.path)) !== this.#still;
  }

  /** Where this process is the last one, all that the log holds is written back and the log goes. */
  close(): void {
    open.delete(this);
    if (open.size === 0) process.removeListener("exit", closeAll);
    this.attempt(() => {
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      if (this.#isReadOnly || this.#isWhole()) this.database.close();
      else closeLeavingLog(this.path, this.database);
    });
  }

  /**
   * Has the file itself say that there is a log. What was committed is committed, whatever comes of that: one who reads in the middle of
   * it may keep SQLite from writing back all; then the next transaction tries again.
   */
  #writeBack(): void {
    try {
      const told = this.database.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
      this.#isLogUntold = told?.["busy"] !== 0 || told["checkpointed"] !== told["log"];
    } catch {
      return;
    }
  }

  #isWhole(): boolean {
    try {
      expectNoLog(this.database);
      return true;
    } catch {
      return false;
    }
  }
}

/** A process that ends without closing a file would have SQLite take the log in, and the file go on asking for it. */
const open = new Set<StateFile>();

function closeAll(): void {
  for (const file of open)
    try {
      file.close();
    } catch {
      // It ends anyway.
    }
}

/** A disk without room keeps the file from saying that it needs no log any more; so the log must stay. While one reads, SQLite leaves it. */
function closeLeavingLog(path: string, database: DatabaseSync): void {
  const reader = new DatabaseSync(path, { readOnly: true });
  try {
    reader.exec("SELECT * FROM sqlite_schema");
    database.close();
  } finally {
    reader.close();
  }
}

/** The file as one sees it who only reads, after it was looked at. */
function looked(path: string, acceptsLoss: boolean): Reader {
  const reader = connectToRead(path);
  const { database } = reader;
  try {
    verify(database, path);
    if (!acceptsLoss && !isBehind(database) && isLogGone(database, path)) throw logGone(path);
    return reader;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openedToWrite(path: string, durable: boolean): StateFile {
  const database = new DatabaseSync(path, { timeout });
  try {
    prepareToWrite(database, path, durable);
    return new StateFile(path, database);
  } catch (error) {
    closeLeavingLog(path, database);
    throw error;
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
  const hasLog = existsSync(logOf(path)) && statSync(logOf(path)).size > 0;
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
