/** Steps performed as an action performs them, on this machine or on a host of a test bed, and what was said of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { performAction } from "../../src/engine/action.ts";
import { perform, probeOf } from "../../src/engine/action-steps.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import type { Host, ProcessGroup } from "../../src/engine/host.ts";
import { Secrets } from "../../src/engine/action-secret.ts";
import { localHost } from "../../src/host/local.ts";
import { type Scope, component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import type { Step, StepScope, StepSource } from "../../src/model/step.ts";
import type { Failure } from "../../src/store/journal.ts";

export const here: Host = localHost(local(), { graceMs: 200 });

export interface Where {
  readonly host?: Host;
  /** The directory of the instance. */
  readonly at?: string;
}
export interface Said {
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Where it failed. */
  readonly error?: Failure;
  /** As `madeus logs` shows it. */
  readonly log: string;
  /** How many commands were run on the host. */
  readonly commands: number;
  readonly returned: unknown;
}

const nobody = component({
  name: "nobody",
  places: ["absent", "present"],
  initial: "absent",
  behaviors: { deploy: { act: { from: "absent", to: "present" } } },
});

/** An empty directory of this machine, as long as the test runs. */
export function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "madeus-steps-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs the code of an action. Daemons that it leaves end with the test. */
export async function acted(
  body: (scope: Scope<any, any, any>) => unknown,
  { host = here, at = "/tmp" }: Where = {},
): Promise<Said> {
  const log: string[] = [];
  const groups: ProcessGroup[] = [];
  const outcome = await performAction(attemptOf(body, at), host, {
    clock: realClock,
    secrets: new Secrets(),
    signal: new AbortController().signal,
    local: here,
    daemonLog: `${at}/daemon.log`,
    log: (line) => void log.push(line),
    registered: (group) => void groups.push(group),
  });
  // Those of a test bed end with it.
  if (host === here)
    onTestFinished(
      async () => void (await Promise.all(groups.map((group) => host.end(group, 100)))),
    );
  if (outcome.kind === "cut") throw new Error("it was cut off");
  const { changed = [], unchanged = 0 } = outcome.changes ?? {};
  const said = { changed, unchanged, log: log.join("\n"), commands: groups.length };
  return outcome.kind === "failed"
    ? { ...said, error: outcome.error, returned: undefined }
    : { ...said, returned: outcome.returned };
}

const attemptOf = (body: (scope: Scope<any, any, any>) => unknown, at: string) => ({
  instance: "one",
  name: "act",
  component: nobody,
  body,
  stations: ["present"],
  readable: {},
  timeoutMs: undefined,
  attempt: 1,
  key: "one.act.1",
  directory: at,
});

type Sources = StepSource<StepScope> | readonly StepSource<StepScope>[];

/** Performs steps as an action that consists of them. */
export const performed = (steps: Sources, where: Where = {}): Promise<Said> =>
  acted((scope) => perform(scope, ...[steps].flat()), where);

/** What the probe of such an action answers. */
export async function probed(steps: Sources, where: Where = {}): Promise<unknown> {
  const probe = probeOf({ from: "absent", to: "present", steps: [steps].flat() });
  return (await acted((scope) => probe?.(scope), where)).returned;
}

/** Performs them until the first failure, and once more: what was changed, and that nothing was the second time. */
export async function twice(
  steps: Step | readonly Step[],
  where: Where = {},
): Promise<readonly string[]> {
  const first = await performed(steps, where);
  if (first.error !== undefined) throw new Error(`${first.error.message}\n${first.log}`);
  const second = await performed(steps, where);
  if (second.error !== undefined || second.changed.length > 0)
    throw new Error(
      `the second time: ${second.error?.message ?? second.changed.join()}\n${second.log}`,
    );
  if ((await probed(steps, where)) !== "done")
    throw new Error("its probe does not say that it is done");
  return first.changed;
}

/** Why they fail. */
export const failure = async (steps: Sources, where: Where = {}): Promise<string | undefined> =>
  (await performed(steps, where)).error?.message;
