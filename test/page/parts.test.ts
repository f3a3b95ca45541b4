/** The pure parts of the page: what is found, what moves where, what is seen, and what is told of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextBox } from "../../src/page/box-neighbour.ts";
import { Chronology } from "../../src/page/chronology.ts";
import { seen, stacked } from "../../src/page/gantt-stack.ts";
import { momentOf } from "../../src/page/moment.ts";
import { marked, netOfRun, netPart } from "../../src/page/net-plan.ts";
import { recordText } from "../../src/page/record-text.ts";
import { lifecyclesMax, scenePlan } from "../../src/page/scene-plan.ts";
import { found } from "../../src/page/search.ts";
import { membersOf, reasonsOf, selectionOf } from "../../src/page/selection.ts";
import { meets, sightOf } from "../../src/page/sight.ts";
import { type Stage, countStages } from "../../src/page/stage.ts";
import { shifted, ticksIn, wholeOf, zoomedIn } from "../../src/page/time-window.ts";
import { type Mover, moved } from "../../src/page/token-move.ts";
import { toldOf } from "../../src/page/why-told.ts";
import type { Reason } from "../../src/semantics/why.ts";
import { lifecycle } from "../../src/semantics/lifecycle.ts";
import { graphOf } from "../../src/show/graph.ts";
import { siteOfAssembly } from "../../src/show/site.ts";
import { farm, lamp } from "../show/sample.ts";
import { recorded } from "./recorded.ts";

const records = await recorded(lamp);
const chronology = new Chronology();
chronology.add(records);
const pulse = {
  atWork: { command: "deploy", pid: 1, host: "a" },
  runs: [1],
  nowMs: 0,
  isEmpty: false,
};
const last = momentOf(chronology, pulse);
/** Before any action has ended. */
const early = momentOf(chronology, pulse, records.findIndex(({ type }) => type === "started") + 1);

describe("a search", () => {
  const { instances } = siteOfAssembly(farm(12));
  const names = (query: string): readonly (string | undefined)[] =>
    found(instances, [], query).map((k) => instances[k]?.name);

  test("finds by name, component and host, all words at once, and what begins so first", () => {
    expect(names("db1")).toEqual(["db1", "db10", "db11"]);
    expect(names("DATABASE 11")).toEqual(["db11"]);
    expect(names("b1")).toEqual(["db1", "db10", "db11"]);
    expect(names("nobody")).toEqual([]);
    expect(names(" ")).toHaveLength(instances.length);
  });

  test("finds those of one stage alone", () => {
    const stages = instances.map((_, k): Stage => (k === 3 ? "failed" : "rests"));
    expect(found(instances, stages, "", "failed")).toEqual([3]);
    expect([...countStages(stages)]).toEqual([
      ["failed", 1],
      ["rests", instances.length - 1],
    ]);
  });
});

describe("tokens", () => {
  const site = siteOfAssembly(lamp);
  const life = site.instances[1]?.life ?? lifecycle({} as never);
  const slots = fc.uniqueArray(fc.nat(life.slots - 1), { maxLength: 5 });

  test("are on the slots that are marked, one each, and those that stay are the same", () => {
    fc.assert(
      fc.property(slots, slots, (first, second) => {
        let id = 0;
        const before = moved([], first, life, () => ++id);
        const after = moved(before, second, life, () => ++id);
        const bySlot = (all: readonly Mover[]): Map<number, number> =>
          new Map(all.map((one) => [one.slot, one.id]));
        expect(new Set(bySlot(after).keys())).toEqual(new Set(second));
        expect(new Set(after.map((one) => one.id)).size).toBe(second.length);
        for (const [slot, own] of bySlot(before))
          if (second.includes(slot)) expect(bySlot(after).get(slot)).toBe(own);
        const known = new Set(before.map((one) => one.id));
        const isNew = after.filter((one) => !known.has(one.id)).length;
        expect(isNew).toBe(Math.max(0, second.length - first.length));
      }),
    );
  });

  test("move along their transition where they can", () => {
    const [install, fetch] = life.transitions;
    if (install === undefined || fetch === undefined) throw new Error("there are two");
    let id = 0;
    const before = moved([], [install.on, fetch.on], life, () => ++id);
    const dock = life.docks[fetch.docks[0] ?? -1]?.slot ?? -1;
    const after = moved(before, [install.on, dock], life, () => ++id);
    expect(after).toEqual([before[0], { id: before[1]?.id, slot: dock }]);
  });
});

