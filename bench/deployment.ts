/** An engine with everything that it needs, ready to deploy a program: what benches measure is one call. */
import { join } from "node:path";
import { realClock } from "../src/engine/clock-real.ts";
import { crew } from "../src/engine/crew.ts";
import { Engine } from "../src/engine/engine.ts";
import { State, fold } from "../src/engine/fold.ts";
import type { Outcome, Performer } from "../src/engine/performer.ts";
import { localHost } from "../src/host/local.ts";
import { local } from "../src/model/host.ts";
import type { Instruction } from "../src/model/program.ts";
import { catalogOf } from "../src/store/catalog.ts";
import { toEntry } from "../src/store/instruction.ts";
import type { Journal } from "../src/store/journal.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteJournal } from "../src/store/sqlite.ts";

export interface Preparation {
  /** Carried out before anything is counted. */
  readonly before: readonly Instruction[];
  readonly journal: Journal;
  readonly performer: (state: State) => Performer;
}

/** @returns what carries out a program to its end, as often as it is called */
export function deployment({
  before,
  journal,
  performer,
}: Preparation): (program: readonly Instruction[]) => Promise<void> {
  const state = new State(catalogOf(before));
  fold(state, { type: "program", name: "before", instructions: before.map(toEntry) });
  const engine = new Engine({ state, journal, clock: realClock, performer: performer(state) });
  return async (program) => {
    engine.submit("deploy", program);
    const outcome = await engine.run();
    if (outcome !== "done") throw new Error(`the run ended ${outcome}`);
  };
}

/** Performs actions as a user's run does: on this machine, each instance with a directory of its own below this one. */
export const crewIn =
  (directory: string) =>
  (state: State): Performer =>
    crew({
      state,
      clock: realClock,
      hosts: { local: localHost(local()) },
      directory: join(directory, "instances"),
      log: () => {},
    });

/** Does of every action what the others in a contest do: it calls a function that does nothing. */
export const callsOnly =
  (run: () => Promise<void>) =>
  (_state: State): Performer => ({
    perform: (_work, _watcher, done) => void run().then(() => done(endedWell)),
    cut: () => {},
    recover: () => {},
  });
const endedWell: Outcome = { kind: "ended", values: {} };

/** Keeps nothing. */
export const noJournal: Journal = {
  beginRun: () => 1,
  append: () => ({ seq: 1, run: 1, atMs: 0 }),
  commit: () => {},
  records: () => [],
  close: () => {},
};

/** A journal in a file, as a run has it, that counts its commits. */
export function fileJournal(
  directory: string,
  options: { readonly durable?: boolean } = {},
): Journal & { readonly commits: number } {
  const file = openStateFile(directory, { mode: "create", ...options });
  const journal = sqliteJournal(file, realClock);
  journal.beginRun();
  let commits = 0;
  const transaction = file.transaction.bind(file);
  file.transaction = (work) => {
    commits++;
    return transaction(work);
  };
  return {
    beginRun: () => journal.beginRun(),
    append: (entry) => journal.append(entry),
    commit: () => journal.commit(),
    records: () => journal.records(),
    close: () => journal.close(),
    get commits() {
      return commits;
    },
  };
}
