/**
 * What does an engine cost while it waits?
 *
 * A program that runs for seconds, alone or with a thousand actions of this process that wait for it; the processor time of this
 * process meanwhile.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type AnyComponent, type AnyTransition, component } from "../src/model/component.ts";
import type { Instruction } from "../src/model/program.ts";
import { crewIn, deployment, fileJournal } from "./deployment.ts";
import { report } from "./result.ts";

/** Until all has begun; while it is measured; until all is over. */
const [beginS, measureS, restS] = [1.5, 4, 0.5];
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
try {
  await measure(1);
  await measure(1_000);
} finally {
  rmSync(directory, { recursive: true });
}

async function measure(actions: number): Promise<void> {
  const place = join(directory, `${actions}`);
  const journal = fileJournal(place);
  const deploy = deployment({ before: waiters(actions), journal, performer: crewIn(place) });
  const running = deploy(going(actions));
  await pause(beginS * 1_000);
  const [before, beganMs] = [process.cpuUsage(), performance.now()];
  await pause(measureS * 1_000);
  const { user, system } = process.cpuUsage(before);
  const value = (user + system) / 10 / (performance.now() - beganMs);
  await running;
  journal.close();
  report({
    case: `${actions.toLocaleString("en")} ${actions === 1 ? "action" : "actions"} at work`,
    figure: "processor time while waiting",
    value,
    unit: "%",
    bound: { atMost: 0.2 },
  });
}

/** The first runs a program, the others wait until it has ended. */
function waiters(actions: number): readonly Instruction[] {
  const over = Promise.withResolvers<void>();
  const lastS = `${beginS + measureS + restS}`;
  const sleeper = waiterOf("sleeper", ({ exec }) => exec("sleep", [lastS]).finally(over.resolve));
  const follower = waiterOf("follower", () => over.promise);
  return names(actions).map((instance, k) => ({
    op: "add",
    instance,
    component: k === 0 ? sleeper : follower,
  }));
}

function going(actions: number): readonly Instruction[] {
  return names(actions).map((instance) => ({ op: "changeBehavior", instance, behavior: "deploy" }));
}

function names(actions: number): readonly string[] {
  return Array.from({ length: actions }, (_, k) => `waiter${k}`);
}

function waiterOf(name: string, run: NonNullable<AnyTransition["run"]>): AnyComponent {
  return component({
    name,
    places: ["off", "on"],
    initial: "off",
    behaviors: { deploy: { go: { from: "off", to: "on", run } } },
  }) as AnyComponent;
}
