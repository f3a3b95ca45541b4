/** Tries of actions on this machine, with all that it wrote and registered; time passes only when a test says so. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { type Performed, performAction } from "../../src/engine/action.ts";
import type { Attempt, Surroundings } from "../../src/engine/attempt.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { Secrets } from "../../src/engine/action-secret.ts";
import { localHost } from "../../src/host/local.ts";
import { type Scope, component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { data, service } from "../../src/model/port.ts";
import { secret } from "../../src/model/secret.ts";

/** Any action may read and give any of these; the types of `component` are tried elsewhere. */
export type Body = (scope: Scope<any, any, any>) => unknown;

export const host = localHost(local(), { graceMs: 100 });

const database = component({
  name: "database",
  places: ["absent", "running", "broken"],
  initial: "absent",
  uses: {
    address: { type: data("address", { host: String }), in: ["start"] },
    unused: { type: data("address", { host: String }), in: [] },
  },
  provides: {
    sql: { type: service("sql"), in: ["running"] },
    login: { type: data("login", { url: String, password: secret() }), in: ["running"] },
    port: { type: data("port", { number: Number }), in: ["running"] },
  },
  behaviors: { deploy: { start: { from: "absent", to: ["running", "broken"] } } },
});

export interface Trial {
  readonly performed: Promise<Performed>;
  readonly clock: VirtualClock;
  readonly log: readonly string[];
  readonly groups: readonly { readonly group: ProcessGroup; readonly daemon: boolean }[];
  readonly directory: string;
  /** Resolves when `line` has been logged. */
  logged(line: string): Promise<void>;
  /** The outcome, letting as much time pass as it takes. */
  inTheEnd(): Promise<Performed>;
}

const trials: Trial[] = [];

/** Ends what all trials so far have left, and forgets them. */
export async function tidy(): Promise<void> {
  for (const { directory, groups } of trials.splice(0)) {
    await Promise.all(groups.map(({ group }) => host.end(group, 100)));
    await host.removeDirectory(directory);
  }
}

export type More = Partial<Attempt> & Partial<Surroundings>;

export function trial(body: Body | undefined, more: More = {}): Trial {
  const clock = new VirtualClock();
  const directory = mkdtempSync(join(tmpdir(), "madeus-action-"));
  const log: string[] = [];
  const groups: { group: ProcessGroup; daemon: boolean }[] = [];
  let heard = (): void => {};
  const performed = performAction({ ...attempt, body, directory, ...more }, host, {
    clock,
    secrets: new Secrets(),
    signal: new AbortController().signal,
    local: host,
    daemonLog: join(directory, "daemon.log"),
    log(line) {
      log.push(line);
      heard();
    },
    registered: (group, daemon) => void groups.push({ group, daemon }),
    ...more,
  });
  const logged = (line: string): Promise<void> =>
    new Promise((resolve) => {
      heard = () => log.includes(line) && resolve();
      heard();
    });
  const inTheEnd = () => pass(clock, performed);
  const one: Trial = { performed, clock, log, groups, directory, logged, inTheEnd };
  trials.push(one);
  return one;
}

const attempt = {
  instance: "db",
  name: "start",
  component: database,
  stations: ["running", "broken"],
  readable: { address: { host: "10.0.0.1" } },
  timeoutMs: undefined,
  attempt: 2,
  key: "db.start.1",
} satisfies Partial<Attempt>;

async function pass<T>(clock: VirtualClock, awaited: Promise<T>): Promise<T> {
  let over = false;
  void awaited.then(() => (over = true));
  while (!over) {
    // Twice: in the first turn an error may have put promises off to the second.
    await turn();
    await turn();
    clock.run();
  }
  return awaited;
}
