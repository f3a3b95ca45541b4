/**
 * Random component types: forks, joins, named stations, choices, several behaviors, ports of all kinds on places and transitions.
 *
 * They are drawn as plain numbers, which shrink well, and read modulo what there is to choose from.
 */
import fc from "fast-check";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { type PortType, data, many, service } from "../../src/model/port.ts";

export interface ComponentSizes {
  /** At most 7. */
  readonly placesMax: number;
  /** Use ports, and provide ports, of a component. */
  readonly portsMax: number;
}

type PlanOf<A> = A extends (...arguments_: never) => fc.Arbitrary<infer T> ? T : never;
export type ComponentPlan = PlanOf<typeof componentPlans>;

const portTypes: readonly PortType[] = [service("s"), service("t"), data("d", { v: Number })];
const portKind = fc.oneof(
  { weight: 7, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(1, 2, 2) },
);
const numbers = (maxLength: number) =>
  fc.array(fc.nat(99), { minLength: 1, maxLength, size: "max" });
/** True once in `n` times; shrinks to false. */
export const rarely = (n: number) => fc.nat(n - 1).map((drawn) => drawn === n - 1);

export const componentPlans = ({ placesMax = 5, portsMax = 2 }: Partial<ComponentSizes>) =>
  fc.record({
    places: fc.integer({ min: 2, max: placesMax }),
    behaviors: fc.array(
      fc.record({
        /** By how much the order of the places, which keeps the behavior without cycles, is turned; and whether it is reversed. */
        turn: fc.nat(4),
        reversed: fc.boolean(),
        /** It starts where `deploy` ends, not at the first place of its order. */
        onward: fc.boolean(),
        transitions: fc.array(
          fc.record({
            from: fc.nat(99),
            to: fc.nat(99),
            named: rarely(12),
            or: fc.option(fc.nat(99), { freq: 10 }).map((drawn) => drawn ?? undefined),
          }),
          { minLength: 1, maxLength: placesMax, size: "max" },
        ),
      }),
      { minLength: 1, maxLength: 3, size: "max" },
    ),
    uses: fc.array(
      fc.record({ type: portKind, in: numbers(3), many: fc.option(fc.nat(2), { freq: 4 }) }),
      { maxLength: portsMax, size: "max" },
    ),
    provides: fc.array(fc.record({ type: fc.constantFrom(0, 1, 2, 2), in: numbers(5) }), {
      minLength: Math.min(1, portsMax),
      maxLength: portsMax,
      size: "max",
    }),
  });

/** The component that a plan describes; its first provide port is always a service `s`. */
export function componentOf(name: string, plan: ComponentPlan): AnyComponent {
  const places = ["a", "b", "c", "d", "e", "f", "g"].slice(0, plan.places);
  const [first, ...others] = plan.behaviors;
  const deploy = first === undefined ? {} : transitionsOf("d", places, ["a"], first);
  const rest = others.map((behavior, index) => {
    const order = places.map((_, k) => pick(places, k + behavior.turn));
    const turned = behavior.reversed ? order.toReversed() : order;
    const starts = behavior.onward ? endsOf(deploy) : turned.slice(0, 1);
    const word = index === 0 ? "stop" : "update";
    return [word, transitionsOf(word.slice(0, 1), turned, starts, behavior)] as const;
  });
  const behaviors = { deploy, ...Object.fromEntries(rest) };
  const transitions = Object.values(behaviors).flatMap((one) => Object.keys(one));
  const uses = plan.uses.flatMap((use, index) => {
    const type = pick(portTypes, use.type);
    const bound = type.kind === "data" ? transitions : [...transitions, ...places.slice(1)];
    const taken = use.many === null ? type : many(type, { min: use.many });
    return bound.length === 0 ? [] : [[`u${index}`, { type: taken, in: picks(bound, use.in) }]];
  });
  const provides = plan.provides.map((provide, index) => [
    `p${index}`,
    { type: pick(portTypes, index === 0 ? 0 : provide.type), in: picks(places, provide.in) },
  ]);
  return component({
    name,
    places,
    initial: "a",
    uses: Object.fromEntries(uses),
    provides: Object.fromEntries(provides),
    behaviors,
  });
}

type Drawn = Readonly<Record<string, { from: string; to: string | string[] }>>;

/** Each transition goes forward in the `order` of places, from a start or from a place that the behavior can have reached. */
function transitionsOf(
  letter: string,
  order: readonly string[],
  starts: readonly string[],
  { transitions }: ComponentPlan["behaviors"][number],
): Drawn {
  const reached = [...starts];
  const drawn = transitions.flatMap(({ from, to, named, or }, k) => {
    const start = pick(reached, from);
    const forward = order.slice(order.indexOf(start) + 1);
    const destinations = picks(forward, or === undefined ? [to] : [to, or]);
    reached.push(...destinations);
    const [one, ...more] = destinations.map((place) => (named ? `${place}/x` : place));
    return one === undefined
      ? []
      : [[`${letter}${k + 1}`, { from: start, to: more.length === 0 ? one : [one, ...more] }]];
  });
  return Object.fromEntries(drawn);
}

/** The places that a behavior goes to and not on from. */
const endsOf = (behavior: Drawn): readonly string[] => {
  const all = Object.values(behavior);
  const ends = all.flatMap(({ to }) => to).map((station) => station.split("/")[0] ?? station);
  return ends.filter((place) => all.every(({ from }) => from !== place));
};

/** The drawn one of `choices`. Undefined only where there are none, which callers have excluded. */
export const pick = <T>(choices: readonly T[], drawn: number): T =>
  choices[drawn % choices.length] as T;

/** The drawn ones, each once; none where there are no choices. */
export const picks = <T>(choices: readonly T[], drawn: readonly number[]): T[] =>
  choices.length === 0 ? [] : [...new Set(drawn.map((one) => pick(choices, one)))];
