import { describe, expect, test } from "vitest";
import { type SimulationOptions, simulate } from "../../src/host/simulation.ts";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { blog, times } from "./simulated-blog.ts";

describe("the time that a transition takes", () => {
  const first = async (options: SimulationOptions): Promise<readonly string[]> =>
    times(await simulate(blog, options)).filter((line) => line.startsWith("db"));

  test("is what is told, else what earlier runs took, else what is declared, else a second", async () => {
    const history = {
      find: (_: string, transition: string) => (transition === "install" ? [2, 4, 9] : undefined),
    };
    expect(await first({})).toEqual(["db.install 0–3 well", "db.start 3–4 well"]);
    expect(await first({ history })).toEqual(["db.install 0–4 well", "db.start 4–5 well"]);
    expect(await first({ history, durations: { "db.install": { minS: 1, maxS: 2 } } })).toEqual([
      "db.install 0–1.5 well",
      "db.start 1.5–2.5 well",
    ]);
    const durationMs = (): number => 100;
    expect(await first({ history, durations: { "db.install": 5 }, durationMs })).toEqual([
      "db.install 0–0.1 well",
      "db.start 0.1–0.2 well",
    ]);
  });

  test("is found under names of any length", async () => {
    const long = "a".repeat(200);
    const one = component({
      name: "one",
      places: ["off", "on"],
      initial: "off",
      behaviors: { deploy: { [long]: { from: "off", to: "on", durationS: 1 } } },
    });
    const site = assembly({ name: "site", components: { [long]: one } });
    const durations = { [`${long}.${long}`]: 7 };
    expect((await simulate(site, { durations })).makespanS).toBe(7);
  });

  test("is none where there is no action and nothing is said", async () => {
    const marker = component({
      name: "marker",
      places: ["off", "on"],
      initial: "off",
      behaviors: { deploy: { pass: { from: "off", to: "on" } } },
    });
    const marked = assembly({ name: "marked", components: { marker } });
    expect((await simulate(marked)).makespanS).toBe(0);
    // Nothing is done, so it is done on a host that is down, too.
    expect((await simulate(marked, { hostDown: { local: 0 } })).outcome).toBe("done");
  });

  test("is drawn from what was measured, with a seed", async () => {
    const durations = { "db.install": [1, 2, 4] };
    const reports = await Promise.all(
      Array.from({ length: 30 }, (_, seed) => simulate(blog, { seed, durations })),
    );
    const tookS = reports.flatMap(({ transitions }) =>
      transitions.filter(({ transition }) => transition === "install").map(({ endS }) => endS),
    );
    expect(Math.min(...tookS)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...tookS)).toBeLessThanOrEqual(4);
    expect(new Set(tookS).size).toBeGreaterThan(20);
  });
});
