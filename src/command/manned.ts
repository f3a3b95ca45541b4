/** An engine with its crew, on an open state: what every run is made of, whoever started it. */
import { join } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import { type Crew, crew } from "../engine/crew.ts";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import { localHost } from "../host/local.ts";
import { local } from "../model/host.ts";
import type { JournalRecord } from "../store/journal.ts";
import { instancesIn } from "./instance-directory.ts";
import { logFiles } from "./log.ts";
import type { Session } from "./session.ts";

export interface Manned {
  readonly engine: Engine;
  readonly crew: Crew;
  /** Writes the logs to their ends. */
  close(): void;
}
export interface ManOptions
  extends Pick<EngineOptions, "limits" | "onError" | "onErrorOf" | "leftBehind" | "tell"> {
  /** What the run began with: told as soon as it is committed, which is with the engine's first record. */
  readonly begun?: JournalRecord;
  /** Told once, when a log cannot be written; the run goes on. */
  readonly logFailed?: (error: Error) => void;
}

/** A run that loses its state to another process is ended: what it does is no longer its own to do. */
export function manned(
  session: Session,
  { logFailed = () => undefined, begun, tell, ...options }: ManOptions = {},
): Manned {
  const { state, journal, directory, hosts, lost } = session;
  const named = [...hosts].map(([name, description]) => [name, localHost(description)]);
  const logs = logFiles(logsIn(directory), { failed: logFailed });
  const performer = crew({
    state,
    clock: realClock,
    hosts: { local: localHost(local()), ...Object.fromEntries(named) },
    directory: instancesIn(directory),
    log: logs.write,
  });
  let untold = begun;
  const engine = new Engine({
    ...options,
    state,
    journal,
    clock: realClock,
    performer,
    tell(record, steps) {
      if (untold !== undefined) tell?.(untold, []);
      untold = undefined;
      tell?.(record, steps);
    },
  });
  lost.addEventListener("abort", () => engine.abort());
  return { engine, crew: performer, close: logs.close };
}

/** Where the logs of the transitions are. */
export const logsIn = (directory: string): string => join(directory, "logs");
