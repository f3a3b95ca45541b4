/** Behavioral interfaces: where an instance can stand, and what is held there. */
import { expect, test } from "vitest";
import { heldAt, interfaceFrom, interfaceOf, isHeldAt } from "../../../src/net/plan/interface.ts";
import { type Lifecycle, lifecycle } from "../../../src/semantics/lifecycle.ts";
import { Sql, machine } from "../../semantics/scenario.ts";
import { type } from "./site.ts";

const standsOf = (life: Lifecycle, from?: string): readonly string[] => {
  const { stands } =
    from === undefined ? interfaceOf(life) : interfaceFrom(life, [[life.places.indexOf(from)]]);
  return stands.map(({ places, passages }) => {
    const named = (some: readonly number[]): string =>
      some.map((place) => life.places[place]).join("+");
    const ways = passages.map(({ behavior, to }) => `${life.behaviors[behavior]} → ${named(to)}`);
    return `${named(places)}: ${ways.join(", ")}`;
  });
};

test("it tells each stand that behaviors lead to, and of each behavior that does something there where it ends", () => {
  expect(standsOf(lifecycle(type("web")))).toEqual([
    "off: deploy → run",
    "run: suspend → set, update → set, uninstall → off",
    "set: deploy → run, uninstall → off",
  ]);
});

test("an instance may stand on several places, and a behavior may end in several ways", () => {
  const life = lifecycle(
    machine({ deploy: { one: "a -> b | c", other: "a -> d" }, back: { t: "d -> e" } }),
  );
  expect(standsOf(life)).toEqual([
    "a: deploy → b+d, deploy → c+d",
    "b+d: back → b+e",
    "c+d: back → c+e",
    "b+e: ",
    "c+e: ",
  ]);
});

test("it can be told from elsewhere", () => {
  expect(
    standsOf(lifecycle(machine({ deploy: { t: "a -> b" }, back: { u: "c -> b" } })), "c"),
  ).toEqual(["c: back → b", "b: "]);
});

test("of a type with very many stands not all are told", () => {
  const numbers = Array.from({ length: 10 }, (_, k) => k);
  const forks = Object.fromEntries(numbers.map((k) => [`t${k}`, `a -> b${k}`]));
  const steps = Object.fromEntries(numbers.map((k) => [`go${k}`, { [`u${k}`]: `b${k} -> c${k}` }]));
  const { stands, isCut } = interfaceOf(lifecycle(machine({ deploy: forks, ...steps })));
  expect(isCut).toBe(true);
  expect(stands).toHaveLength(1000);
});

test("it says which services are held at a stand", () => {
  const life = lifecycle(
    machine(
      { deploy: { t: "a -> b", u: "b -> c" } },
      { uses: { one: [Sql, "b", "c"], two: [Sql, "u"] }, provides: { it: [Sql, "a", "c"] } },
    ),
  );
  const names = (side: "use" | "provide", ...places: readonly number[]): readonly string[] =>
    heldAt(life, side, places).map((port) => life.ports[port]?.name ?? "");
  expect([0, 1, 2].map((place) => names("use", place))).toEqual([[], ["one"], ["one"]]);
  expect([0, 1, 2].map((place) => names("provide", place))).toEqual([["it"], [], ["it"]]);
  expect(isHeldAt(life, 0, [0, 2])).toBe(true);
});
