/** Programs that get far, and configurations in the middle of a run: where random programs alone hardly ever come. */
import fc from "fast-check";
import type { AnyComponent } from "../../../src/model/component.ts";
import { type PortType, portTypeOf } from "../../../src/model/port.ts";
import type { Instruction, PortName } from "../../../src/model/program.ts";
import { type Chance, seededChance } from "../../../src/net/time/chance-seed.ts";
import { take } from "../../../src/semantics/advance.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import { start } from "../../../src/semantics/explore.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { others, providers } from "./lockstep-types.ts";
import { type System, type SystemSizes, systemText, systems } from "../../oracle/arbitrary.ts";
import { pick } from "../../oracle/component-arbitrary.ts";

/** A program, and how many of its steps are taken (by `seed`) before it is translated. */
export interface Begun extends System {
  readonly seed: number;
  readonly taken: number;
}

/** Programs as they are drawn, of which some steps may be taken already. */
export const begunSystems = (sizes: Partial<SystemSizes>, takenMax: number): fc.Arbitrary<Begun> =>
  begunOf(
    systems(sizes).map(
      ({ instructions }) =>
        () =>
          instructions,
    ),
    takenMax,
  );

/** As above, with up to so many instructions more. */
export const longSystems = (
  sizes: Partial<SystemSizes>,
  { moreMax, takenMax }: { moreMax: number; takenMax: number },
): fc.Arbitrary<Begun> =>
  begunOf(
    fc.record({ system: systems(sizes), more: fc.nat(moreMax) }).map(
      ({ system, more }) =>
        (chance) =>
          new LongProgram(chance).of(system.instructions, more),
    ),
    takenMax,
  );

/** Long programs for instances of the lively types. */
export const livelySystems = ({
  moreMax,
  takenMax,
}: {
  moreMax: number;
  takenMax: number;
}): fc.Arbitrary<Begun> =>
  begunOf(
    fc
      .record({
        provider: fc.constantFrom(...providers),
        others: fc.array(fc.constantFrom(...others), { minLength: 1, maxLength: 3, size: "max" }),
        more: fc.integer({ min: Math.floor(moreMax / 4), max: moreMax }),
      })
      .map(({ provider, others, more }) => (chance) => {
        const adds = [provider, ...others].map(
          (type, k): Instruction => ({ op: "add", instance: `i${k + 1}`, component: type }),
        );
        return new LongProgram(chance).connected(adds).of([], more);
      }),
    takenMax,
  );

/** Instances of which some are alike, connected already; then all of one type are asked for the same. */
export const twinSystems: fc.Arbitrary<Begun> = fc
  .record({
    provider: fc.constantFrom(...providers),
    others: fc.array(fc.constantFrom(...others), { minLength: 1, maxLength: 2, size: "max" }),
    rounds: fc.array(fc.nat(99), { minLength: 1, maxLength: 6, size: "max" }),
    seed: fc.nat(),
  })
  .map(({ provider, others, rounds, seed }) => {
    const types = [provider, ...others];
    const adds = [...types, ...types].map(
      (type, k): Added => ({ op: "add", instance: `i${k + 1}`, component: type }),
    );
    const set = new LongProgram(seededChance(seed)).connected(adds).of([], 0);
    const asked = rounds.flatMap((drawn) => {
      const type = pick(types, drawn);
      const behavior = pick(Object.keys(type.behaviors), Math.floor(drawn / types.length));
      return adds
        .filter(({ component }) => component === type)
        .map(({ instance }): Instruction => ({ op: "changeBehavior", instance, behavior }));
    });
    const instructions = [...set, ...asked];
    const text = () => `${systemText(instructions)}\nafter ${set.length} instructions`;
    return { instructions, seed, taken: set.length, [fc.toStringMethod]: text };
  });
type Added = Extract<Instruction, { op: "add" }>;

const begunOf = (
  programs: fc.Arbitrary<(chance: Chance) => readonly Instruction[]>,
  takenMax: number,
): fc.Arbitrary<Begun> =>
  fc
    .record({
      program: programs,
      seed: fc.nat(),
      taken: fc.oneof(fc.constant(0), fc.nat(takenMax)),
    })
    .map(({ program, seed, taken }) => {
      const instructions = program(seededChance(seed));
      const text = () => `${systemText(instructions)}\nseed ${seed}, ${taken} steps taken`;
      return { instructions, seed, taken, [fc.toStringMethod]: text };
    });

/** The configuration from which a system is translated. */
export function begun({ instructions, seed, taken }: Begun): Configuration {
  const c = start(instructions);
  run(c, seededChance(seed), taken);
  return c;
}

/** Takes steps; the program waits for everything else. How many steps were there? */
function run(c: Configuration, chance: Chance, stepsMax: number): number {
  for (let k = 0; k < stepsMax; k++) {
    const all = enabled(c);
    const others = all.filter(({ rule }) => rule !== "instruct");
    const steps = others.length > 0 ? others : all;
    const step = steps[Math.floor(chance() * steps.length)];
    if (step === undefined) return k;
    apply(c, step);
  }
  return stepsMax;
}

