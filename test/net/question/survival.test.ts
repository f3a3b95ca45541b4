/** What failures cost: told from one run, beside every order of things in the semantics. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { deployment } from "../../../src/model/program.ts";
import { transitionsNamed } from "../../../src/net/question/address.ts";
import { lossOf, lossesOf } from "../../../src/net/question/survival.ts";
import { caseOf } from "../../../src/net/proof/case.ts";
import { opening } from "../../../src/net/proof/opening.ts";
import { supposedFailure } from "../../../src/net/translate/hazard.ts";
import { take } from "../../../src/semantics/advance.ts";
import { type Configuration, nothing } from "../../../src/semantics/configuration.ts";
import type { Step } from "../../../src/semantics/event.ts";
import { canonical } from "../../../src/semantics/explore.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { Sql, site } from "./questions.ts";

describe("a failure", () => {
  test("costs what depends on it, and nothing else", () => {
    const one = caseOf(site, {});
    expect(lossOf(one, transitionsNamed(site, "web1.start"))).toEqual({
      lost: ["web1", "front"],
      atRisk: [],
      kept: ["db", "web2"],
    });
  });

  test("is weighed against all others", () => {
    const losses = lossesOf(caseOf(site, {}));
    expect([...(losses?.keys() ?? [])].slice(0, 2)).toEqual(["db.install", "db.start"]);
    expect(losses?.get("db.start")?.lost).toEqual(["db", "web1", "web2", "front"]);
    expect(losses?.get("front.start")?.lost).toEqual(["front"]);
  });

  test("in a service that is there already puts those at risk who may come too late to use it", () => {
    const growing = component({
      name: "growing",
      places: ["off", "small", "large"],
      initial: "off",
      provides: { sql: { type: Sql, in: ["small", "large"] } },
      behaviors: {
        deploy: { start: { from: "off", to: "small" }, grow: { from: "small", to: "large" } },
      },
    });
    const user = component({
      name: "user",
      places: ["off", "on"],
      initial: "off",
      uses: { sql: { type: Sql, in: ["serve", "on"] } },
      behaviors: { deploy: { serve: { from: "off", to: "on" } } },
    });
    const declared = assembly({
      name: "declared",
      components: { db: growing, web: user, other: growing },
      wires: { web: { sql: "db.sql" } },
    });
    expect(lossOf(caseOf(declared, {}), transitionsNamed(declared, "db.grow"))).toEqual({
      lost: ["db"],
      atRisk: ["web"],
      kept: ["other"],
    });
  });

  test("costs what it costs in some order of things, or in all", () => {
    let risks = 0;
    fc.assert(
      fc.property(rows, fc.nat(99), (declared, drawn) => {
        const one = caseOf(declared, {});
        const names = Object.entries(declared.components).flatMap(([name, { behaviors }]) =>
          Object.keys(behaviors["deploy"] ?? {}).map((transition) => `${name}.${transition}`),
        );
        const failing = names[drawn % names.length] ?? "";
        const loss = lossOf(one, transitionsNamed(declared, failing));
        const seen = everyEnd(declared, failing);
        if (loss === undefined || seen === undefined) return;
        const among = (wanted: (times: number) => boolean): readonly string[] =>
          Object.keys(declared.components).filter((name) => wanted(seen.finished.get(name) ?? 0));
        expect(loss).toEqual({
          lost: among((times) => times === 0),
          atRisk: among((times) => times > 0 && times < seen.ends),
          kept: among((times) => times === seen.ends),
        });
        risks += Number(loss.atRisk.length > 0);
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(risks).toBeGreaterThan(5);
  });
});

/** Instances of which each goes along a few places, provides from one of them on, and uses the one before it in one transition. */
const rows: fc.Arbitrary<Assembly> = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 2 }), from: fc.nat(9), at: fc.nat(9) }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((all) =>
    assembly({
      name: "rows",
      components: Object.fromEntries(
        all.map(({ length, from, at }, k) => {
          const places = Array.from({ length: length + 1 }, (_, p) => `p${p}`);
          const steps = places.slice(1).map((to, t) => [`t${t}`, { from: `p${t}`, to }]);
          const use = k === 0 ? {} : { sql: { type: Sql, in: [`t${at % length}`] } };
          const provides = { sql: { type: Sql, in: places.slice(1 + (from % length)) } };
          const behaviors = { deploy: Object.fromEntries(steps) };
          return [
            `i${k}`,
            component({
              name: `type${k}`,
              places,
              initial: "p0",
              uses: use,
              provides,
              behaviors,
            }) as AnyComponent,
          ];
        }),
      ),
      wires: Object.fromEntries(all.slice(1).map((_, k) => [`i${k + 1}`, wireTo(k)])),
    }),
  );

const wireTo = (k: number): Record<string, string> => ({ sql: `i${k}.sql` });

/** In how many of all ends each instance has finished, where an action always fails; undefined where there are too many orders. */
function everyEnd(
  declared: Assembly,
  failing: string,
): { readonly ends: number; readonly finished: ReadonlyMap<string, number> } | undefined {
  const start = opening(deployment(declared));
  const seen = new Set([canonical(start)]);
  const open = [start];
  const finished = new Map<string, number>();
  let ends = 0;
  for (let c = open.pop(); c !== undefined; c = open.pop()) {
    const steps = enabled(c);
    if (steps.length === 0) {
      ends++;
      for (const instance of c.all())
        if (c.behavior(instance) === nothing) {
          const name = c.names[instance] ?? "";
          finished.set(name, (finished.get(name) ?? 0) + 1);
        }
    }
    for (const step of steps) {
      const next = after(c, step, failing);
      const text = canonical(next);
      if (seen.has(text)) continue;
      if (seen.add(text).size > statesMax) return undefined;
      open.push(next);
    }
  }
  return { ends, finished };
}
const statesMax = 1500;

function after(c: Configuration, step: Step, failing: string): Configuration {
  const next = c.clone();
  const { instance, element, rule } = step;
  const life = instance === nothing ? undefined : c.life(instance);
  const transition = life?.docks[element]?.transition ?? -1;
  const name = `${c.names[instance]}.${life?.transitions[transition]?.name}`;
  if (rule !== "end" || name !== failing) apply(next, step);
  else {
    take(next, { type: "failed", instance, transition, error: supposedFailure });
    next.agenda.clear();
    next.steps.clear();
  }
  return next;
}
