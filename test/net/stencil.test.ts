/**
 * Members that are alike are stamped: the net is the one that is made for each of them by itself.
 *
 * Instances are alike only if they are of the same type. So the same assembly with a type of its own for each instance is never stamped.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyComponent } from "../../src/model/component.ts";
import type { Instruction, PortName } from "../../src/model/program.ts";
import type { Hazards } from "../../src/net/hazard.ts";
import { row } from "../../src/net/rows.ts";
import { type Translation, translate } from "../../src/net/translate.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import { start } from "../../src/semantics/explore.ts";
import { instruct, mayInstruct } from "../../src/semantics/instruction.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { systems } from "../oracle/arbitrary.ts";

const copies = 4;

/** The whole system several times side by side; `typeOf` gives each instance its type. */
function repeated(
  instructions: readonly Instruction[],
  typeOf: (component: AnyComponent) => AnyComponent,
): readonly Instruction[] {
  const own = (name: string, k: number): string => `${name}_${k}`;
  const portOf = ({ instance, port }: PortName, k: number): PortName => ({
    instance: own(instance, k),
    port,
  });
  return instructions.flatMap((one) =>
    Array.from({ length: copies }, (_, k): Instruction => {
      switch (one.op) {
        case "add":
          return { ...one, instance: own(one.instance, k), component: typeOf(one.component) };
        case "connect":
        case "disconnect":
          return { ...one, use: portOf(one.use, k), provide: portOf(one.provide, k) };
        case "wait":
          return { ...one, instances: one.instances.map((name) => own(name, k)) };
        default:
          return { ...one, instance: own(one.instance, k) };
      }
    }),
  );
}

/** Everything is added and connected, and some steps are taken. */
function begun(instructions: readonly Instruction[], choices: readonly number[]): Configuration {
  const c = start(instructions);
  while (isStructure(c.program[c.position]) && mayInstruct(c)) instruct(c);
  for (const choice of choices) {
    const steps = enabled(c);
    const step = steps[choice % steps.length];
    if (step !== undefined) apply(c, step);
  }
  return c;
}
const isStructure = (one: Instruction | undefined): boolean =>
  one?.op === "add" || one?.op === "connect";

/** All of the net in words that do not hang on the numbers of its places and transitions. */
function textOf({ net }: Translation): { places: string[]; transitions: string[] } {
  const nameOf = (places: Uint32Array): string =>
    Array.from(places, (place) => net.placeName(place))
      .sort()
      .join(", ");
  return {
    places: Array.from(net.initial, (tokens, p) => `${net.placeName(p)} ${tokens}`).sort(),
    transitions: Array.from({ length: net.transitionCount }, (_, t) => {
      const name = net.transitionName(t).replace(/ ~\d+$/, "");
      const [consumed, read, produced] = [net.consumed, net.read, net.produced];
      return `${name}: ${nameOf(row(consumed, t))} | ${nameOf(row(read, t))} | ${nameOf(row(produced, t))}`;
    }).sort(),
  };
}

const hazards: fc.Arbitrary<Partial<Hazards>> = fc.constantFrom(
  {},
  {},
  { failuresMax: 2, isRefired: true },
  { limits: [{ name: "odd", slots: 2, isAbout: (name) => /[13]$/.test(name) }] },
);

describe("instances of one type", () => {
  test("have the net that instances of equal types have", () => {
    let [members, transitions] = [0, 0];
    const check = fc.property(
      systems({ instancesMin: 1, instancesMax: 2, instructionsMax: 4 }),
      fc.array(fc.nat(999), { maxLength: 30 }),
      hazards,
      ({ instructions }, choices, hazards) => {
        const alike = repeated(instructions, (component) => component);
        const different = repeated(instructions, (component) => ({ ...component }));
        const stamped = translate(begun(alike, choices), hazards);
        const made = translate(begun(different, choices), hazards);
        expect(stamped === undefined).toBe(made === undefined);
        if (stamped === undefined || made === undefined) return;
        expect(textOf(stamped)).toEqual(textOf(made));
        members += stamped.course.members.length;
        transitions += stamped.net.transitionCount;
      },
    );
    fc.assert(check, { numRuns: 60 });
    expect(members).toBeGreaterThan(300);
    expect(transitions).toBeGreaterThan(3_000);
  });
});
