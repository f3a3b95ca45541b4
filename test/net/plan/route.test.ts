/** Routes: the least time, by what they are to pass, and over what they are to let go of or leave. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heldAt, interfaceOf, isHeldAt } from "../../../src/net/plan/interface.ts";
import type { Passage } from "../../../src/net/plan/passage.ts";
import { type Errand, type Route, routeOf } from "../../../src/net/plan/route.ts";
import { type Lifecycle, lifecycle, portKey } from "../../../src/semantics/lifecycle.ts";
import { componentOf, componentPlans } from "../../oracle/component-arbitrary.ts";
import { type } from "./site.ts";

const web = lifecycle(
  type("web", { uses: { db: ["start", "run"] } }, { tune: ["turn: run2 -> run"] }),
);
const at = (place: string): readonly number[] => [web.places.indexOf(place)];
const wordsOf = (route: Route | undefined): string | undefined =>
  route?.passages.map(({ behavior }) => web.behaviors[behavior]).join(" ");
const words = (errand: Errand): string | undefined => wordsOf(routeOf(interfaceOf(web), errand));
const db = web.portNamed.get(portKey("use", "db")) ?? -1;

describe("a route", () => {
  test("is empty where nothing is asked", () => {
    expect(words({ from: at("run"), to: at("run") })).toBe("");
  });

  test("leads to where it is wanted", () => {
    expect(words({ from: at("run"), to: at("off") })).toBe("uninstall");
    expect(words({ from: at("run"), to: at("set") })).toBe("suspend");
    expect(words({ from: at("off"), to: at("run") })).toBe("deploy");
  });

  test("passes the behavior that it is to pass", () => {
    const via = web.behaviors.indexOf("update");
    expect(words({ from: at("run"), to: at("run"), via })).toBe("update deploy");
    expect(words({ from: at("set"), to: at("run"), via })).toBe("deploy update deploy");
  });

  test("lets go of what it is to let go of, and says where", () => {
    const errand = { from: at("run"), to: at("run"), release: new Set([db]) };
    expect(words(errand)).toBe("suspend deploy");
    expect(routeOf(interfaceOf(web), errand)?.letGo).toBe(1);
    expect(routeOf(interfaceOf(web), { ...errand, from: at("set") })?.letGo).toBe(0);
  });

  test("leaves the places that it is to leave", () => {
    expect(words({ from: at("run"), to: at("run"), renew: new Set(at("run")) })).toBe(
      "suspend deploy",
    );
    expect(
      words({ from: at("run"), to: at("run"), renew: new Set([...at("run"), ...at("set")]) }),
    ).toBe("suspend deploy");
  });

  test("begins where behaviors alone do not lead, too", () => {
    expect(words({ from: at("run2"), to: at("off") })).toBe("tune uninstall");
  });

  test("does not follow a behavior that goes round in a circle", () => {
    const round = lifecycle(
      type("round", {}, { deploy: ["one: off -> set", "other: set -> off"] }),
    );
    expect(routeOf(interfaceOf(round), { from: [0], to: [1] })).toBe(undefined);
  });

  test("is none where no behavior leads there", () => {
    expect(words({ from: at("set"), to: at("run2") })).toBe(undefined);
  });
});

describe("of a random type", () => {
  test("takes no longer than any other way, to wherever it is to go", () => {
    let [found, released] = [0, 0];
    const check = fc.property(
      componentPlans({}),
      fc.nat(99),
      fc.nat(99),
      fc.nat(99),
      (plan, drawn, whither, via) => {
        const life = lifecycle(componentOf("it", plan));
        const { stands } = interfaceOf(life);
        // Who goes to the beginning to stay goes by `uninstall`, however long that takes.
        const from = stands[drawn % stands.length]?.places;
        const to = stands.slice(1)[whither % Math.max(1, stands.length - 1)]?.places;
        if (from === undefined || to === undefined) return;
        const held = [...heldAt(life, "use", from), ...heldAt(life, "provide", from)];
        const release = new Set(held.slice(0, 1));
        const passing = via % (3 * life.behaviors.length);
        const errand = {
          from,
          to,
          release,
          ...(passing < life.behaviors.length && { via: passing }),
        };
        const route = routeOf(interfaceOf(life), errand);
        const ways = waysOf(life, errand, 4);
        if (route === undefined) {
          expect(ways).toEqual([]);
          return;
        }
        expect(route.passages.length > 4 || ways.some((way) => sameWay(way, route.passages))).toBe(
          true,
        );
        for (const way of ways)
          expect(costOf(way)).toBeGreaterThanOrEqual(costOf(route.passages) - 1e-9);
        found++;
        released += release.size;
      },
    );
    fc.assert(check, { numRuns: 600, seed: 1 });
    expect(found).toBeGreaterThan(80);
    expect(released).toBeGreaterThan(20);
  });
});

/** All ways of at most so many passages that do what is asked. */
function waysOf(
  life: Lifecycle,
  { from, to, via, release = new Set() }: Errand,
  longest: number,
): readonly (readonly Passage[])[] {
  const { stands } = interfaceOf(life);
  const ways: (readonly Passage[])[] = [[]];
  for (const way of ways) {
    if (way.length === longest) continue;
    const places = way.at(-1)?.to ?? from;
    const all = stands.find((one) => one.places.join() === places.join())?.passages ?? [];
    const first = all.filter(
      (one, k) => all.findIndex(({ behavior }) => behavior === one.behavior) === k,
    );
    ways.push(...first.map((one) => [...way, one]));
  }
  return ways.filter((way) => {
    const seen = [from, ...way.map((one) => one.to)];
    const isFree = seen.some((places) =>
      [...release].every((port) => !isHeldAt(life, port, places)),
    );
    const isPassed = via === undefined || way.some(({ behavior }) => behavior === via);
    return isFree && isPassed && seen.at(-1)?.join() === to.join();
  });
}

const costOf = (way: readonly Passage[]): number =>
  way.reduce((sum, { durationS }) => sum + durationS + 1e-3, 0);
const sameWay = (a: readonly Passage[], b: readonly Passage[]): boolean =>
  Math.abs(costOf(a) - costOf(b)) < 1e-9;
