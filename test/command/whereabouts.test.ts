/** In which order the places of an instance are asked that is adopted. */
import { expect, test } from "vitest";
import { placesAfter } from "../../src/command/whereabouts.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { lifecycle } from "../../src/semantics/lifecycle.ts";

/** So many times one of two ways, one after the other. */
function forks(count: number): AnyComponent {
  const ways = Array.from({ length: count }, (_, k) => k);
  const deploy = ways.flatMap((k) => [
    [`choose${k}`, { from: `p${k}`, to: [`left${k}`, `right${k}`] }],
    [`fromLeft${k}`, { from: `left${k}`, to: `p${k + 1}` }],
    [`fromRight${k}`, { from: `right${k}`, to: `p${k + 1}` }],
  ]);
  return component({
    name: "forks",
    places: ["p0", ...ways.flatMap((k) => [`left${k}`, `right${k}`, `p${k + 1}`])],
    initial: "p0",
    behaviors: { deploy: Object.fromEntries(deploy) as never },
  }) as never;
}
const after = (count: number): readonly string[] => {
  const life = lifecycle(forks(count));
  return placesAfter(life, life.initial).map((place) => life.places[place] ?? "");
};

test("each place is asked before all from which deploy leads to it", () => {
  expect(after(0)).toEqual([]);
  expect(after(2)).toEqual(["p2", "right1", "left1", "p1", "right0", "left0"]);
});

test("places are looked at once, however many ways lead to them", () => {
  expect(after(200)).toHaveLength(600);
});
