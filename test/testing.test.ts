/** What users test their own assemblies with. */
import { describe, expect, test } from "vitest";
import { VirtualClock, memoryJournal, simulate, simulated, type Work } from "madeus/testing";
import { assembly, reconfigure } from "madeus";
import { blog, database, times, web } from "./host/simulated-blog.ts";

describe("a simulated program", () => {
  const restart = reconfigure(blog)
    .changeBehavior("web0", "suspend")
    .changeBehavior("db", "suspend")
    .changeBehavior("db", "deploy")
    .changeBehavior("web0", "deploy")
    .wait();

  test("starts from the deployed assembly, and its time from there", async () => {
    expect(times(await simulate(restart))).toEqual([
      "web0.end 0–1 well",
      "db.stop 1–3 well",
      "db.start 3–4 well",
      "web0.begin 4–5 well",
    ]);
  });

  test("may add and delete instances", async () => {
    const program = reconfigure(blog)
      .add("web9", web)
      .connect("web9.address", "db.address")
      .connect("web9.database", "db.sql")
      .changeBehavior("web9", "deploy")
      .changeBehavior("web0", "suspend")
      .wait()
      .disconnect("web0.address", "db.address")
      .disconnect("web0.database", "db.sql")
      .del("web0");
    const report = await simulate(program);
    expect(report).toMatchObject({ outcome: "done", makespanS: 2 });
    expect(Object.keys(report.marking)).toEqual(["db", "web9"]);
  });

  test("fails alone: the deployment before it has gone well", async () => {
    const report = await simulate(restart, { fail: ({ transition }) => transition === "begin" });
    expect(report.transitions.map(({ transition }) => transition)).toContain("end");
    expect(report.outcome).toBe("failed");
  });

  test("does not begin where its assembly cannot be deployed", async () => {
    const lonely = assembly({ name: "lonely", components: { web0: web }, wires: {} as never });
    const report = await simulate(reconfigure(lonely).add("db", database));
    expect(report).toMatchObject({ outcome: "stuck" });
    expect(Object.keys(report.marking)).toEqual(["web0"]);
  });
});

test("the parts of a simulation can be had by themselves", () => {
  const clock = new VirtualClock();
  const journal = memoryJournal(clock);
  expect(journal.beginRun()).toBe(1);
  const performer = simulated(clock, { durationMs: () => 250 });
  const work = workOf({ instance: "db", transition: "start" });
  const outcomes: unknown[] = [];
  performer.perform(work, { registered: () => {} }, (outcome) => outcomes.push(outcome));
  expect(outcomes).toEqual([]);
  clock.run();
  expect(outcomes).toEqual([{ kind: "ended", values: {} }]);
  expect(clock.nowMs()).toBe(250);
});

const workOf = (one: { readonly instance: string; readonly transition: string }): Work => ({
  attempt: 1,
  key: "key",
  host: "local",
  number: 0,
  edge: 0,
  limits: [],
  ...one,
});
