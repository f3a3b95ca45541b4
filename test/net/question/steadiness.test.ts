/** Whether services stay there, told from one run: beside every order of things in the semantics. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { reconfigure } from "../../../src/model/program.ts";
import { declaredRange } from "../../../src/net/proof/extent.ts";
import type { RangeOf } from "../../../src/net/proof/extent.ts";
import { caseOf, explored } from "../../../src/net/proof/case.ts";
import { type ServicePort, firstOutage, servicePorts } from "../../../src/net/question/outage.ts";
import { steadinessOf } from "../../../src/net/question/steadiness.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { canonical } from "../../../src/semantics/explore.ts";
import { portKey } from "../../../src/semantics/lifecycle.ts";
import { isActive } from "../../../src/semantics/marking.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { begun, livelySystems } from "../translate/lockstep-system.ts";
import { Sql, rolling } from "./questions.ts";

const all = (): boolean => true;

test("a service goes away that is there no more at some time, with everything as long or as short as it can be", () => {
  const shift = component({
    name: "shift",
    places: ["off", "left", "further", "out", "right", "wide"],
    initial: "off",
    provides: { sql: { type: Sql, in: ["left", "further", "wide"] } },
    behaviors: {
      deploy: { openLeft: { from: "off", to: "left" }, openRight: { from: "off", to: "right" } },
      widen: {
        hold: { from: "left", to: "further", durationS: 9 },
        drop: { from: "further", to: "out" },
        stretch: { from: "right", to: "wide", durationS: 5 },
      },
    },
  });
  const site = assembly({ name: "site", components: { shift } });
  const one = caseOf(reconfigure(site).changeBehavior("shift", "widen").wait(), {});
  const port = { instance: "shift", port: "sql" };
  expect(steadinessOf(one, declaredRange, all)).toEqual({
    verdict: "unknown",
    interruptions: [],
    endangered: port,
  });
  const maybeShort: RangeOf = (instance, life, t) => {
    const { maxS } = declaredRange(instance, life, t);
    return { minS: maxS === 9 ? 1 : maxS, maxS };
  };
  expect(steadinessOf(one, maybeShort, all)).toEqual({
    verdict: "violated",
    interruptions: [{ ...port, fromS: 1, toS: 5 }],
    endangered: undefined,
  });
});

test("a service that nobody takes away stays, and others may go", () => {
  const one = caseOf(rolling, {});
  const verdictOf = (name: string): string | undefined =>
    steadinessOf(one, declaredRange, ({ instance }) => instance === name)?.verdict;
  expect(["db", "web1"].map(verdictOf)).toEqual(["proved", "violated"]);
});

test("what may go away is what goes away in some order of things", () => {
  const seen = { steady: 0, away: 0 };
  const check = fc.property(livelySystems({ moreMax: 12, takenMax: 40 }), (system) => {
    const start = begun(system);
    const one = explored(start, {});
    const away = one?.exploration.run && outages(start);
    if (one?.exploration.run === undefined || away === undefined) return;
    const { translation, exploration } = one;
    const occurrence = occurrenceOf(translation.net, exploration.run ?? new Uint32Array());
    for (const name of new Set(servicePorts(translation).map(nameOf))) {
      const found = firstOutage(translation, occurrence, (port) => nameOf(port) === name);
      expect([name, found !== undefined]).toEqual([name, away.has(name)]);
      seen[found === undefined ? "steady" : "away"]++;
    }
  });
  fc.assert(check, { numRuns: 150, seed: 5 });
  expect(seen.steady).toBeGreaterThan(10);
  expect(seen.away).toBeGreaterThan(10);
});

const nameOf = ({ instance, port }: ServicePort): string => `${instance}.${port}`;

/** The service ports that a step takes away, in all orders of things; undefined where there are too many. */
function outages(start: Configuration): ReadonlySet<string> | undefined {
  const known = new Set([canonical(start)]);
  const open = [start];
  const away = new Set<string>();
  for (let c = open.pop(); c !== undefined; c = open.pop())
    for (const step of enabled(c)) {
      const next = c.clone();
      apply(next, step);
      const there = activeIn(next);
      for (const name of activeIn(c)) if (!there.has(name)) away.add(name);
      const text = canonical(next);
      if (known.has(text)) continue;
      if (known.add(text).size > statesMax) return undefined;
      open.push(next);
    }
  return away;
}
const statesMax = 400;

function activeIn(c: Configuration): ReadonlySet<string> {
  const active = new Set<string>();
  for (const instance of c.all())
    for (const { side, kind, name } of c.life(instance).ports) {
      const q = c.life(instance).portNamed.get(portKey(side, name)) ?? -1;
      if (side === "provide" && kind === "service" && isActive(c, c.port(instance, q)))
        active.add(`${c.names[instance]}.${name}`);
    }
  return active;
}
