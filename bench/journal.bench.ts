/**
 * What does the journal cost, beside the bare cost of what SQLite does anyway?
 *
 * Each line is measured five times in turn and the best is printed: the others had company on the machine.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Entry, Journal } from "../src/store/journal.ts";
import { memoryJournal } from "../src/store/memory.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteJournal } from "../src/store/sqlite.ts";

const rounds = 5;
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
const best = new Map<string, number>();

try {
  for (let round = 0; round < rounds; round += 1) {
    bareCommits(round, 20_000);
    for (const durable of [false, true]) {
      const journal = open(`one-${durable}-${round}`, durable);
      const count = durable ? 500 : 20_000;
      measure(`commit of one record${durable ? ", durable" : ""}`, count, () =>
        fill(journal, count, 1),
      );
      journal.close();
    }
    for (const size of [100, 1_000]) {
      const journal = open(`group-${size}-${round}`, false);
      measure(`record in groups of ${size}`, 200_000, () => fill(journal, 200_000, size));
      if (size === 1_000) measure("record read back", 200_000, () => read(journal));
      journal.close();
    }
    const memory = memoryJournal({ nowMs: Date.now });
    memory.beginRun();
    measure("record in memory", 200_000, () => fill(memory, 200_000, 1_000));
  }
} finally {
  rmSync(directory, { recursive: true });
}

const bare = best.get("bare commit") ?? Number.NaN;
for (const [name, us] of best)
  console.log(
    `${name.padEnd(32)}${us.toFixed(2).padStart(9)} µs${Math.round(1e6 / us)
      .toString()
      .padStart(10)} /s${(us / bare).toFixed(2).padStart(8)} × a bare commit`,
  );

/** The least that a durable step can cost here: a transaction that changes one page, and one that changes none. */
function bareCommits(round: number, count: number): void {
  const database = new DatabaseSync(join(directory, `bare-${round}`));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE step (n)");
  database.exec("INSERT INTO step VALUES (0)");
  const [step, begin, commit] = ["UPDATE step SET n = n + 1", "BEGIN IMMEDIATE", "COMMIT"].map(
    (sql) => database.prepare(sql),
  );
  measure("bare commit", count, () => {
    for (let k = 0; k < count; k += 1) step?.run();
  });
  measure("empty commit", count, () => {
    for (let k = 0; k < count; k += 1) {
      begin?.run();
      commit?.run();
    }
  });
  database.close();
}

function open(name: string, durable: boolean): Journal {
  const file = openStateFile(join(directory, name), { mode: "create", durable });
  const journal = sqliteJournal(file, { nowMs: Date.now });
  journal.beginRun();
  return journal;
}

function fill(journal: Journal, count: number, size: number): void {
  for (let k = 0; k < count; k += 1) {
    journal.append(entry(k));
    if (k % size === size - 1) journal.commit();
  }
}

function read(journal: Journal): void {
  let last = 0;
  for (const { seq } of journal.records()) last = seq;
  if (last !== 200_000) throw new Error(`the journal ends at ${last}`);
}

function measure(name: string, count: number, work: () => void): void {
  const startMs = performance.now();
  work();
  const us = ((performance.now() - startMs) * 1_000) / count;
  best.set(name, Math.min(us, best.get(name) ?? us));
}

function entry(k: number): Entry {
  const instance = `web${k % 1_000}`;
  return {
    type: "started",
    instance,
    transition: "install",
    attempt: 1,
    key: `1/${k}`,
    host: "local",
  };
}
