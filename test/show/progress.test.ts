/** Progress as lines, made from whole runs in virtual time. */
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { RunOutcome } from "../../src/store/journal.ts";
import { State } from "../../src/engine/fold.ts";
import type { Outcome, Work } from "../../src/engine/performer.ts";
import { simulated } from "../../src/host/simulated.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { deployment } from "../../src/model/program.ts";
import { Progress, duration, elapsed } from "../../src/show/progress.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { memoryJournal } from "../../src/store/memory.ts";

const Sql = service("sql");
const db = component({
  name: "db",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on", retry: { attempts: 2, delayMs: 500 } } } },
});
const web = component({
  name: "web",
  places: ["off", "ready", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: { deploy: { set: { from: "off", to: "ready" }, start: { from: "ready", to: "on" } } },
});
const site = assembly({ name: "site", components: { db, web }, wires: { web: { sql: "db.sql" } } });

interface Scene {
  readonly verbose?: boolean;
  readonly fails?: (work: Work) => boolean;
  /** Looks at the progress when so much time has passed. */
  readonly look?: readonly [afterMs: number, at: (progress: Progress, nowMs: number) => void];
}

async function play({
  verbose = false,
  fails,
  look,
}: Scene): Promise<{ outcome: RunOutcome; lines: string[] }> {
  const clock = new VirtualClock();
  const journal = memoryJournal(clock);
  journal.beginRun();
  const program = deployment(site as never);
  const state = new State(catalogOf(program));
  const progress = new Progress(state.configuration, { verbose });
  const failed: Outcome = {
    kind: "failed",
    error: { code: "MADEUS_ACTION_FAILED", message: "it broke", tail: "no disk\nno luck" },
  };
  const performer = simulated(clock, {
    durationMs: ({ instance }) => (instance === "db" ? 2_000 : 1_000),
    outcome: (work) => (fails?.(work) === true ? failed : { kind: "ended", values: {} }),
  });
  const lines: string[] = [];
  const engine = new Engine({
    state,
    journal,
    clock,
    performer,
    tell: (record, steps) => lines.push(...progress.lines(record, steps)),
  });
  engine.submit("deploy", program);
  const running = engine.run();
  if (look !== undefined) clock.after(look[0], () => look[1](progress, clock.nowMs()));
  clock.run();
  return { outcome: await running, lines };
}

test("each change is a line with its time", async () => {
  const { outcome, lines } = await play({});
  expect(outcome).toBe("done");
  expect(lines).toEqual([
    "   0.0s db.start starts on local",
    "   0.0s web.set starts on local",
    "   1.0s web.set is done after 1.0s",
    "   2.0s db.start is done after 2.0s",
    "   2.0s web.start starts on local",
    "   3.0s web.start is done after 1.0s",
  ]);
});

test("verbose lines tell what followed", async () => {
  const { lines } = await play({ verbose: true });
  expect(lines).toContain("   2.0s db.sql is provided");
  expect(lines).toContain("   2.0s db is on");
  expect(lines).toContain("   3.0s web has finished deploy");
});

test("a failure is told with what the action printed last, and when it is tried again", async () => {
  const { outcome, lines } = await play({ fails: ({ instance }) => instance === "db" });
  expect(outcome).toBe("failed");
  expect(lines.filter((line) => line.includes("db.start"))).toEqual([
    "   0.0s db.start starts on local",
    "   2.0s db.start failed after 2.0s, again in 0.5s: it broke\n    | no disk\n    | no luck",
    "   2.5s db.start starts on local (try 2)",
    "   4.5s db.start failed after 2.0s: it broke\n    | no disk\n    | no luck",
  ]);
});

test("a sign of life names what runs and what waits for what", async () => {
  let life;
  await play({ look: [1_500, (progress, nowMs) => (life = progress.life(nowMs))] });
  expect(life).toEqual({
    line: expect.stringMatching(
      /^still running: db\.start \(1\.5s\); waiting: web\.start waits for .*sql/,
    ),
    running: ["db.start"],
    waiting: ["web"],
  });
});

test.each([
  [0, "0.0s"],
  [-5, "0.0s"],
  [99_949, "99.9s"],
  [99_950, "1m 40s"],
  [3_599_499, "59m 59s"],
  [3_600_000, "1h 00m"],
  [90_061_000, "25h 01m"],
])("%d ms are %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
  expect(elapsed(ms)).toBe(text.padStart(7));
});
