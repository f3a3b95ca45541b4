import { describe, expect, test } from "vitest";
import { simulate } from "../../src/host/simulation.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { Sql, blog, blogOf, database, times, web } from "./simulated-blog.ts";

describe("a simulated deployment", () => {
  test("takes the declared durations, one second where none is declared, and runs no action", async () => {
    const report = await simulate(blog);
    expect(times(report)).toEqual([
      "web0.unpack 0–1 well",
      "db.install 0–3 well",
      "db.start 3–4 well",
      "web0.begin 4–5 well",
    ]);
    expect(report).toMatchObject({ outcome: "done", makespanS: 5, because: [] });
    expect(report.criticalPath.map(({ transition }) => transition)).toEqual([
      "install",
      "start",
      "begin",
    ]);
    expect(report.marking["web0"]).toEqual({ places: ["running"], transitions: [] });
  });

  test("takes the durations that it is told", async () => {
    const slow = await simulate(blog, {
      durationMs: ({ transition }) => (transition === "unpack" ? 7000 : 0),
    });
    expect(slow.makespanS).toBe(7);
  });

  test.each([-1, Number.NaN, Infinity])("takes no duration of %d ms", async (ms) => {
    await expect(simulate(blog, { durationMs: () => ms })).rejects.toMatchObject({
      code: "MADEUS_BAD_NUMBER",
    });
  });

  test("goes on after failures as far as it can, and says who waits for what failed", async () => {
    const report = await simulate(blog, { fail: ({ transition }) => transition === "start" });
    expect(times(report)).toEqual([
      "web0.unpack 0–1 well",
      "db.install 0–3 well",
      "db.start 3–4 badly",
      "db.start 4.5–5.5 badly",
      "db.start 6.5–7.5 badly",
    ]);
    expect(report).toMatchObject({ outcome: "failed", makespanS: 7.5 });
    expect(JSON.stringify(report.because)).toContain("db.start failed: it was to fail");
  });

  test("tries again what fails only at first", async () => {
    const report = await simulate(blog, {
      fail: ({ instance, transition, attempt }) =>
        instance === "db" && transition === "start" && attempt === 1,
    });
    expect(report).toMatchObject({ outcome: "done", makespanS: 6.5 });
  });

  test("starts nothing more after a failure where it is to stop", async () => {
    const fail = ({ transition }: { transition: string }): boolean => transition === "unpack";
    const [stopped, drained] = await Promise.all([
      simulate(blog, { fail, onError: "stop" }),
      simulate(blog, { fail, onError: "drain" }),
    ]);
    expect(times(stopped)).toEqual(["web0.unpack 0–1 badly", "db.install 0–3 well"]);
    expect(times(drained)).toContain("db.start 3–4 well");
  });

  test("fails what takes longer than its timeout, at that time", async () => {
    const report = await simulate(blog, {
      durationMs: ({ transition }) => (transition === "begin" ? 6000 : 1000),
    });
    expect(times(report).at(-1)).toBe("web0.begin 2–7 badly");
    expect(report.outcome).toBe("failed");
  });

  test("keeps limits", async () => {
    const [free, limited] = await Promise.all([
      simulate(blogOf(5)),
      simulate(blogOf(5), { limits: { named: { disk: 1 } } }),
    ]);
    expect([free.makespanS, limited.makespanS]).toEqual([5, 6]);
  });

  test("keeps the limits of hosts, by the names that the assembly gives them", async () => {
    const wires = { address: "db.address", database: "db.sql" } as const;
    const on = (web1: "left" | "right") =>
      assembly({
        name: "hosts",
        components: { db: database, web0: web, web1: web },
        wires: { web0: wires, web1: wires },
        hosts: { left: local(), right: local() },
        on: { web0: "left", web1 },
      });
    const limits = { perHost: 1 };
    const begun = async (web1: "left" | "right"): Promise<readonly number[]> =>
      (await simulate(on(web1), { limits })).transitions
        .filter(({ transition }) => transition === "unpack")
        .map(({ startS }) => startS);
    expect([await begun("right"), await begun("left")]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test("ends where it is told to", async () => {
    const report = await simulate(blog, {
      choose: ({ transition }) => (transition === "begin" ? "broken" : undefined),
    });
    expect(report.marking["web0"]?.places).toEqual(["broken"]);
  });

  test("refuses to end where the transition does not", async () => {
    await expect(simulate(blog, { choose: () => "nowhere" })).rejects.toMatchObject({
      code: "MADEUS_SCOPE_STATION",
    });
  });

  test("is refused where the declaration is ill-formed, with all findings", async () => {
    const wires = { web0: { address: "db.adress", database: "db.sqll" } } as never;
    const wrong = assembly({ name: "wrong", components: { db: database, web0: web }, wires });
    await expect(simulate(wrong)).rejects.toMatchObject({
      code: "MADEUS_UNKNOWN_PORT",
      findings: [{}, {}],
    });
  });

  test("is stuck where all wait for each other, and says so", async () => {
    const peer = component({
      name: "peer",
      places: ["off", "on"],
      initial: "off",
      uses: { other: { type: Sql, in: ["start"] } },
      provides: { sql: { type: Sql, in: ["on"] } },
      behaviors: { deploy: { start: { from: "off", to: "on" } } },
    });
    const ring = assembly({
      name: "ring",
      components: { a: peer, b: peer },
      wires: { a: { other: "b.sql" }, b: { other: "a.sql" } },
    });
    const report = await simulate(ring);
    expect(report).toMatchObject({ outcome: "stuck", makespanS: 0, transitions: [] });
    expect(JSON.stringify(report.because)).toContain("a waits for b waits for a");
  });

  test("of 10,000 instances comes to its end", async () => {
    const report = await simulate(blogOf(10_000));
    expect(report).toMatchObject({ outcome: "done", makespanS: 5 });
    expect(report.transitions).toHaveLength(20_002);
  });

  test("fails where an option does", async () => {
    const broken = (): never => {
      throw new RangeError("no such thing");
    };
    await expect(simulate(blog, { fail: broken })).rejects.toThrow("no such thing");
    await expect(simulate(blog, { durationMs: broken })).rejects.toThrow("no such thing");
  });
});

describe("a mode", () => {
  test("runs one action in all, one in each instance, or all that may run", async () => {
    const forked = component({
      name: "forked",
      places: ["off", "on"],
      initial: "off",
      behaviors: {
        deploy: {
          left: { from: "off", to: "on", durationS: 2 },
          right: { from: "off", to: "on", durationS: 3 },
        },
      },
    });
    const pair = assembly({ name: "pair", components: { a: forked, b: forked } });
    const makespans = await Promise.all(
      (["madeus", "aeolus", "sequential"] as const).map(
        async (mode) => (await simulate(pair, { mode })).makespanS,
      ),
    );
    expect(makespans).toEqual([3, 5, 10]);
  });
});

describe("a seed", () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);

  test("gives the same run every time", async () => {
    expect(await simulate(blog, { seed: 7 })).toEqual(await simulate(blog, { seed: 7 }));
  });

  test("lets actions take between half and twice their time, and so end in other orders", async () => {
    const reports = await Promise.all(seeds.map((seed) => simulate(blogOf(3), { seed })));
    const tookS = reports.flatMap(({ transitions }) =>
      transitions.filter(({ transition }) => transition === "install"),
    );
    for (const { startS, endS } of tookS) {
      expect(endS - startS).toBeGreaterThanOrEqual(1.5);
      expect(endS - startS).toBeLessThanOrEqual(6);
    }
    const orders = reports.map(({ transitions }) => transitions.map((one) => one.instance).join());
    expect(new Set(orders).size).toBeGreaterThan(10);
    expect(reports.every(({ outcome }) => outcome === "done")).toBe(true);
  });

  test("makes no action fail by its timeout", async () => {
    const durationMs = ({ transition }: { transition: string }): number =>
      transition === "begin" ? 4900 : 100;
    const reports = await Promise.all(seeds.map((seed) => simulate(blog, { seed, durationMs })));
    expect(reports.map(({ outcome }) => outcome)).toEqual(seeds.map(() => "done"));
  });
});
