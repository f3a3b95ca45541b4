/**
 * What a watcher sees of a state: read anew whenever somebody has written to it, and held only for the moment in which something is
 * recorded. So a deployment can begin at any time, and is not watched while it is at work.
 */
import { realClock } from "../engine/clock-real.ts";
import { type Crew, crew } from "../engine/crew.ts";
import { type Answer, type PlaceName, isNews } from "../engine/drift.ts";
import { fold } from "../engine/fold.ts";
import type { Host } from "../engine/host.ts";
import type { Outlook, View } from "../engine/watch.ts";
import { isMadeusError } from "../model/code.ts";
import type { ProbedEntry } from "../store/journal.ts";
import { endOf } from "../store/sqlite.ts";
import { holderAtWork } from "./at-work.ts";
import { instancesIn } from "./instance-directory.ts";
import { logFiles } from "./log.ts";
import { hostsOf, logsIn } from "./manned.ts";
import { type Declared, type Session, adopt, openSession } from "./session.ts";

export interface OutlookOptions extends Declared {
  readonly directory: string;
  /** What this process does, for one who finds the state locked. */
  readonly command: string;
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
  #era = 0;
  #fault: Error | undefined;

  /** @throws MadeusError  where there is no state, or the file does not know what it needs */
  constructor(options: OutlookOptions) {
    this.#options = options;
    this.#session = this.#open();
    const hosts = hostsOf(this.#session);
    this.#hosts = hosts;
    const { directory } = options;
    this.#logs = logFiles(logsIn(directory), { failed: () => undefined });
    const current = (): Session => this.#session;
    this.#crew = crew({
      get state() {
        return current().state;
      },
      clock: realClock,
      hosts,
      directory: instancesIn(directory),
      log: this.#logs.write,
    });
  }

  /** What is no matter of hosts and went wrong while a place was asked. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  look(): View | undefined {
    const { file, records } = this.#session;
    if (holderAtWork(file) !== undefined) return undefined;
    if (endOf(file).last !== records.length) {
      this.#reopen();
      this.#era++;
    }
    return { state: this.#session.state, era: this.#era };
  }

  ask({ instance, place }: PlaceName, done: (answer: Answer) => void): void {
    const number = this.#session.state.configuration.number(instance) ?? -1;
    this.#crew.probePlace(number, place).then(
      (holds) => done(holds ?? false),
      (error: unknown) => {
        const thrown = error instanceof Error ? error : new Error(String(error));
        if (!isMadeusError(error)) this.#fault ??= thrown;
        done({ unreachable: thrown.message });
      },
    );
  }

  note(entry: ProbedEntry): boolean {
    if (!this.#options.records) {
      this.#unrecorded.set(`${entry.instance}.${entry.place}`, entry);
      fold(this.#session.state, entry);
      return true;
    }
    const { directory, command } = this.#options;
    const seen = this.#session.records.length;
    const session = sessionUnlessLocked({ directory, mode: "write", command });
    if (session === undefined) return false;
    try {
      if (session.records.length !== seen) return false;
      session.journal.append(entry);
      session.journal.commit();
    } finally {
      session.close();
    }
    this.#reopen();
    return true;
  }

  /** Ends what is still being asked. */
  close(): void {
    this.#crew.cut();
    for (const host of Object.values(this.#hosts)) host.close();
    this.#logs.close();
    this.#session.close();
  }

  #open(): Session {
    const session = openSession({ directory: this.#options.directory, mode: "read" });
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
    before.close();
  }
}

function sessionUnlessLocked(opening: Parameters<typeof openSession>[0]): Session | undefined {
  try {
    return openSession(opening);
  } catch (error) {
    if (isMadeusError(error) && error.code === "MADEUS_STATE_LOCKED") return undefined;
    throw error;
  }
}
