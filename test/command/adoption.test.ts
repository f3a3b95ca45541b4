/** Adoption finds any system again: whatever a deployment has come to when it ends, the record made from probes alone says the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AdoptAnswers } from "../../src/command/adopt-answer.ts";
import { Adoption } from "../../src/command/adoption.ts";
import { givingUp } from "../../src/command/teardown.ts";
import type { Crew } from "../../src/engine/crew.ts";
import { State, fold } from "../../src/engine/fold.ts";
import { assembly } from "../../src/model/assembly.ts";
import type { AnyComponent } from "../../src/model/component.ts";
import { component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { type Instruction, deployment } from "../../src/model/program.ts";
import { nothing } from "../../src/semantics/configuration.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { marking, simulate } from "../engine/simulation.ts";

const Up = service("up");
const Address = data("address", { port: Number });

/** What a random instance is: how many places, where it forks, and of whom it uses what from which of its transitions on. */
interface Plan {
  readonly length: number;
  readonly forksAt: number | undefined;
  readonly providesAt: number;
  readonly uses: number | undefined;
  readonly usesAt: number;
  readonly reads: number | undefined;
  readonly readsAt: number;
}
const planOf = (index: number): fc.Arbitrary<Plan> =>
  fc.record({
    length: fc.integer({ min: 1, max: 4 }),
    forksAt: fc.option(fc.nat(3), { nil: undefined }),
    providesAt: fc.integer({ min: 1, max: 4 }),
    uses: index === 0 ? fc.constant(undefined) : fc.option(fc.nat(index - 1), { nil: undefined }),
    usesAt: fc.nat(3),
    reads: index === 0 ? fc.constant(undefined) : fc.option(fc.nat(index - 1), { nil: undefined }),
    readsAt: fc.nat(3),
  });
const plans = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, k) => planOf(k))));

/** A row of places; at one of them two transitions leave together. */
function typeOf(plan: Plan, index: number): AnyComponent {
  const { length, forksAt, providesAt, uses, usesAt, reads, readsAt } = plan;
  const places = Array.from({ length: length + 1 }, (_, k) => `p${k}`);
  const deploy = Object.fromEntries(
    places.slice(1).flatMap((to, k) => {
      const edge = { from: `p${k}`, to };
      return forksAt === k
        ? [
            [`t${k}`, edge],
            [`u${k}`, edge],
          ]
        : [[`t${k}`, edge]];
    }),
  );
  const at = Math.min(providesAt, length);
  const within = (k: number): string => `t${Math.min(k, length - 1)}`;
  return component({
    name: `type${index}`,
    places,
    initial: "p0",
    uses: {
      ...(uses === undefined
        ? {}
        : {
            up: {
              type: Up,
              in: [within(usesAt), ...places.slice(Math.min(usesAt, length - 1) + 1)],
            },
          }),
      ...(reads === undefined ? {} : { address: { type: Address, in: [within(readsAt)] } }),
    },
    provides: {
      up: { type: Up, in: places.slice(at) },
      address: { type: Address, in: places.slice(at) },
    },
    behaviors: { deploy },
    probes: Object.fromEntries(places.slice(1).map((place) => [place, () => true])),
  });
}

function systemOf(all: readonly Plan[]) {
  const components = Object.fromEntries(all.map((plan, k) => [`i${k}`, typeOf(plan, k)]));
  const wires = Object.fromEntries(
    all.map(({ uses, reads }, k) => [
      `i${k}`,
      {
        ...(uses === undefined ? {} : { up: `i${uses}.up` }),
        ...(reads === undefined ? {} : { address: `i${reads}.address` }),
      },
    ]),
  );
  return assembly({ name: "any", components, wires });
}

/** A deployment in which some actions fail, and then all that is under way is sent back to where it was in one piece. */
async function deployed(program: readonly Instruction[], fails: (name: string) => boolean) {
  const passed = new Set<string>();
  const { state } = await simulate({
    program,
    becomes: ({ instance, transition }) => {
      const name = `${instance}.${transition}`;
      if (!fails(name)) passed.add(name);
      if (fails(name))
        return { kind: "failed", error: { code: "MADEUS_ACTION_FAILED", message: "no" } };
      return { kind: "ended", values: { address: { port: Number(instance.slice(1)) } } };
    },
  });
  const c = state.configuration;
  const entered = new Set(
    [...c.all()].flatMap((i) => {
      const life = c.life(i);
      const ends = life.stations.filter(
        ({ docks, place, slots }) =>
          docks.every((d) =>
            passed.has(`${c.names[i]}.${life.transitions[life.docks[d]?.transition ?? -1]?.name}`),
          ) &&
          slots.every((slot) => c.mark(i, slot) === 0) &&
          place >= 0,
      );
      return ends.map(({ place }) => `${c.names[i]}.${life.places[place]}`);
    }),
  );
  const busy = [...c.all()].filter((i) => c.behavior(i) !== nothing);
  for (const entry of givingUp(busy.map((i) => c.names[i] ?? ""))) fold(state, entry);
  return { state, entered };
}

/** Probes that say what the deployment has come to; those of places behind a reader read its value, and cannot say before it is given. */
function seeing(state: State, entered: ReadonlySet<string>, all: readonly Plan[]): Crew {
  const c = state.configuration;
  const isEarly = (instance: number, place: string): boolean => {
    const use = c.portNamed(instance, "use", "address");
    const { length = 0, readsAt = 0 } = all[Number(c.names[instance]?.slice(1))] ?? {};
    if (use === undefined || Number(place.slice(1)) <= Math.min(readsAt, length - 1)) return false;
    return c.across(instance, use).some((one) => !c.values.has(c.port(one.instance, one.port)));
  };
  return {
    probePlace: async (instance: number, place: string) =>
      isEarly(instance, place) ? undefined : entered.has(`${c.names[instance]}.${place}`),
    probeTransition: async (instance: number) => ({
      answer: "done",
      values: { address: { port: Number(c.names[instance]?.slice(1)) } },
    }),
  } as unknown as Crew;
}

const isDue = ({ op }: Instruction): boolean => op !== "wait";

test("any system that a deployment has come to is adopted as it stands, and its record replays to the same", async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.array(fc.nat(9), { maxLength: 3 }), async (all, failing) => {
      const site = systemOf(all);
      const program = deployment(site).filter(isDue);
      const names = Object.entries(site.components).flatMap(([name, type]) =>
        Object.keys(type.behaviors["deploy"] ?? {}).map((t) => `${name}.${t}`),
      );
      const failed = new Set(failing.map((k) => names[k % names.length]));
      const real = await deployed(program, (name) => failed.has(name));
      const state = new State(catalogOf(program));
      const answers = new AdoptAnswers({ at: [], give: [] }, site, false);
      const adoption = new Adoption(state, seeing(state, real.entered, all), answers);
      await adoption.follow(program);
      expect(answers.missing).toEqual([]);
      expect(adoption.contradictions).toEqual([]);
      expect(marking(state)).toEqual(marking(real.state));
      expect(state.configuration.done).toBe(true);
      const again = new State(catalogOf(program));
      for (const entry of adoption.entries) fold(again, entry);
      expect(canonical(again.configuration)).toEqual(canonical(state.configuration));
    }),
    { numRuns: 100 },
  );
});