describe("what is selected", () => {
  test("says why it waits: an instance, its token, its port", () => {
    const texts = (selection: Parameters<typeof reasonsOf>[1]): readonly string[] =>
      reasonsOf(early.configuration, selection).map(({ text }) => text);
    expect(texts({ instance: "linux" })).toEqual(["linux.update is running"]);
    expect(texts({ instance: "linux", part: { kind: "transition", name: "update" } })).toEqual([
      "linux.update is running",
    ]);
    expect(texts({ instance: "linux", part: { kind: "provide", name: "up" } })).toEqual([
      "linux.up is not provided yet",
    ]);
    expect(texts({ instance: "db", part: { kind: "use", name: "os" } })).toEqual([
      "linux.up is not provided yet",
    ]);
    expect(texts({ instance: "db", part: { kind: "place", name: "up" } })).toEqual([]);
    expect(texts({ instance: "nobody" })).toEqual([]);
    expect(reasonsOf(last.configuration, { instance: "db" })).toEqual([]);
  });

  test("is an instance, all of a component, or all on a host", () => {
    const site = siteOfAssembly(farm(6));
    for (const collapse of ["none", "type", "host"] as const)
      for (const box of graphOf(site, collapse).boxes)
        expect(membersOf(site, selectionOf(box))).toHaveLength(box.count);
  });
});

describe("reasons", () => {
  const reason = (text: string, because: readonly Reason[] = []): Reason => ({
    kind: "waits",
    instance: undefined,
    element: undefined,
    text,
    because,
  });

  test("are told once, under the first that they explain", () => {
    const shared = reason("c");
    const { told, more } = toldOf([reason("a", [shared]), reason("b", [shared])]);
    expect(told.map(({ reason: { text }, because }) => [text, because.length])).toEqual([
      ["a", 1],
      ["b", 0],
    ]);
    expect(more).toBe(0);
  });

  test("may be a hundred thousand deep", () => {
    let deep = reason("0");
    for (let k = 1; k < 100_000; k++) deep = reason(String(k), [deep]);
    expect(toldOf([deep], 20).more).toBe(1);
  });
});

describe("a graph", () => {
  test("keeps its plan while tokens move, and has another one where boxes are others", () => {
    const wish = { collapse: "none", detail: "lifecycles" } as const;
    const plan = scenePlan(early.site, wish);
    expect(scenePlan(momentOf(chronology, pulse, early.seq + 1).site, wish, plan)).toBe(plan);
    expect(scenePlan(early.site, { ...wish, detail: "boxes" }, plan)).not.toBe(plan);
    expect(plan.panels.every(({ spots }) => (spots?.size ?? 0) > 0)).toBe(true);
    expect(early.site.instances.length).toBeLessThanOrEqual(lifecyclesMax);
  });

  test("has a spot within the panel for every slot of a lifecycle", () => {
    const { panels, graph } = scenePlan(last.site, { collapse: "none", detail: "lifecycles" });
    panels.forEach(({ spots = new Map(), width, height }, k) => {
      expect(spots.size).toBe(graph.boxes[k]?.life?.slots);
      for (const { x, y } of spots.values())
        expect(x > 0 && y > 0 && x < width && y < height).toBe(true);
    });
  });

  test("shows an instance with its neighbours, and the lifecycle of that one alone", () => {
    const plan = scenePlan(last.site, { collapse: "none", detail: "boxes", focus: "web" });
    expect(plan.graph.boxes.map(({ name }) => name)).toEqual(["db", "web"]);
    expect(plan.panels.map(({ spots }) => spots !== undefined)).toEqual([false, true]);
    expect(plan.members).toEqual([[1], [2]]);
  });

  test("is walked through by arrow keys, to the nearest in that direction", () => {
    const area = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
    const areas = [area(0, 0), area(50, 5), area(100, 0), area(50, 80)];
    expect(nextBox(areas, 0, "ArrowRight")).toBe(1);
    expect(nextBox(areas, 2, "ArrowLeft")).toBe(1);
    expect(nextBox(areas, 1, "ArrowDown")).toBe(3);
    expect(nextBox(areas, 0, "ArrowLeft")).toBeUndefined();
    expect(nextBox(areas, 0, "x")).toBeUndefined();
  });
});

