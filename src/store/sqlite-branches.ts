/** The branches of a store in a state's SQLite file. */
import type { StatementSync } from "node:sqlite";
import { checkBranchName } from "./branch-name.ts";
import type { Branch, Branches, Move, Reason } from "./branch.ts";
import { type ObjectId, bytesOfId, idFromBytes } from "./object-id.ts";
import type { StateFile } from "./sqlite-file.ts";

/** Runs work in a transaction of the store, which writes with a move what it leads to. */
export type Transaction = <T>(work: () => T) => T;

export function sqliteBranches(file: StateFile, transaction: Transaction): Branches {
  return new SqliteBranches(file, transaction);
}

class SqliteBranches implements Branches {
  readonly #file: StateFile;
  readonly #transaction: Transaction;
  readonly #statements = new Map<string, StatementSync>();
  /** Moves made here, which do not change what SQLite calls the version of the data. */
  #own = 0;

  constructor(file: StateFile, transaction: Transaction) {
    this.#file = file;
    this.#transaction = transaction;
  }

  find(name: string): ObjectId | undefined {
    const [row] = this.#all("SELECT head FROM branch WHERE name = ?", name);
    return row === undefined ? undefined : idOrNone(row["head"]);
  }
  list(): readonly Branch[] {
    return this.#all("SELECT name, head FROM branch ORDER BY name").map(({ name, head }) => ({
      name: String(name),
      head: idFromBytes(head as Uint8Array),
    }));
  }
  move(
    name: string,
    from: ObjectId | undefined,
    to: ObjectId | undefined,
    reason: Reason,
  ): boolean {
    return this.#transaction(() => {
      if (this.find(name) !== from) return false;
      if (from === to) return true;
      if (from === undefined)
        checkBranchName(
          name,
          this.list().map((branch) => branch.name),
        );
      if (to === undefined) this.#run("DELETE FROM branch WHERE name = ?", name);
      else this.#run("INSERT OR REPLACE INTO branch VALUES (?, ?)", name, bytesOfId(to));
      this.#run(
        `INSERT INTO move (branch, from_id, to_id, at_ms, by, why) VALUES (?, ?, ?, ?, ?, ?)`,
        name,
        from === undefined ? null : bytesOfId(from),
        to === undefined ? null : bytesOfId(to),
        reason.atMs,
        reason.by,
        reason.why,
      );
      this.#own += 1;
      return true;
    });
  }
  /** Read as they are taken, a page at a time. */
  *moves(after = 0): Generator<Move, undefined> {
    const sql = `SELECT * FROM move WHERE number > ? ORDER BY number LIMIT ${pageMax}`;
    let last = after;
    for (;;) {
      const page = this.#all(sql, last).map(moveOf);
      yield* page;
      if (page.length < pageMax) return;
      last = page.at(-1)?.number ?? last;
    }
  }
  forget(last: number): void {
    this.#transaction(() => this.#run("DELETE FROM move WHERE number <= ?", last));
  }
  version(): unknown {
    const [row] = this.#all("PRAGMA data_version");
    return `${Number(row?.["data_version"])} ${this.#own}`;
  }

  #all(sql: string, ...values: readonly Value[]): readonly Readonly<Record<string, unknown>>[] {
    return this.#file.attempt(() => this.#statement(sql).all(...values));
  }
  #run(sql: string, ...values: readonly Value[]): void {
    this.#file.attempt(() => this.#statement(sql).run(...values));
  }
  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#file.database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

const pageMax = 1000;

const moveOf = (row: Readonly<Record<string, unknown>>): Move => ({
  number: Number(row["number"]),
  branch: String(row["branch"]),
  from: idOrNone(row["from_id"]),
  to: idOrNone(row["to_id"]),
  atMs: Number(row["at_ms"]),
  by: String(row["by"]),
  why: String(row["why"]),
});

type Value = string | number | null | Uint8Array;

const idOrNone = (bytes: unknown): ObjectId | undefined =>
  bytes instanceof Uint8Array ? idFromBytes(bytes) : undefined;
