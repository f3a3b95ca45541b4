import { expect, test } from "vitest";
import { assembly, component, service } from "madeus";
import { simulate } from "madeus/testing";

const Sql = service("sql");
const db = component({
  name: "db",
  places: ["off", "ready", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: {
      set: { from: "off", to: "ready", durationS: 2 },
      start: { from: "ready", to: "on", durationS: 1, retry: { attempts: 2, delayMs: 500 } },
    },
  },
});
const web = component({
  name: "web",
  places: ["off", "ready", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: {
    deploy: {
      set: { from: "off", to: "ready", durationS: 1 },
      start: { from: "ready", to: "on", durationS: 4 },
    },
  },
});
const site = assembly({ name: "site", components: { db, web }, wires: { web: { sql: "db.sql" } } });

test("the critical path is what the makespan consists of", async () => {
  const report = await simulate(site);
  expect(
    report.criticalPath.map((one) => `${one.instance}.${one.transition} ${one.startS}-${one.endS}`),
  ).toEqual(["db.set 0-2", "db.start 2-3", "web.start 3-7"]);
  expect(report.makespanS).toBe(7);
  expect(report.transitions).toHaveLength(4);
});

test("a try that failed is on the way to the next one", async () => {
  const report = await simulate(site, {
    fail: ({ instance, transition, attempt }) =>
      instance === "db" && transition === "start" && attempt === 1,
  });
  expect(report.criticalPath.map((one) => `${one.transition} ${one.attempt} ${one.ended}`)).toEqual(
    ["set 1 well", "start 1 badly", "start 2 well", "start 1 well"],
  );
  expect(report.makespanS).toBe(8.5);
});

test("a run that has failed says why and where everything stands", async () => {
  const report = await simulate(site, { fail: ({ instance }) => instance === "db" });
  expect(report).toMatchObject({
    outcome: "failed",
    makespanS: 2,
    marking: {
      db: { places: [], transitions: ["set"] },
      web: { places: [], transitions: ["start"] },
    },
  });
  expect(report.because.length).toBeGreaterThan(0);
});
