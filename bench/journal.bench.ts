/**
 * What does the journal cost, beside the bare cost of what SQLite does anyway?
 *
 * What waits for the disk is timed by the clock, all else by the processor.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Entry, Journal } from "../src/store/journal.ts";
import { memoryJournal } from "../src/store/memory.ts";
import { type Contender, type Trial, best, contest, median, ratio } from "./contest.ts";
import { fileJournal } from "./deployment.ts";
import { report } from "./result.ts";

const rounds = 5;
const commits = 10_000;
const durableCommits = 500;
const records = 100_000;
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
let files = 0;

try {
  await compare("a bare commit", "commit", [
    { ...bare("a bare commit", commits, false), count: commits },
    { ...filling("of one record", commits, 1, false), count: commits },
  ]);
  await compare("a bare durable commit", "commit, durable", [
    { ...bare("a bare durable commit", durableCommits, true), count: durableCommits },
    { ...filling("of one record", durableCommits, 1, true), count: durableCommits },
  ]);
  await compare("a bare commit", "record", [
    { ...bare("a bare commit", commits, false), count: commits },
    { ...filling("in groups of 100", records, 100, false), count: records },
    { ...filling("in groups of 1,000", records, 1_000, false), count: records },
    { name: "in memory", prepare: inMemory, count: records },
    { name: "read back", prepare: readBack, count: records },
  ]);
} finally {
  rmSync(directory, { recursive: true });
}

/** The first contender is what the others are compared to. */
async function compare(
  ratioTo: string,
  on: string,
  contenders: readonly (Contender & { readonly count: number })[],
): Promise<void> {
  const scores = await contest(rounds, contenders);
  const each = (name: string): readonly number[] => {
    const { wallS = [], cpuS = [] } = scores.get(name) ?? {};
    const count = contenders.find((one) => one.name === name)?.count ?? 1;
    return (on.includes("durable") ? wallS : cpuS).map((seconds) => seconds / count);
  };
  const tell = (name: string): void =>
    report({
      case: on,
      figure: `time, ${name}`,
      value: best(each(name)) * 1e6,
      median: median(each(name)) * 1e6,
      unit: "µs",
    });
  for (const { name } of contenders.slice(on === "record" ? 1 : 0)) tell(name);
  for (const { name } of contenders.slice(1))
    report({
      case: on,
      figure: `time, ${name}`,
      ratioTo,
      ...ratio(each(name), each(ratioTo)),
      unit: "×",
    });
}

/** The least that a durable step can cost here: a transaction that changes one page. */
function bare(name: string, count: number, durable: boolean): Contender {
  return {
    name,
    prepare() {
      const database = new DatabaseSync(join(directory, `${files++}.sqlite`));
      const synchronous = durable ? "FULL" : "NORMAL";
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
      database.exec("CREATE TABLE step (n); INSERT INTO step VALUES (0)");
      const step = database.prepare("UPDATE step SET n = n + 1");
      return {
        run() {
          for (let k = 0; k < count; k++) step.run();
        },
        close: () => database.close(),
      };
    },
  };
}

/** @param size  how many records are committed at once */
function filling(name: string, count: number, size: number, durable: boolean): Contender {
  return {
    name,
    prepare() {
      const journal = fileJournal(join(directory, `${files++}`), { durable });
      return { run: () => fill(journal, count, size), close: () => journal.close() };
    },
  };
}

function inMemory(): Trial {
  const journal = memoryJournal({ nowMs: Date.now });
  journal.beginRun();
  return { run: () => fill(journal, records, 1_000) };
}

function readBack(): Trial {
  const journal = fileJournal(join(directory, `${files++}`));
  fill(journal, records, 1_000);
  const run = (): void => {
    let last = 0;
    for (const { seq } of journal.records()) last = seq;
    if (last !== records) throw new Error(`the journal ends at ${last}`);
  };
  return { run, close: () => journal.close() };
}

function fill(journal: Journal, count: number, size: number): void {
  for (let k = 0; k < count; k++) {
    journal.append(entry(k));
    if (k % size === size - 1) journal.commit();
  }
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
