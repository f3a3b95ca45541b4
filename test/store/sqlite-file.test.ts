import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MadeusError, isMadeusError } from "../../src/model/code.ts";
import { leaseHolders, takeLease } from "../../src/store/lease.ts";
import { type StateMode, openStateFile } from "../../src/store/sqlite-file.ts";
import { applicationId, schemaVersion } from "../../src/store/sqlite-schema.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";
import { outcomeOf } from "./store-process.ts";

describe("opening", () => {
  test("makes the state where there is none, with its directories, and leaves nothing else there", () => {
    const directory = join(stateDirectory(), "deep", ".madeus");
    openStateFile(directory, { mode: "create" }).close();
    expect(readdirSync(directory)).toEqual(["state.sqlite"]);
  });

  test("says where there is no state to go on with", () => {
    const directory = join(stateDirectory(), ".madeus");
    for (const mode of ["write", "read"] as const)
      expect(refusal(directory, mode)).toMatchObject({
        code: "MADEUS_NO_STATE",
        message: `There is no state in ${directory}.`,
      });
    expect(existsSync(directory)).toBe(false);
  });

  test("a reader sees what is committed while a writer has the state open", () => {
    const directory = stateDirectory();
    const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), tickingClock());
    journal.beginRun();
    journal.append({ type: "stop" });
    journal.commit();
    expect(recordsIn(directory)).toHaveLength(1);
    journal.append({ type: "go" });
    journal.commit();
    expect(recordsIn(directory)).toHaveLength(2);
    journal.close();
  });

  test("refuses the file of another program and leaves it as it was", () => {
    const directory = stateDirectory();
    const path = join(directory, "state.sqlite");
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE cookie (name TEXT)");
    other.close();
    const before = readFileSync(path);
    expect(refusal(directory)).toMatchObject({
      code: "MADEUS_STATE_FOREIGN",
      message: `${path} is not a state of Madeus: another program made it.`,
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    writeFileSync(path, "name,amount\n".repeat(1_000));
    expect(refusal(directory)).toMatchObject({
      code: "MADEUS_STATE_FOREIGN",
      message: `${path} is not a state of Madeus: it is not an SQLite file.`,
    });
  });

  test("refuses a state of a newer version and names both", () => {
    const directory = stateDirectory();
    setPragma(directory, "user_version", schemaVersion + 6);
    expect(refusal(directory)).toMatchObject({
      code: "MADEUS_STATE_NEWER",
      message: `The state ${directory}/state.sqlite was written by a newer Madeus (version ${schemaVersion + 6} of the file; this one knows ${schemaVersion}).`,
    });
  });

  test("brings an older state up to date, also for one who only reads", () => {
    for (const mode of ["write", "read"] as const) {
      const directory = stateDirectory();
      const old = new DatabaseSync(join(directory, "state.sqlite"));
      old.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL`);
      old.close();
      const journal = sqliteJournal(openStateFile(directory, { mode }), tickingClock());
      expect([...journal.records()]).toEqual([]);
      journal.close();
      openStateFile(directory, { mode: "read" }).close();
    }
  });

  test("names a file that stands where the directory must be", () => {
    const file = join(stateDirectory(), ".madeus");
    writeFileSync(file, "");
    expect(refusal(file)).toMatchObject({
      code: "MADEUS_STATE_UNWRITABLE",
      message: `The state ${file}/state.sqlite cannot be written: a file stands where a directory must be.`,
    });
  });
});

describe("a read-only directory", () => {
  test("takes no new state", () => {
    const directory = stateDirectory();
    chmodSync(directory, 0o555);
    expect(outcomeOf("append", join(directory, ".madeus"), "create")).toMatchObject({
      code: "MADEUS_STATE_UNWRITABLE",
      message: expect.stringContaining("this user may not write there"),
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("lets its state be read and not written", () => {
    const directory = filled(10);
    chmodSync(join(directory, "state.sqlite"), 0o444);
    chmodSync(directory, 0o555);
    expect(outcomeOf("read", directory, "read")).toEqual({ records: 10 });
    expect(outcomeOf("append", directory, "create")).toMatchObject({
      code: "MADEUS_STATE_UNWRITABLE",
    });
    chmodSync(directory, 0o755);
    expect(recordsIn(directory)).toHaveLength(10);
  });
});

describe("damage", () => {
  test("an empty file is no new state", () => {
    const directory = stateDirectory();
    writeFileSync(join(directory, "state.sqlite"), "");
    expect(refusal(directory)).toMatchObject({
      code: "MADEUS_STATE_DAMAGED",
      message: `The state ${directory}/state.sqlite is damaged: it is empty.`,
    });
  });

  test("a file cut anywhere is refused when it is opened", () => {
    const whole = filled(2_000);
    const { size } = statSync(join(whole, "state.sqlite"));
    fc.assert(
      fc.property(fc.oneof(fc.nat(size - 1), fc.constant(size - 1), fc.nat(600)), (length) => {
        const directory = copyOf(whole);
        truncateSync(join(directory, "state.sqlite"), length);
        const { code } = refusal(directory, "read");
        // What is left of a header may not show any more that it was one.
        expect(code).toMatch(length < 512 ? /_(DAMAGED|FOREIGN)$/ : /_DAMAGED$/);
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test("pages that were lost are refused, or were not needed", () => {
    const whole = filled(2_000);
    const bytes = readFileSync(join(whole, "state.sqlite"));
    fc.assert(
      fc.property(
        fc.nat(bytes.length / 4_096 - 1),
        fc.constantFrom(0, 0xff, 0x41),
        (page, byte) => {
          const directory = copyOf(whole);
          const damaged = Buffer.from(bytes).fill(byte, page * 4_096, (page + 1) * 4_096);
          writeFileSync(join(directory, "state.sqlite"), damaged);
          const found = tried(() => {
            const records = recordsIn(directory).length;
            withLease(directory);
            return records;
          });
          if (isMadeusError(found)) expect(found.code).toMatch(/^MADEUS_STATE_(DAMAGED|FOREIGN)$/);
          else expect(found).toBe(2_000);
          rmSync(directory, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a log cut anywhere ends with its last whole commit", () => {
    const { directory: whole, close } = filledLog(20, 7);
    const size = statSync(join(whole, "state.sqlite-wal")).size;
    const seen = new Set<number>();
    fc.assert(
      fc.property(fc.nat(size), (length) => {
        const directory = copyOf(whole);
        truncateSync(join(directory, "state.sqlite-wal"), length);
        // Without its head it is no log any more, and the file says that there must be one.
        if (length <= 32) {
          expect(refusal(directory).code).toBe("MADEUS_STATE_DAMAGED");
          return;
        }
        const records = recordsIn(directory);
        expect(records.length % 7).toBe(0);
        seen.add(records.length);
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 60 },
    );
    expect(recordsIn(copyOf(whole))).toHaveLength(140);
    expect(seen.size).toBeGreaterThan(5);
    close();
  });

  test("a log that holds something else is refused, not passed over", () => {
    const { directory: whole, close } = filledLog(3, 7);
    for (const head of [Buffer.alloc(32), Buffer.from("not the log of a database, but a letter")]) {
      const directory = copyOf(whole);
      const log = readFileSync(join(directory, "state.sqlite-wal"));
      head.copy(log);
      writeFileSync(join(directory, "state.sqlite-wal"), log);
      expect(refusal(directory)).toMatchObject({
        code: "MADEUS_STATE_DAMAGED",
        message: `The state ${directory}/state.sqlite is damaged: its log, state.sqlite-wal, is not one.`,
      });
      expect(readFileSync(join(directory, "state.sqlite-wal")).equals(log)).toBe(true);
    }
    close();
  });
});

function refusal(directory: string, mode: StateMode = "create"): MadeusError {
  const found = tried(() => openStateFile(directory, { mode }).close());
  if (!isMadeusError(found)) throw new Error(`opening gave ${String(found)}`);
  expect(found.hint).toMatch(/\.$/);
  return found;
}

function tried<T>(work: () => T): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function recordsIn(directory: string): readonly unknown[] {
  const file = openStateFile(directory, { mode: "read" });
  try {
    return [...sqliteJournal(file, tickingClock()).records()];
  } finally {
    file.close();
  }
}

function withLease(directory: string): void {
  const file = openStateFile(directory, { mode: "write" });
  try {
    leaseHolders(file);
    takeLease(
      file,
      { ...tickingClock(), after: () => () => undefined },
      { command: "test" },
    ).release();
  } finally {
    file.close();
  }
}

/** A state with so many records, closed. */
function filled(records: number): string {
  const { directory, close } = filledLog(1, records);
  close();
  return directory;
}

/** A state whose records are all in its log still, in commits of the same size. */
function filledLog(
  commits: number,
  records: number,
): { readonly directory: string; readonly close: () => void } {
  const directory = join(stateDirectory(), ".madeus");
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), tickingClock());
  journal.beginRun();
  for (let k = 0; k < commits; k += 1) {
    for (let n = 0; n < records; n += 1)
      journal.append({ type: "withdraw", instance: `instance-${k}-${n}` });
    journal.commit();
  }
  return { directory, close: () => journal.close() };
}

function copyOf(directory: string): string {
  const copy = stateDirectory();
  for (const name of ["state.sqlite", "state.sqlite-wal"])
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(copy, name));
  return copy;
}

function setPragma(directory: string, name: string, value: number): void {
  openStateFile(directory, { mode: "create" }).close();
  const database = new DatabaseSync(join(directory, "state.sqlite"));
  database.exec(`PRAGMA ${name} = ${value}`);
  database.close();
}
