/**
 * Random deployments whose critical path can be told without running them: no cycles, services and values from places that are
 * entered once, tries that fail a known number of times.
 */
import fc from "fast-check";
import { type AnyComponent, type AnyTransition, component } from "../../src/model/component.ts";
import { type PortType, data, service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";

/** One instance: places are 0 (the initial one), 1, 2 …; every transition goes to a later place. */
export interface PlannedInstance {
  readonly places: number;
  readonly transitions: readonly PlannedTransition[];
  readonly uses: readonly PlannedUse[];
  readonly host: number;
}
export interface PlannedTransition {
  readonly from: number;
  readonly to: number;
  /** Of each try; all but the last fail. */
  readonly triesMs: readonly number[];
  readonly limited: boolean;
}
/** What an instance uses of an earlier one. */
export interface PlannedUse {
  readonly data: boolean;
  readonly provider: number;
  /** Bound to a transition, or (a service only) to a place. */
  readonly transition: number | undefined;
  readonly place: number | undefined;
}
export type Plan = readonly PlannedInstance[];
const delayMs = 70;

export const plans: fc.Arbitrary<Plan> = fc
  .array(
    fc.record({
      places: fc.integer({ min: 2, max: 5 }),
      more: fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { maxLength: 3 }),
      from: fc.array(fc.nat(99), { minLength: 4, maxLength: 4 }),
      triesMs: fc.array(
        fc.oneof(
          { weight: 5, arbitrary: fc.tuple(fc.nat(1000)) },
          { weight: 1, arbitrary: fc.array(fc.nat(1000), { minLength: 2, maxLength: 3 }) },
        ),
        { minLength: 7, maxLength: 7 },
      ),
      limited: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      uses: fc.array(
        fc.record({ data: fc.boolean(), provider: fc.nat(99), at: fc.nat(99), late: fc.boolean() }),
        { maxLength: 3 },
      ),
      host: fc.nat(2),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => drawn.map((one, index) => plannedInstance(one, index)));

interface Drawn {
  readonly places: number;
  readonly more: readonly (readonly [number, number])[];
  readonly from: readonly number[];
  readonly triesMs: readonly (readonly number[])[];
  readonly limited: readonly boolean[];
  readonly uses: readonly {
    readonly data: boolean;
    readonly provider: number;
    readonly at: number;
    readonly late: boolean;
  }[];
  readonly host: number;
}

function plannedInstance(drawn: Drawn, index: number): PlannedInstance {
  const { places, host } = drawn;
  // Every place but the first is reached from an earlier one; then some more.
  const edges = [
    ...Array.from({ length: places - 1 }, (_, k) => [(drawn.from[k] ?? 0) % (k + 1), k + 1]),
    ...drawn.more.map(([a, b]) => {
      const from = a % (places - 1);
      return [from, from + 1 + (b % (places - 1 - from))];
    }),
  ];
  const transitions = edges.map(([from = 0, to = 0], k) => ({
    from,
    to,
    triesMs: drawn.triesMs[k] ?? [0],
    limited: drawn.limited[k] ?? false,
  }));
  const uses = drawn.uses.map(({ data, provider, at, late }) => {
    const onPlace = late && !data;
    return {
      data,
      provider: provider % Math.max(1, index),
      transition: onPlace ? undefined : at % transitions.length,
      place: onPlace ? 1 + (at % (places - 1)) : undefined,
    };
  });
  return { places, transitions, uses: index === 0 ? [] : uses, host };
}

/** When the deployment ends if nothing ever waits for a slot: the longest way through what depends on what. */
export function criticalPathMs(plan: Plan): number {
  const known = new Map<string, number>();
  const once = (name: string, compute: () => number): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = compute();
    known.set(name, found);
    return found;
  };
  const latest = (times: readonly number[]): number => Math.max(0, ...times);
  const entered = (i: number, place: number): number =>
    once(`place ${i} ${place}`, () => {
      const { transitions = [], uses = [] } = plan[i] ?? {};
      const joined = [...transitions.keys()].filter((t) => transitions[t]?.to === place);
      const served = uses.filter((use) => use.place === place).map(ready);
      return latest([...joined.map((t) => ended(i, t)), ...served]);
    });
  const ended = (i: number, t: number): number =>
    once(`transition ${i} ${t}`, () => {
      const { transitions = [], uses = [] } = plan[i] ?? {};
      const { from = 0, triesMs = [] } = transitions[t] ?? {};
      const served = uses.filter((use) => use.transition === t).map(ready);
      return latest([entered(i, from), ...served]) + lengthMs(triesMs);
    });
  /** Both ports are provided at the last place. */
  const ready = ({ provider }: PlannedUse): number =>
    entered(provider, (plan[provider]?.places ?? 1) - 1);
  return latest(plan.flatMap((one, i) => [...Array(one.places).keys()].map((p) => entered(i, p))));
}

/** With the pauses, which double, between the tries. */
const lengthMs = (triesMs: readonly number[]): number =>
  triesMs.reduce((sum, tryMs, k) => sum + tryMs + (k === 0 ? 0 : delayMs * 2 ** (k - 1)), 0);

/** All tries, without the pauses between them. */
export const workMs = (plan: Plan): number =>
  plan
    .flatMap(({ transitions }) => transitions.flatMap(({ triesMs }) => triesMs))
    .reduce((sum, tryMs) => sum + tryMs, 0);

const Up = service("up");
const Key = data("key", { v: Number });

/** The plan as a program: instances `i0`, `i1` …, transitions `t0`, `t1` …, on hosts `h0`, `h1` …, some limited by `rare`. */
export function programOf(plan: Plan): readonly Instruction[] {
  return [
    ...plan.map(
      (one, i): Instruction => ({
        op: "add",
        instance: `i${i}`,
        component: componentOf(one, i),
        on: `h${one.host}`,
      }),
    ),
    ...plan.flatMap(({ uses }, i) =>
      uses.map(
        ({ data, provider }, u): Instruction => ({
          op: "connect",
          use: { instance: `i${i}`, port: `u${u}` },
          provide: { instance: `i${provider}`, port: data ? "key" : "up" },
        }),
      ),
    ),
    ...plan.map(
      (_, i): Instruction => ({ op: "changeBehavior", instance: `i${i}`, behavior: "deploy" }),
    ),
    { op: "wait", instances: [] },
  ];
}

function componentOf({ places, transitions, uses }: PlannedInstance, i: number): AnyComponent {
  const last = [`p${places - 1}`];
  const useOf = ({ data, transition, place }: PlannedUse): { type: PortType; in: string[] } => ({
    type: data ? Key : Up,
    in: [transition === undefined ? `p${place}` : `t${transition}`],
  });
  const edge = ({ from, to, triesMs, limited }: PlannedTransition): AnyTransition => ({
    from: `p${from}`,
    to: `p${to}`,
    retry: { attempts: triesMs.length, delayMs },
    limits: limited ? ["rare"] : [],
    durationS: lengthMs(triesMs) / 1000,
  });
  return component({
    name: `type${i}`,
    places: Array.from({ length: places }, (_, p) => `p${p}`),
    initial: "p0",
    uses: Object.fromEntries(uses.map((use, u) => [`u${u}`, useOf(use)])),
    provides: { up: { type: Up, in: last }, key: { type: Key, in: last } },
    behaviors: {
      deploy: Object.fromEntries(transitions.map((one, t) => [`t${t}`, edge(one)])),
    },
  }) as AnyComponent;
}
