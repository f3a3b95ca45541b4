/**
 * Random assemblies in which nothing is ever withdrawn: lifecycles that fork and join as they like, and take times of all kinds; each
 * instance uses some of the others, mostly of those before it. Where it uses a later one, both may wait for each other.
 */
import fc from "fast-check";
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import { type AnyComponent, type AnyTransition, component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";

const Service = service("service");
const Value = data("value", {});

const edges = fc.record({
  from: fc.nat(99),
  to: fc.nat(99),
  durationMs: fc.oneof(fc.constant(0), fc.nat(9_999)),
});
const plans = fc.record({
  placeCount: fc.integer({ min: 2, max: 5 }),
  /** One into each place but the first, and some more. */
  edges: fc.array(edges, { minLength: 4, maxLength: 7 }),
  /** Does every transition lead to the next place? Else tokens may be on several places at once, and the last one serves. */
  isLine: fc.boolean(),
  providesAt: fc.nat(99),
  uses: fc.array(fc.record({ whose: fc.nat(99), at: fc.nat(99), isData: fc.boolean() }), {
    maxLength: 3,
  }),
});
type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never;

/** @param isForward  may an instance use those after it, too? */
export const assemblies = (isForward: fc.Arbitrary<boolean>): fc.Arbitrary<Assembly> =>
  fc.tuple(fc.array(plans, { minLength: 2, maxLength: 6 }), isForward).map(([all, forward]) =>
    assembly({
      name: "random",
      components: Object.fromEntries(all.map((plan, k) => [`i${k}`, componentOf(plan, k)])),
      wires: Object.fromEntries(
        all
          .slice(1)
          .map(({ uses }, k) => [`i${k + 1}`, wiresOf(uses, forward ? all.length : k + 1)]),
      ),
    }),
  );

/** Each use takes the port of one of so many. */
const wiresOf = (uses: Plan["uses"], among: number): Record<string, string> =>
  Object.fromEntries(
    uses.map(({ whose, isData }, u) => [
      `u${u}`,
      `i${whose % among}.${isData ? "value" : "service"}`,
    ]),
  );

function componentOf(plan: Plan, k: number): AnyComponent {
  const { placeCount, edges: all, isLine, providesAt, uses } = plan;
  const places = Array.from({ length: placeCount }, (_, p) => `p${p}`);
  const transitions = all.map(({ from, to, durationMs }, t): [string, AnyTransition] => {
    const end = t + 1 < placeCount ? t + 1 : 1 + (to % (placeCount - 1));
    const durationS = durationMs / 1000;
    return [
      `t${t}`,
      { from: `p${isLine ? end - 1 : from % end}`, to: `p${end}`, durationS, run: async () => {} },
    ];
  });
  const given = 1 + (providesAt % (placeCount - 1));
  return component({
    name: `type${k}`,
    places,
    initial: "p0",
    uses: Object.fromEntries(
      (k === 0 ? [] : uses).map(({ at, isData }, u) => [
        `u${u}`,
        { type: isData ? Value : Service, in: [transitions[at % transitions.length]?.[0] ?? ""] },
      ]),
    ),
    provides: {
      service: { type: Service, in: places.slice(isLine ? given : -1) },
      value: { type: Value, in: [`p${given}`] },
    },
    behaviors: { deploy: Object.fromEntries(transitions) },
  }) as AnyComponent;
}
