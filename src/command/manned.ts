/** An engine with its crew, on an open state: what every run is made of, whoever started it. */
import { Secrets } from "../engine/action-secret.ts";
import { realClock } from "../engine/clock-real.ts";
import { type Crew, type CrewOptions, crew } from "../engine/crew.ts";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import { HostLocks } from "../engine/host-lock.ts";
import type { Host } from "../engine/host.ts";
import { localHost } from "../host/local.ts";
import { openHost } from "../host/open-host.ts";
import { local } from "../model/host.ts";
import { holdersAtWork } from "./at-work.ts";
import { type Housed, folderOf, instancesOf } from "./home.ts";
import { clearLater } from "./instance-directory.ts";
import { logFiles } from "./log.ts";
import { logsOfRun } from "./log-place.ts";
import type { Begun } from "./beginning.ts";
import type { Session } from "./session.ts";

export interface Manned {
  readonly engine: Engine;
  readonly crew: Crew;
  /** Removes what deleted instances had on the hosts, gives the hosts back, ends the connections to them, and writes the logs to their ends. */
  close(): Promise<void>;
}
export interface ManOptions
  extends Pick<
    EngineOptions,
    "limits" | "onError" | "onErrorOf" | "leftBehind" | "tell" | "committed"
  > {
  /** What the run began with, told with the engine's first record. Missing: it is no run. */
  readonly begun?: Begun;
  /** Told of every line that an action prints; it holds no secret. */
  readonly heard?: (instance: string, transition: string, line: string) => void;
  /** As the crew takes it. */
  readonly environment?: CrewOptions["environment"];
  /** Told once, when a log cannot be written; the run goes on. */
  readonly logFailed?: (error: Error) => void;
}

/** A run that loses its state to another process is ended: what it does is no longer its own to do. */
export function manned(
  session: Session,
  { logFailed = () => undefined, begun, tell, heard, environment, ...options }: ManOptions = {},
): Manned {
  const { state, journal, historian, directory, lost } = session;
  const secrets = new Secrets();
  const hosts = hostsOf(session, secrets);
  const locks = begun === undefined ? undefined : locksOf(session);
  const logs = logFiles(logsOfRun(directory, begun ?? {}), { failed: logFailed });
  const performer = crew({
    state,
    clock: realClock,
    hosts,
    secrets,
    directory: instancesOf(session),
    ...(environment !== undefined && { environment }),
    log(...line) {
      logs.write(...line);
      heard?.(...line);
    },
    admitted: async (name, host) => {
      if (host.description.kind !== "local") await locks?.take(name, host);
    },
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
      historian?.note(record, steps);
      tell?.(record, steps);
    },
  });
  lost.addEventListener("abort", () => engine.abort());
  const clear = clearLater(state, hosts);
  const close = async (): Promise<void> => {
    if (!lost.aborted) await clear();
    await locks?.release();
    for (const host of Object.values(hosts)) host.close();
    logs.close();
  };
  return { engine, crew: performer, close };
}

/** By name; the directories that they have for this state are told from those of others. */
export function hostsOf(
  { hosts, ...housed }: Pick<Session, "hosts"> & Housed,
  secrets: Secrets,
): Record<string, Host> & { readonly local: Host } {
  const folder = folderOf(housed);
  const named = [...hosts].map(([name, host]) => [name, openHost(host, { folder, secrets })]);
  return { local: localHost(local()), ...Object.fromEntries(named) };
}

/** Only a run changes hosts; and this machine belongs to whoever works on it. */
function locksOf({ file, holder }: Session): HostLocks | undefined {
  const isAtWork = (id: string): boolean => holdersAtWork(file).some((one) => one.id === id);
  return holder === undefined ? undefined : new HostLocks(file.id, holder, undefined, isAtWork);
}