/** How many of the behaviors are kept that come to no end; how many of those that have nothing to do. */
const stuckShare = 0.4;
const idleShare = 0.1;

/** A program is made longer: each instruction is tried where those before it have led, and left out where it blocks. */
class LongProgram {
  readonly #chance: Chance;
  readonly #kept: Instruction[] = [];
  readonly #there = new Map<string, AnyComponent>();
  readonly #deleted: string[] = [];
  #wires: Wire[] = [];
  #c = new Configuration();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  of(first: readonly Instruction[], more: number): readonly Instruction[] {
    for (const one of first) this.#try(one);
    const types = [...this.#there.values()];
    for (let k = 0; k < more; k++) for (const one of this.#drawn(types)) this.#try(one);
    return this.#kept;
  }

  /** Added, and most of the use ports connected. */
  connected(adds: readonly Instruction[]): this {
    for (const one of adds) this.#try(one);
    const wires = this.#wiresOf(() => true);
    for (const wire of wires.toSorted(() => this.#chance() - 0.5))
      if (this.#chance() < 0.65) this.#try({ op: "connect", ...wire });
    return this;
  }

  #try(one: Instruction): void {
    const next = this.#c.clone();
    take(next, { type: "program", instructions: [one] });
    next.agenda.clear();
    next.steps.clear();
    const steps = run(next, this.#chance, 400);
    if (next.position < next.program.length) return;
    const isStuck = next.active > this.#c.active;
    if (isStuck && this.#chance() > stuckShare) return;
    if (one.op === "changeBehavior" && steps <= 2 && this.#chance() > idleShare) return;
    this.#kept.push(one);
    this.#c = next;
    this.#note(one);
  }

  #note(one: Instruction): void {
    if (one.op === "add") this.#there.set(one.instance, one.component);
    if (one.op === "connect") this.#wires.push(one);
    if (one.op === "disconnect") this.#wires = this.#wires.filter((wire) => !isSame(wire, one));
    if (one.op === "del") {
      this.#there.delete(one.instance);
      this.#deleted.push(one.instance);
    }
  }

  #drawn(types: readonly AnyComponent[]): readonly Instruction[] {
    const kind = this.#chance();
    const instance = this.#pick([...this.#there.keys()]) ?? "";
    if (kind < 0.7) return this.#push(instance);
    if (kind < 0.75) return [{ op: "wait", instances: kind < 0.73 ? [instance] : [] }];
    if (kind < 0.82) return this.#ending(this.#pick(this.#wires));
    if (kind < 0.9) {
      const wire = this.#pick(this.#wiresOf(() => true));
      return wire === undefined ? [] : [{ op: "connect", ...wire }];
    }
    if (kind < 0.95) {
      const own = this.#wires.filter((wire) => touches(wire, instance));
      return [...own.flatMap((wire) => this.#ending(wire)), { op: "del", instance }];
    }
    return this.#added(this.#pick(types));
  }

  /** Under the name of what was deleted, connected to all that fits, and deployed. */
  #added(component: AnyComponent | undefined): readonly Instruction[] {
    const instance = this.#deleted.pop();
    if (instance === undefined || component === undefined) return [];
    this.#there.set(instance, component);
    const wires = this.#wiresOf((wire) => touches(wire, instance));
    return [
      { op: "add", instance, component },
      ...wires.map((wire): Instruction => ({ op: "connect", ...wire })),
      ...this.#push(instance),
    ];
  }

  #push(instance: string): readonly Instruction[] {
    const behavior = this.#pick(Object.keys(this.#there.get(instance)?.behaviors ?? {}));
    return behavior === undefined ? [] : [{ op: "changeBehavior", instance, behavior }];
  }

  #ending(wire: Wire | undefined): readonly Instruction[] {
    return wire === undefined ? [] : [{ op: "disconnect", use: wire.use, provide: wire.provide }];
  }

  /** The connections that may be made. */
  #wiresOf(isWanted: (wire: Wire) => boolean): readonly Wire[] {
    const all = [...this.#there];
    return all
      .flatMap(([user, { uses }]) =>
        Object.entries<{ readonly type: PortType }>(uses).flatMap(([port, use]) =>
          all.flatMap(([provider, { provides }]) =>
            Object.entries<{ readonly type: PortType }>(provides)
              .filter(([, { type }]) => type === portTypeOf(use.type))
              .map(([name]) => ({
                use: { instance: user, port },
                provide: { instance: provider, port: name },
              })),
          ),
        ),
      )
      .filter((wire) => this.#wires.every((one) => !isSame(one, wire)) && isWanted(wire))
      .map(({ use, provide }) => ({ use, provide }));
  }

  #pick<T>(choices: readonly T[]): T | undefined {
    return choices[Math.floor(this.#chance() * choices.length)];
  }
}

interface Wire {
  readonly use: PortName;
  readonly provide: PortName;
}
const touches = ({ use, provide }: Wire, name: string): boolean =>
  use.instance === name || provide.instance === name;
const isSame = (one: Wire, other: Wire): boolean =>
  one.use.instance === other.use.instance &&
  one.use.port === other.use.port &&
  one.provide.instance === other.provide.instance &&
  one.provide.port === other.provide.port;
