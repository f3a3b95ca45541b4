/** An engine with its crew, on an open state: what every run is made of, whoever started it. */
import { join } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import { type Crew, crew } from "../engine/crew.ts";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import { localHost } from "../host/local.ts";
import { local } from "../model/host.ts";
import { logFile } from "./log.ts";
import type { Session } from "./session.ts";

export interface Manned {
  readonly engine: Engine;
  readonly crew: Crew;
  /** Resolves when the logs are written. */
  close(): Promise<void>;
}

export function manned(
  { state, journal, directory }: Session,
  options: Pick<EngineOptions, "limits" | "onError" | "leftBehind" | "tell"> = {},
): Manned {
  const logs = logFile(join(directory, "logs"));
  const performer = crew({
    state,
    clock: realClock,
    hosts: { local: localHost(local()) },
    directory: instancesIn(directory),
    log: logs.write,
  });
  const engine = new Engine({ ...options, state, journal, clock: realClock, performer });
  return { engine, crew: performer, close: logs.close };
}

/** Where the directories of the instances are. */
export const instancesIn = (directory: string): string => join(directory, "instances");
