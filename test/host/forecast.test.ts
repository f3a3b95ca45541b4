/** What is to be expected of a run: what its limits cost, what its faults cost, how far chance takes it, from where its times are. */
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { Work } from "../../src/engine/performer.ts";
import { type Forecast, type ForecastOptions, forecast } from "../../src/host/forecast.ts";
import { scriptOf } from "../../src/host/simulated-script.ts";
import { rehearse, stageOf } from "../../src/host/simulation.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";

const lasting = (name: string, durationS?: number, limits: readonly string[] = []) =>
  component({
    name,
    places: ["off", "on"],
    initial: "off",
    behaviors: {
      deploy: {
        start: {
          from: "off",
          to: "on",
          limits,
          run: () => undefined,
          ...(durationS === undefined ? {} : { durationS }),
        },
      },
    },
  } as const);

const three = assembly({
  name: "three",
  components: { one: lasting("a", 1, ["apt"]), two: lasting("b", 2, ["apt"]), more: lasting("c") },
});
const expected = (options: ForecastOptions): Promise<Forecast> =>
  stageOf(three).then((stage) => forecast(stage, options));

test("without limits, faults and chance it is the rehearsal alone", async () => {
  const { report, limits, without, spread, components } = await expected({});
  expect(report).toMatchObject({ outcome: "done", makespanS: 2 });
  expect([limits, without, spread]).toEqual([[], undefined, undefined]);
  expect([...components]).toEqual([
    ["one", "a"],
    ["two", "b"],
    ["more", "c"],
  ]);
});

test("each limit that made actions wait is lifted alone, the dearest first", async () => {
  const apt = ["apt"];
  const yum = ["yum"];
  const four = assembly({
    name: "four",
    components: {
      a: lasting("a", 1, apt),
      b: lasting("b", 2, apt),
      c: lasting("c", 4, yum),
      d: lasting("d", 5, yum),
    },
  });
  const limits = { total: 9, named: { apt: 1, yum: 1 } };
  const told = await forecast(await stageOf(four), { limits });
  expect(told.report.makespanS).toBe(9);
  expect(told.limits).toMatchObject([
    { limit: "limit yum", tries: 1, costsS: 4 },
    { limit: "limit apt", tries: 1, costsS: 0 },
  ]);
  for (const { limit, waitedS } of told.limits) {
    const waiting = told.report.transitions.filter(({ waitedFor }) => waitedFor === limit);
    expect(waitedS).toBe(waiting.reduce((sum, one) => sum + one.startS - one.dueS, 0));
  }
});

test("a limit of each host is told as one", async () => {
  const { limits } = await expected({ limits: { perHost: 1 } });
  expect(limits).toEqual([{ limit: "perHost", tries: 2, waitedS: expect.any(Number), costsS: 2 }]);
});

test("what a mode makes wait is no limit that could be lifted", async () => {
  const { report, limits } = await expected({ mode: "sequential" });
  expect([report.makespanS, limits]).toEqual([4, []]);
});

test("faults are told beside the same without them", async () => {
  const { report, without } = await expected({ fail: ({ instance }) => instance === "two" });
  expect([report.outcome, without?.outcome, without?.makespanS]).toEqual(["failed", "done", 2]);
  const down = await expected({ hostDown: { local: 1.5 } });
  expect([down.report.outcome, down.without?.outcome]).toEqual(["failed", "done"]);
});

test("runs by chance tell how far they lie apart, and the first report is not by chance", async () => {
  const { report, spread } = await expected({ runs: 30, seed: 5 });
  expect(report.makespanS).toBe(2);
  const { runs, done, makespan, critical } = spread ?? {};
  expect([runs, done]).toEqual([30, 30]);
  expect(makespan?.minS).toBeGreaterThanOrEqual(1);
  expect(makespan?.maxS).toBeLessThanOrEqual(4);
  expect(makespan?.p95S).toBeGreaterThanOrEqual(makespan?.medianS ?? Infinity);
  const shares = (critical ?? []).map(({ share }) => share);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect(await expected({ runs: 30, seed: 5 })).toMatchObject({ spread });
});

test("of runs none of which is done no makespan is told", async () => {
  const { spread } = await expected({ runs: 3, fail: () => true });
  expect(spread).toEqual({ runs: 3, done: 0, critical: [] });
});

test("each transition is named once under the source of its duration, tried again or not", async () => {
  const history = {
    find: (instance: string) => (instance === "one" ? [3, 5] : undefined),
  };
  const { report, sources } = await expected({ durations: { "two.start": 1 }, history });
  expect(report.makespanS).toBe(4);
  expect(sources).toEqual({
    given: ["two.start"],
    measured: ["one.start"],
    declared: [],
    assumed: ["more.start"],
    none: [],
  });
});

test("what runs on a host when it goes down is cut off then, for that", async () => {
  const { state, give } = await stageOf(three);
  await rehearse(state, give, {});
  const script = scriptOf(state, new VirtualClock(), { hostDown: { local: 1.5 } });
  const number = state.configuration.number("two") ?? -1;
  const names = { instance: "two", transition: "start", host: "local", key: "k" };
  const work: Work = { ...names, number, edge: 0, attempt: 1, limits: [] };
  expect(script.durationMs(work)).toBe(1500);
  expect(script.outcome?.(work)).toEqual({
    kind: "cut",
    error: { code: "MADEUS_HOST_UNREACHABLE", message: 'its host "local" is down' },
  });
});

test("a stage is left as it is, so that it can be played again", async () => {
  const stage = await stageOf(three);
  const once = await forecast(stage, { limits: { total: 1 } });
  expect(stage.state.configuration.numbers.size).toBe(0);
  expect(await forecast(stage, { limits: { total: 1 } })).toEqual(once);
  expect(once.report.outcome).toBe("done");
});
