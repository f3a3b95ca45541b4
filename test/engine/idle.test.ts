/** An engine that waits for an action does nothing: no timer, no wake-up, no look at anything. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { byHand, row } from "./by-hand.ts";
import type { Waiting } from "./idle-program.ts";

test("nothing is to wake an engine while its actions are at work", () => {
  const run = byHand({ program: row(["a", "b", "c"]), limits: { total: 2 } });
  expect(run.begun).toEqual(["a.go 1", "b.go 1"]);
  let asked = 0;
  const after = run.clock.after.bind(run.clock);
  run.clock.after = (...wake) => {
    asked++;
    return after(...wake);
  };
  run.clock.run(Infinity);
  expect(run.clock.nowMs()).toBe(0);
  expect(asked).toBe(0);
  // One turn takes up what has happened, and all that happened at once.
  run.end("a.go");
  expect(asked).toBe(1);
});

test("a process that waits for a program has no timer", () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-idle-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const program = join(import.meta.dirname, "idle-program.ts");
  const printed = execFileSync(process.execPath, [program, directory], { encoding: "utf8" });
  const { resources, wakeUps, outcome } = JSON.parse(printed) as Waiting;
  expect(outcome).toBe("done");
  expect(wakeUps).toBe(0);
  // It listens to the program, and to nothing else.
  expect(resources).toContain("ProcessWrap");
  expect(resources.filter((one) => ["Timeout", "Immediate"].includes(one))).toEqual([]);
});
