import fc from "fast-check";
import { expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { type Lifecycle, lifecycle } from "../../src/semantics/lifecycle.ts";
import { barWidth, layLifecycle, placeRadius } from "../../src/show/lifecycle-layout.ts";
import { componentOf, componentPlans } from "../oracle/component-arbitrary.ts";

const sizes = { place: () => 40, transition: () => 60 };

/** Every part that does not move others: its left, right, upper and lower edge. */
function boxesOf(life: Lifecycle): readonly (readonly [number, number, number, number])[] {
  const { places, transitions, bars } = layLifecycle(life, sizes);
  const around = (x: number, y: number, w: number, h: number) =>
    [x - w / 2, x + w / 2, y - h / 2, y + h / 2] as const;
  return [
    ...places.map(({ x, y }) => around(x, y, 2 * (placeRadius + 6 + 40), 2 * placeRadius)),
    ...transitions.map(({ x, y }) => around(x, y, 60, 18)),
    ...bars.flatMap((at, s) =>
      at === undefined
        ? []
        : [around(at.x, at.y, barWidth(life.stations[s]?.docks.length ?? 0), 4)],
    ),
  ];
}

test("no place, transition or bar lies upon another one", () => {
  fc.assert(
    fc.property(componentPlans({ placesMax: 7 }), (plan) => {
      const boxes = boxesOf(lifecycle(componentOf("any", plan)));
      const touching = boxes.flatMap(([l, r, t, b], k) =>
        boxes
          .slice(k + 1)
          .filter(
            ([l2, r2, t2, b2]) => l < r2 - 0.1 && l2 < r - 0.1 && t < b2 - 0.1 && t2 < b - 0.1,
          ),
      );
      expect(touching).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the first behavior leads downwards, and what leads back is drawn upwards", () => {
  const server = component({
    name: "server",
    places: ["running", "off", "stopped", "ready"],
    initial: "off",
    behaviors: {
      deploy: { install: { from: "off", to: "ready" }, start: { from: "ready", to: "running" } },
      suspend: { stop: { from: "running", to: "stopped" } },
      resume: { go: { from: "stopped", to: "ready" } },
      uninstall: { remove: { from: "running", to: "off" } },
    },
  });
  const { places, ways } = layLifecycle(lifecycle(server), sizes);
  const [running, off, stopped, ready] = places.map(({ y }) => y);
  expect([off, ready, running, stopped]).toEqual(
    [off, ready, running, stopped].toSorted((a = 0, b = 0) => a - b),
  );
  const back = new Set(ways.filter(({ isBack }) => isBack).map(({ behavior }) => behavior));
  expect(back).toEqual(new Set([2, 3]));
});

test("several that are awaited together meet at a bar, and alternatives are told apart", () => {
  const joined = component({
    name: "joined",
    places: ["a", "b", "c"],
    initial: "a",
    behaviors: {
      deploy: {
        one: { from: "a", to: "b" },
        other: { from: "a", to: "b" },
        either: { from: "b", to: ["c", "a"] },
      },
    },
  });
  const { bars, ways } = layLifecycle(lifecycle(joined), sizes);
  expect(bars.filter((at) => at !== undefined)).toHaveLength(1);
  expect(ways.filter(({ isChoice }) => isChoice)).toHaveLength(2);
  expect(ways.filter(({ to }) => to.kind === "bar")).toHaveLength(2);
});
