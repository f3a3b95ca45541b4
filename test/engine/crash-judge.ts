/** Compares what the journal says, what the actions left as marks, and what is alive; gathers what does not fit. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { State, fold } from "../../src/engine/fold.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import type { CrashAssembly } from "./crash-assembly.ts";
import { type LastWords, marksIn, stateIn } from "./crash-life.ts";
import { liveProcesses } from "./crash-processes.ts";

interface Mark {
  readonly word: string;
  readonly key: string;
  readonly attempt: number;
  readonly pid: number;
}

export class CrashJudge {
  readonly faults: string[] = [];
  readonly #directory: string;
  readonly #assembly: CrashAssembly;
  /** Actions that the journal acknowledges as ended → how often they had begun by then. */
  readonly #acknowledged = new Map<string, number>();

  constructor(directory: string, assembly: CrashAssembly) {
    this.#directory = directory;
    this.#assembly = assembly;
  }

  /** The process is dead; what it had begun may not be. */
  async afterLife(): Promise<void> {
    // What begins while we look is in the journal already, so the marks are read first.
    const marks = this.#marks();
    const records = this.#records();
    for (const { key, attempt } of marks.filter(({ word }) => word === "double"))
      this.faults.push(`${key} was alive twice when its try ${attempt} began`);
    this.#compareBeginnings(marks, records);
    this.#compareEnds(marks, records);
    this.#compareDecisions(records);
  }

  async atEnd(words: LastWords | undefined, final: string): Promise<void> {
    const records = this.#records();
    const state = new State(catalogOf(this.#assembly.instructions));
    for (const record of records) fold(state, record);
    this.#expect(words?.outcome === "done", `the last life ended ${words?.outcome}`);
    this.#expect(words?.canonical === final, `it ended in ${words?.canonical}, not in ${final}`);
    this.#expect(canonical(state.configuration) === final, "the journal replays to another end");
    this.#expect(state.tasks.size === 0, "the journal replays to unfinished tasks");
    await this.#compareProcesses(records);
  }

  /** Every try is begun once, after it was recorded, in a process that was recorded. */
  #compareBeginnings(marks: readonly Mark[], records: readonly JournalRecord[]): void {
    const started = new Set<string>();
    for (const one of records) {
      if (one.type !== "started") continue;
      this.#expect(!started.has(tryOf(one)), `${tryOf(one)} was started twice`);
      started.add(tryOf(one));
    }
    const processes = new Set(
      records.flatMap((one) => (one.type === "process" ? [`${one.key} ${one.pid}`] : [])),
    );
    const begun = new Set<string>();
    for (const one of marks) {
      this.#expect(started.has(tryOf(one)), `${one.word} ${tryOf(one)} is not in the journal`);
      const known = one.pid === 0 || processes.has(`${one.key} ${one.pid}`);
      this.#expect(known, `process ${one.pid} of ${tryOf(one)} is not in the journal`);
      if (one.word !== "begin") continue;
      this.#expect(!begun.has(tryOf(one)), `${tryOf(one)} began twice`);
      begun.add(tryOf(one));
    }
  }

  /** What the journal acknowledges as ended has ended, and never begins again. */
  #compareEnds(marks: readonly Mark[], records: readonly JournalRecord[]): void {
    const open = new Map<string, string>();
    const ended = new Set<string>();
    for (const one of records) {
      if (one.type === "started") {
        open.set(`${one.instance}.${one.transition}`, one.key);
        this.#expect(!ended.has(one.key), `${one.key} was started after it had ended`);
      } else if (one.type === "ended") {
        const name = `${one.instance}.${one.transition}`;
        const key = open.get(name) ?? "";
        ended.add(key);
        const begun = marks.filter((mark) => mark.word === "begin" && mark.key === key).length;
        const ends = marks.some((mark) => mark.word === "end" && mark.key === key);
        this.#expect(ends || this.#assembly.silent.has(name), `${key} has not ended`);
        const before = this.#acknowledged.get(key) ?? begun;
        this.#expect(begun === before, `${key} began again after it had ended`);
        this.#acknowledged.set(key, begun);
      }
    }
  }

  /** Where only the operator may judge, nobody else did. */
  #compareDecisions(records: readonly JournalRecord[]): void {
    const deciding = new Set(
      records.flatMap((one) => (one.type === "run" && one.verb === "decide" ? [one.run] : [])),
    );
    for (const one of records) {
      if (one.type !== "refire" || deciding.has(one.run)) continue;
      const name = `${one.instance}.${one.transition}`;
      this.#expect(!this.#assembly.asking.has(name), `${name} was run again unasked`);
    }
  }

  /** Only the daemons of the tries that ended well are alive. */
  async #compareProcesses(records: readonly JournalRecord[]): Promise<void> {
    const last = new Map<string, number>();
    for (const one of records)
      if (one.type === "process" && one.daemon)
        last.set(`${one.instance}.${one.transition}`, one.pid);
    const alive = await liveProcesses(this.#directory);
    const daemons = [...this.#assembly.daemons].map((name) => ({ name, pid: last.get(name) }));
    for (const { name, pid } of daemons)
      this.#expect(
        alive.some(({ group }) => group === pid),
        `the daemon of ${name} is gone`,
      );
    for (const { pid, group, command } of alive)
      this.#expect(
        daemons.some((one) => one.pid === group),
        `alive: ${pid} ${command}`,
      );
  }

  #marks(): readonly Mark[] {
    const path = marksIn(this.#directory);
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    return lines.map((line) => {
      const [word = "", key = "", attempt, pid] = line.split(" ");
      return { word, key, attempt: Number(attempt), pid: Number(pid) };
    });
  }

  /** Nothing where the state was not made yet. */
  #records(): readonly JournalRecord[] {
    if (!existsSync(join(stateIn(this.#directory), "state.sqlite"))) return [];
    const file = openStateFile(stateIn(this.#directory), { mode: "write" });
    const journal = sqliteJournal(file, { nowMs: () => 0 });
    try {
      return [...journal.records()];
    } finally {
      journal.close();
    }
  }

  #expect(holds: boolean, fault: string): void {
    if (!holds && !this.faults.includes(fault)) this.faults.push(fault);
  }
}

const tryOf = ({ key, attempt }: { readonly key: string; readonly attempt: number }): string =>
  `${key} try ${attempt}`;
