/**
 * What a watcher sees of a state: read anew whenever somebody else has written to it, and never held. So a deployment can begin at any
 * time, and is not watched while it is at work.
 */
import { withParts } from "../engine/part.ts";
import { Secrets } from "../engine/action-secret.ts";
import { realClock } from "../engine/clock-real.ts";
import { type Crew, crew } from "../engine/crew.ts";
import { type Answer, type PlaceName, isNews } from "../engine/drift.ts";
import { fold } from "../engine/fold.ts";
import type { Host } from "../engine/host.ts";
import type { Outlook, View } from "../engine/watch.ts";
import { isMadeusError } from "../model/code.ts";
import type { ProbedEntry } from "../store/journal.ts";
import { postscript } from "../store/postscript.ts";
import { type StateFile, openStateFile } from "../store/sqlite-file.ts";
import { editionOf } from "../store/lease.ts";
import { holderAtWork } from "./at-work.ts";
import { instancesOf } from "./home.ts";
import { logFiles } from "./log.ts";
import { ownLogs } from "./log-place.ts";
import { hostsOf } from "./manned.ts";
import { type Declared, type Session, adopt, openSession } from "./session.ts";

export interface OutlookOptions extends Declared {
  readonly directory: string;
  /** Is what is found recorded, or kept in memory? */
  readonly records: boolean;
}

export class StateOutlook implements Outlook {
  readonly #options: OutlookOptions;
  readonly #crew: Crew;
  readonly #hosts: Readonly<Record<string, Host>>;
  readonly #logs: ReturnType<typeof logFiles>;
  readonly #unrecorded = new Map<string, ProbedEntry>();
  #session: Session;
  /** The number of the last record that the session knows. */
  #last: number;
  /** Opened for the first postscript. */
  #writing: StateFile | undefined;
  #era = 0;
  #fault: Error | undefined;

  /** @throws MadeusError  where there is no state, or the file does not know what it needs */
  constructor(options: OutlookOptions) {
    this.#options = options;
    this.#session = this.#open();
    this.#last = lastIn(this.#session);
    const secrets = new Secrets();
    const hosts = hostsOf(this.#session, secrets);
    this.#hosts = hosts;
    const { directory } = options;
    this.#logs = logFiles(ownLogs(directory), { failed: () => undefined });
    const current = (): Session => this.#session;
    this.#crew = crew({
      get state() {
        return current().state;
      },
      clock: realClock,
      hosts,
      secrets,
      directory: instancesOf(this.#session),
      log: this.#logs.write,
    });
  }

  /** What is no matter of hosts and went wrong: while a place was asked, or the state was read or written. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  look(): View | undefined {
    return this.#unlessFaulty(() => {
      const { file } = this.#session;
      if (holderAtWork(file) !== undefined) return undefined;
      const { turnover, last } = editionOf(file, realClock.nowMs());
      if (last !== this.#last || turnover !== this.#session.edition.turnover) {
        this.#reopen();
        this.#era++;
      }
      return { state: this.#session.state, era: this.#era };
    });
  }

  ask({ instance, place }: PlaceName, done: (answer: Answer | undefined) => void): void {
    const number = this.#session.state.configuration.number(instance) ?? -1;
    this.#crew.probePlace(number, place).then(
      (holds) => done(holds),
      (error: unknown) => {
        const thrown = faultOf(error);
        if (!isMadeusError(error)) this.#fault ??= thrown;
        done({ unreachable: thrown.message });
      },
    );
  }

  note(entry: ProbedEntry): boolean {
    const { directory, records } = this.#options;
    const isNoted = this.#unlessFaulty(() => {
      if (!records) return true;
      this.#writing ??= openStateFile(directory, { mode: "write" });
      return postscript(this.#writing, realClock, entry, this.#last);
    });
    if (isNoted !== true) return false;
    if (records) this.#last++;
    else this.#unrecorded.set(`${entry.instance}.${entry.place}`, entry);
    fold(this.#session.state, entry);
    return true;
  }

  /** Ends what is still being asked. */
  close(): void {
    this.#crew.cut();
    for (const host of Object.values(this.#hosts)) host.close();
    this.#logs.close();
    this.#writing?.close();
    this.#session.close();
  }

  #open(): Session {
    const opened = openSession({ directory: this.#options.directory, mode: "read" });
    const session = { ...opened, state: withParts(opened.state) };
    try {
      adopt(session, this.#options);
      const { state } = session;
      for (const entry of this.#unrecorded.values())
        if (isNews(state.configuration, entry, entry.type === "found")) fold(state, entry);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  #reopen(): void {
    const before = this.#session;
    this.#session = this.#open();
    this.#last = lastIn(this.#session);
    before.close();
  }

  /** What goes wrong is kept for whoever waits. A file that is in use by the one who writes to it is none of that. */
  #unlessFaulty<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!isMadeusError(error) || error.code !== "MADEUS_STATE_LOCKED")
        this.#fault ??= faultOf(error);
      return undefined;
    }
  }
}

const lastIn = ({ records }: Session): number => records.at(-1)?.seq ?? 0;

const faultOf = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
