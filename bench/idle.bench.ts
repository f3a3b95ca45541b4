/**
 * What does an engine cost while it waits?
 *
 * A thousand actions of this process and one program, ten seconds long; the processor time of this process meanwhile.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../src/engine/clock-real.ts";
import { crew } from "../src/engine/crew.ts";
import { Engine } from "../src/engine/engine.ts";
import { State } from "../src/engine/fold.ts";
import { localHost } from "../src/host/local.ts";
import { type AnyComponent, type AnyTransition, component } from "../src/model/component.ts";
import { local } from "../src/model/host.ts";
import type { Instruction } from "../src/model/program.ts";
import { catalogOf } from "../src/store/instruction.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteJournal } from "../src/store/sqlite.ts";

const actions = 1_000;
const seconds = 10;
const over = Promise.withResolvers<void>();

const waiting = (name: string, run: NonNullable<AnyTransition["run"]>) =>
  component({
    name,
    places: ["off", "on"],
    initial: "off",
    behaviors: { deploy: { go: { from: "off", to: "on", run } } },
  }) as AnyComponent;
const sleeper = waiting("sleeper", ({ exec }) =>
  exec("sleep", [String(seconds)]).finally(over.resolve),
);
const follower = waiting("follower", () => over.promise);

const types = new Map([["sleeper", sleeper]]);
for (let k = 1; k < actions; k++) types.set(`follower${k}`, follower);
const program: Instruction[] = [...types].flatMap(([instance, type]): Instruction[] => [
  { op: "add", instance, component: type },
  { op: "changeBehavior", instance, behavior: "deploy" },
]);

const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
try {
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), realClock);
  journal.beginRun();
  const state = new State(catalogOf(program));
  const performer = crew({
    state,
    clock: realClock,
    hosts: { local: localHost(local()) },
    directory: join(directory, "instances"),
    log: () => {},
  });
  const engine = new Engine({ state, journal, clock: realClock, performer });
  engine.submit("idle", program);
  const running = engine.run();
  await new Promise((resolve) => void setTimeout(resolve, 2_000));
  const [before, beganMs] = [process.cpuUsage(), performance.now()];
  await new Promise((resolve) => void setTimeout(resolve, (seconds - 4) * 1_000));
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 10 / (performance.now() - beganMs);
  console.log(`${actions} actions at work: ${share.toFixed(3)} % of one processor`);
  console.log(`the run ended: ${await running}`);
  journal.close();
} finally {
  rmSync(directory, { recursive: true });
}
