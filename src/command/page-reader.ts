/**
 * What is on record of one state, as the page is told it: read while it grows, and whatever process writes it.
 *
 * Nothing here changes anything. Logs hold no secret: they are written through the redactor.
 */
import { realClock } from "../engine/clock-real.ts";
import { isMadeusError } from "../model/code.ts";
import { instructionText } from "../semantics/lack-program.ts";
import {
  type AtWork,
  type CommitTold,
  type DifferenceTold,
  type ExpectedTold,
  type LogPart,
  type Pulse,
} from "../show/page-message.ts";
import { history } from "../store/history.ts";
import type { JournalRecord } from "../store/journal.ts";
import { blockOf } from "../store/journal-block.ts";
import { type StateFile, openStateFile } from "../store/sqlite-file.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import { recordsAfter } from "../store/sqlite.ts";
import type { OpenArchive } from "./archive.ts";
import { holdersAtWork } from "./at-work.ts";
import { checkedOut } from "./checked-out.ts";
import { commitNamed } from "./commit-name.ts";
import { commitLine, headsIn } from "./commit-told.ts";
import { differenceBetween } from "./diff.ts";
import { logPath } from "./log.ts";
import { logPart } from "./log-part.ts";
import { logPlaces } from "./log-place.ts";
import { expectationOf, pastRun } from "./past-run.ts";

export class PageReader {
  readonly directory: string;
  #file: StateFile | undefined;
  /** What says where logs are, and how far it was looked for: the last record of each block. */
  readonly #runs: JournalRecord[] = [];
  readonly #seen = new Map<number, number>();
  #openings = 0;

  /** @param directory  where the state lives, or will: absolute */
  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * None where there is no state yet.
   *
   * @param known  the last of each block of numbers that is known already
   * @param enough  of more than so many hardly any is read
   */
  records(known: readonly number[], enough?: number): readonly JournalRecord[] {
    const file = this.#open();
    return file === undefined ? [] : recordsAfter(file, known, enough);
  }

  /** Another number whenever somebody has written to the state since. */
  edition(): number {
    const row = this.#open()?.database.prepare("PRAGMA data_version").get();
    // Each opening counts anew.
    return this.#openings * 2 ** 32 + Number(row?.["data_version"] ?? 0);
  }

  pulse(): Pulse {
    const file = this.#open();
    const holders = file === undefined ? [] : holdersAtWork(file);
    const [holder] = holders;
    const runs = holders.flatMap(({ run }) => run ?? []);
    const atWork: AtWork | null =
      holder === undefined ? null : { command: holder.command, pid: holder.pid, host: holder.host };
    return { atWork, runs, nowMs: realClock.nowMs(), isEmpty: file === undefined };
  }

  /** The newest, of all branches. */
  commits(): readonly CommitTold[] {
    const archive = this.#archive();
    if (archive === undefined) return [];
    const { store } = archive;
    const heads = headsIn(store);
    return history(store.objects, [...heads.keys()])
      .slice(0, commitsMax)
      .map((entry) => {
        const { id, parents, message, by, atMs, branches, state, record } = commitLine(
          entry,
          heads,
        );
        const isOwn = state === archive.file.id;
        return { id, parents, message, by, atMs, branches, ...(isOwn && { record }) };
      });
  }

  /** @throws MadeusError  `MADEUS_UNKNOWN_COMMIT` */
  difference(from: string, until: string): DifferenceTold {
    const archive = this.#archive();
    if (archive === undefined)
      return { from, to: until, differences: [], program: [], because: [] };
    const ids = [commitNamed(archive, from), commitNamed(archive, until)] as const;
    const { differences, program, because } = differenceBetween(archive, ids);
    const instructions = program.map(instructionText);
    return { from: ids[0], to: ids[1], differences, program: instructions, because };
  }

  /** Undefined where there is no such run. */
  async expected(run: number): Promise<ExpectedTold | undefined> {
    const file = this.#open();
    if (file === undefined) return undefined;
    try {
      const session = { file, directory: this.directory, records: recordsAfter(file, []) };
      const { makespanS, transitions } = await expectationOf(session, pastRun(session, run));
      return { makespanS, transitions };
    } catch (error) {
      if (isMadeusError(error)) return undefined;
      throw error;
    }
  }

  /**
   * What the tries of a transition printed; of names that none can have, nothing.
   *
   * @param from  the byte to begin at; undefined: so that the end is there, of at most `bytesMax`
   */
  log(
    instance: string,
    transition: string,
    from?: number,
    bytesMax: number = partBytesMax,
  ): LogPart {
    // Whoever asks must not get to see another file.
    if (/\//.test(instance + transition)) return { text: "", skipped: 0, next: 0 };
    const paths = this.#logPlaces().map((place) => logPath(place, instance, transition));
    return logPart(paths, from, bytesMax);
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #logPlaces(): readonly string[] {
    for (const record of this.records([...this.#seen.values()])) {
      this.#seen.set(blockOf(record.seq), record.seq);
      if (record.type === "run") this.#runs.push(record);
    }
    return logPlaces(this.directory, this.#runs);
  }

  #archive(): OpenArchive | undefined {
    const file = this.#open();
    if (file === undefined) return undefined;
    const store = sqliteStore(file);
    const branch = checkedOut(this.directory, store);
    return { directory: this.directory, file, store, branch, nowMs: realClock.nowMs() };
  }

  #open(): StateFile | undefined {
    try {
      if (this.#file?.isOutdated === true) this.close();
      if (this.#file === undefined) {
        this.#file = openStateFile(this.directory, { mode: "read" });
        this.#openings++;
      }
      return this.#file;
    } catch (error) {
      if (isMadeusError(error) && error.code === "MADEUS_NO_STATE") return undefined;
      throw error;
    }
  }
}

const commitsMax = 500;
const partBytesMax = 2 ** 16;