describe("a stretch of time", () => {
  const spans = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test("is never empty and never beyond the run, however it is zoomed and moved", () => {
    fc.assert(
      fc.property(spans, fc.array(fc.tuple(share, share), { maxLength: 8 }), (spanS, acts) => {
        let window = wholeOf(spanS);
        for (const [a, b] of acts) {
          window = zoomedIn(
            window,
            0.2 + 4 * a,
            window.fromS + b * (window.toS - window.fromS),
            spanS,
          );
          window = shifted(window, (a - b) * spanS, spanS);
          expect(window.toS).toBeGreaterThan(window.fromS);
          expect(window.fromS).toBeGreaterThanOrEqual(0);
          expect(window.toS).toBeLessThanOrEqual(spanS * (1 + 1e-9));
        }
        for (const { atS } of ticksIn(window, 10)) {
          expect(atS).toBeGreaterThanOrEqual(window.fromS - 1e-6 * spanS);
          expect(atS).toBeLessThanOrEqual(window.toS + 1e-6 * spanS);
        }
      }),
    );
  });

  test("shows the rows that are seen and no others", () => {
    const row = (name: string) => ({
      name,
      host: "a",
      instances: 1,
      bars: [],
      planned: [],
      lanes: [[]],
    });
    const { rows, height } = stacked({
      rows: Array.from({ length: 1000 }, (_, k) => row(String(k))),
      mergedBy: undefined,
      instances: 1000,
      banded: 0,
    });
    expect(height).toBe(24_000);
    expect(seen(rows, 240, 48).map((one) => one.row.name)).toEqual(["10", "11"]);
  });
});

describe("the net of a run", () => {
  const [span] = chronology.runs;
  const net = span && netOfRun(chronology, span);
  if (net === undefined) throw new Error("it has one");

  test("is drawn for some instances, each arrow between nodes that are there", () => {
    const part = netPart(net, new Set(["db"]), false);
    expect(new Set(part.nodes.map(({ instance }) => instance))).toEqual(new Set(["db"]));
    expect(part.arrows.every(({ from, to }) => part.nodes[from] && part.nodes[to])).toBe(true);
    const whole = netPart(net, new Set(["linux", "db", "web"]), true);
    expect(whole.nodes.filter(({ kind }) => kind === "transition")).toHaveLength(whole.transitions);
  });

  test("has a token wherever an instance has one, at every moment", () => {
    for (let seq = early.seq; seq <= records.length; seq++) {
      const { configuration: c } = momentOf(chronology, pulse, seq);
      const tokens = marked(net, c);
      const count = netPart(net, new Set(["linux", "db", "web"]), false).nodes.filter(
        ({ kind, number }) => kind === "place" && tokens.has(number),
      ).length;
      let own = 0;
      for (const instance of c.all())
        for (let slot = 0; slot < c.life(instance).slots; slot++)
          own += c.mark(instance, slot) > 0 ? 1 : 0;
      expect(count).toBe(own);
    }
  });
});

test("every record of a run is told in a few words", () => {
  for (const record of records) expect(recordText(record)).toMatch(/^\S.{3,}/);
});

describe("the sight", () => {
  const screen = { width: 800, height: 600 };
  const views = fc.record({
    x: fc.integer({ min: -5_000, max: 5_000 }),
    y: fc.integer({ min: -5_000, max: 5_000 }),
    scale: fc.double({ min: 0.02, max: 6, noNaN: true }),
  });

  test("holds whatever is seen, and is no nearer than the eye", () => {
    const points = fc.record({ x: fc.nat(800), y: fc.nat(600) });
    fc.assert(
      fc.property(views, views, points, (first, view, { x, y }) => {
        const sight = sightOf(view, screen, sightOf(first, screen));
        const at = { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
        expect(meets({ ...at, width: 1e-6, height: 1e-6 }, sight.area)).toBe(true);
        expect(sight.scale).toBeLessThanOrEqual(view.scale * 1.000001);
        expect(sight.scale).toBeGreaterThan(view.scale / 1.5);
      }),
    );
  });

  test("stays the same while the eye moves a little", () => {
    fc.assert(
      fc.property(views, (view) => {
        const before = sightOf(view, screen);
        const moved = { ...view, x: view.x + 100, y: view.y - 80 };
        expect(sightOf(moved, screen, before)).toBe(before);
      }),
    );
  });
});
