import { expect, test } from "vitest";
import { played } from "./played.ts";
import { shopProgram } from "./shop.ts";

const failure = { code: "MADEUS_ACTION_FAILED", message: "no disk" };

test("what is at work comes in the order in which the end waits for it, and what is late counts from now on", async () => {
  const program = shopProgram(2);
  await played({
    program,
    durationMs: ({ instance, transition }) =>
      instance === "db" && transition === "install" ? 25_000 : undefined,
    looks: {
      1_000({ front, prediction }, nowMs) {
        expect(prediction).toMatchObject({ makespanS: 44, passings: 6 });
        expect(front.first(9, nowMs).map(({ name }) => name)).toEqual([
          "db.install",
          "web1.fetch",
          "web2.fetch",
        ]);
        expect(front.first(1, nowMs)).toMatchObject([
          { host: "ctl", attempt: 1, expected: { lastsS: 10, followsS: 34 } },
        ]);
        expect([front.restMs(nowMs), front.isLate(nowMs)]).toEqual([43_000, false]);
      },
      20_000: ({ front }, nowMs) =>
        expect([front.size, front.restMs(nowMs), front.isLate(nowMs)]).toEqual([1, 34_000, true]),
      30_000: (activity, nowMs) => expect(activity.restMs(nowMs)).toBe(29_000),
    },
  });
});

test("what pauses before its next try is known, with when that is", async () => {
  let tries = 0;
  const end = await played({
    program: shopProgram(1),
    becomes: ({ instance, transition }) =>
      instance === "db" && transition === "start" && tries++ === 0
        ? { kind: "failed", error: failure }
        : undefined,
    looks: {
      42_000(activity, nowMs) {
        expect([...activity.pausing.values()]).toMatchObject([
          { name: "db.start", attempt: 1, untilMs: 45_000, error: { message: "no disk" } },
        ]);
        expect(activity.restMs(nowMs)).toBe(3_000 + 30_000 + 4_000);
      },
    },
  });
  expect(end).toMatchObject({ ended: 4, repeated: 1, pausing: new Map() });
  expect(end.longest.map(({ name, tookMs }) => [name, tookMs])).toEqual([
    ["db.start", 30_000],
    ["db.install", 10_000],
    ["web1.fetch", 8_000],
  ]);
});

test("what has failed stays until somebody decides about it", async () => {
  const end = await played({
    program: shopProgram(2),
    becomes: ({ instance, transition }) =>
      instance === "web1" && transition === "fetch"
        ? { kind: "failed", error: failure }
        : undefined,
  });
  expect([...end.troubles.values()]).toMatchObject([
    { name: "web1.fetch", what: "failed", host: "node4", error: { message: "no disk" } },
  ]);
  const stamp = { seq: 99, run: 2, atMs: 99_000 };
  end.add({ ...stamp, type: "refire", instance: "web1", transition: "fetch" }, []);
  expect(end.troubles.size).toBe(0);
});

test("what stands in line for a slot is counted", async () => {
  await played({
    program: shopProgram(6),
    limits: { total: 2 },
    looks: { 1_000: ({ front, dueCount }) => expect([front.size, dueCount]).toEqual([2, 5]) },
  });
});

test("the last line that an action has printed is kept as long as it is at work", async () => {
  await played({
    program: shopProgram(1),
    looks: {
      1_000(activity) {
        activity.heard("db", "install", "Unpacking mariadb");
        activity.heard("db", "install", "  ");
        activity.heard("gone", "install", "nobody hears");
        expect(activity.action("db", "install")?.running?.said).toBe("Unpacking mariadb");
      },
      12_000: (activity) => expect(activity.action("db", "install")?.running).toBeUndefined(),
    },
  });
});
