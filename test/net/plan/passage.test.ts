/** Passages: what is predicted of a behavior is what the semantics does, where every port is served. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heldAt } from "../../../src/net/plan/interface.ts";
import { type Passage, endsIn, passagesOf, takesIn } from "../../../src/net/plan/passage.ts";
import { type Lifecycle, lifecycle } from "../../../src/semantics/lifecycle.ts";
import { componentOf, componentPlans } from "../../oracle/component-arbitrary.ts";
import { Sql, Url, machine } from "../../semantics/scenario.ts";
import { type Run, runsOf, served } from "./served.ts";

/** How long a transition takes: many take equally long, some no time. */
const lastsS = (life: Lifecycle, transition: number): number =>
  [0, 1, 1, 2, 5][(life.transitions[transition]?.name.length ?? 0) + (transition % 5)] ??
  transition % 3;

describe("a random type", () => {
  test("does in each passage what the semantics does, whatever is chosen, from wherever it stands", () => {
    const seen = { passages: 0, chosen: 0, ports: 0, withheld: 0, stuck: 0, later: 0 };
    const check = fc.property(
      componentPlans({ portsMax: 2 }),
      fc.array(fc.nat(99), { minLength: 1, maxLength: 4, size: "max" }),
      (plan, asked) => {
        const type = componentOf("it", plan);
        const life = lifecycle(type);
        let c = served(type);
        let places: readonly number[] = [life.initial];
        for (const [k, drawn] of asked.entries()) {
          const b = drawn % life.behaviors.length;
          const runs = runsOf(c, life.behaviors[b] ?? "", (t) => lastsS(life, t));
          const passages = passagesOf(life, b, places, lastsS);
          expect(passages).toHaveLength(runs.length);
          for (const [n, passage] of passages.entries()) expectSame(life, passage, runs[n]?.run);
          const [next] = runs;
          if (next === undefined) return void seen.stuck++;
          seen.passages += passages.length;
          seen.chosen += Number(passages.length > 1);
          seen.later += Number(k > 0 && next.run.fires.length > 0);
          seen.ports += passages.flatMap(({ events }) => events).length;
          seen.withheld += passages.flatMap(({ withholds }) => withholds).length;
          ({ c } = next);
          places = next.run.to;
        }
      },
    );
    fc.assert(check, { numRuns: 250, seed: 1 });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });
});

function expectSame(life: Lifecycle, passage: Passage, run: Run | undefined): void {
  const { to, fires, durationS, events, withholds } = passage;
  expect(run).toMatchObject({ to, fires, durationS });
  const isUse = (port: number): boolean => life.ports[port]?.side === "use";
  const told = events.filter(({ port, what }) => !isUse(port) || what === "reads");
  expect(told.map(({ atS, what, port }) => `${atS} ${what} ${port}`)).toEqual(run?.events);
  const active = new Set([
    ...heldAt(life, "use", passage.from),
    ...heldAt(life, "provide", passage.from),
  ]);
  for (const [atS, ports] of run?.active ?? []) {
    for (const event of events.filter((one) => one.atS === atS)) {
      if (event.what === "begins") active.add(event.port);
      if (event.what === "ends") active.delete(event.port);
    }
    expect([...active].sort((a, z) => a - z).join()).toBe(ports);
  }
  for (const port of withholds) expect(run?.offered.has(port)).toBe(false);
}

describe("a passage", () => {
  const told = (life: Lifecycle, behavior: string, from: string): readonly (readonly string[])[] =>
    passagesOf(life, life.behaviors.indexOf(behavior), [life.places.indexOf(from)], () => 1).map(
      ({ to, events }) => [
        ...events.map(({ atS, port, what }) => `${atS} ${what} ${life.ports[port]?.name}`),
        to.map((place) => life.places[place]).join(" and "),
      ],
    );

  test("tells what becomes of each port, and when", () => {
    const web = lifecycle(
      machine(
        { deploy: { fetch: "off -> set", start: "set -> run" }, stop: { halt: "run -> set" } },
        {
          uses: { db: [Sql, "start", "run"], where: [Url, "start"] },
          provides: { page: [Sql, "run"], at: [Url, "run"] },
        },
      ),
    );
    expect(told(web, "deploy", "off")).toEqual([
      ["1 begins db", "1 reads where", "2 begins page", "2 gives at", "run"],
    ]);
    expect(told(web, "stop", "run")).toEqual([["0 ends db", "0 ends page", "set"]]);
    expect(told(web, "stop", "off")).toEqual([["off"]]);
  });

  test("is one for each way to choose, the first of all first", () => {
    const life = lifecycle(machine({ deploy: { one: "a -> b | c", other: "a -> d | e" } }));
    expect(told(life, "deploy", "a").flat()).toEqual(["b and d", "b and e", "c and d", "c and e"]);
  });

  test("withholds what refuses at once, not what could be had once more", () => {
    const ends = { stop: { drain: "run -> drained", rest: "drained -> off" } };
    const provides = (...places: readonly [string, ...string[]]) => {
      const life = lifecycle(machine(ends, { provides: { page: [Sql, ...places] } }));
      return passagesOf(life, 0, [0], () => 1).map(({ withholds }) => withholds);
    };
    expect(provides("run")).toEqual([[0]]);
    expect(provides("run", "drained")).toEqual([[]]);
  });

  test("is none where a join is not met, a second token comes, or it goes round in a circle", () => {
    const joined = lifecycle(machine({ deploy: { one: "a -> b", two: "c -> b" } }));
    const second = lifecycle(machine({ deploy: { one: "a -> b", two: "a -> b/again" } }));
    const round = lifecycle(machine({ deploy: { one: "a -> b", two: "b -> a" } }));
    for (const life of [joined, second, round]) expect(told(life, "deploy", "a")).toEqual([]);
  });

  test("takes what begins and what is read, and ends what ends", () => {
    const life = lifecycle(
      machine(
        { deploy: { start: "off -> run" }, stop: { halt: "run -> off" } },
        { uses: { db: [Sql, "run"], where: [Url, "start"] } },
      ),
    );
    const [up] = passagesOf(life, 0, [0], () => 1);
    const [down] = passagesOf(life, 1, [1], () => 1);
    if (up === undefined || down === undefined) throw new RangeError("it is stuck");
    expect([0, 1].map((port) => [takesIn(up, port), endsIn(up, port)])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect([0, 1].map((port) => [takesIn(down, port), endsIn(down, port)])).toEqual([
      [false, true],
      [false, false],
    ]);
  });
});
