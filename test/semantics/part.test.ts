/** Parts and wholes: what runs in a part is what would have run in the whole, and two parts that do not meet leave each other alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instruction } from "../../src/model/program.ts";
import { type Scope, meetingOf } from "../../src/model/scope.ts";
import { connectionsOf } from "../../src/semantics/assembled.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import { canonical, start } from "../../src/semantics/explore.ts";
import { footprintOf } from "../../src/semantics/footprint.ts";
import { divide, unite } from "../../src/semantics/part.ts";
import { settle } from "../../src/semantics/settle.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { systems } from "../oracle/arbitrary.ts";

/** Without the instruction reached: a part has a program of its own. */
const standing = (c: Configuration): string => canonical(c).split("\n").slice(1).join("\n");

/** All that it is, with the order of the instances; what no guard reads left out. */
const exactly = (c: Configuration): unknown => [
  [...c.numbers.keys()],
  canonical(c),
  [...c.all()].map((one) => connectionsOf(c, one)),
  [...c.all()].map((one) => c.queue(one)),
  [c.nextPush, c.firstPush, c.awaiting, c.active, c.failedTokens, c.program],
];

function withNeighbours(c: Configuration, some: ReadonlySet<string>): ReadonlySet<string> {
  const ends = [...c.all()]
    .flatMap((one) => connectionsOf(c, one))
    .map(({ use, provide }) => [use.instance, provide.instance]);
  return new Set([...some, ...ends.filter((pair) => pair.some((name) => some.has(name))).flat()]);
}

const picks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 });

test("what was taken out and put back unchanged changes nothing", () => {
  fc.assert(
    fc.property(systems({ instancesMax: 5 }), picks, fc.nat(40), (system, chosen, steps) => {
      const c = start(system.instructions);
      for (let k = 0; k < steps; k++) {
        const open = enabled(c);
        const step = open[(chosen[k % chosen.length] ?? 0) % Math.max(1, open.length)];
        if (step !== undefined) apply(c, step);
      }
      fc.pre(c.awaiting === undefined);
      const names = [...c.numbers.keys()];
      const some = new Set(chosen.map((k) => names[k % names.length] ?? ""));
      expect(exactly(unite(c, divide(c, withNeighbours(c, some)), some))).toEqual(exactly(c));
    }),
    { numRuns: 300 },
  );
});

/** A system of several instances at rest. */
function atRest(instructions: readonly Instruction[]): Configuration | undefined {
  const c = start([]);
  return settle(c, { type: "program", instructions }).outcome === "done" ? c : undefined;
}

/** A program about what one of the picked numbers each stands for: an instance that moves, comes or goes, or a connection that ends. */
function programFrom(c: Configuration, numbers: readonly number[], own: string): Instruction[] {
  const all = [...c.all()];
  const program = numbers.flatMap((number): Instruction[] => {
    const one = all[number % all.length] ?? 0;
    const { behaviors, component } = c.life(one);
    const instance = c.names[one] ?? "";
    const behavior = behaviors[number % Math.max(1, behaviors.length)];
    const wires = connectionsOf(c, one);
    const wire = wires[number % Math.max(1, wires.length)];
    if (number % 7 === 0) return [{ op: "add", instance: own, component }];
    if (number % 7 === 1 && wire !== undefined) return [{ op: "disconnect", ...wire }];
    if (number % 7 === 2) return [{ op: "del", instance }];
    return behavior === undefined ? [] : [{ op: "changeBehavior", instance, behavior }];
  });
  return [...program, { op: "wait", instances: [] }];
}

const namesOf = ({ instances, beside }: Scope): ReadonlySet<string> =>
  new Set([...instances, ...beside]);

test("two programs that do not meet give in parts, in either order, what they give one after the other", () => {
  let compared = 0;
  const sizes = { instancesMin: 6, instancesMax: 8, instructionsMax: 1, placesMax: 3, portsMax: 1 };
  const few = fc.array(fc.nat(1000), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(systems(sizes), few, few, fc.boolean(), (system, some, others, isFirst) => {
      const whole = atRest(system.instructions);
      if (whole === undefined) return;
      const programs = [programFrom(whole, some, "n1"), programFrom(whole, others, "n2")];
      const scopes = programs.map((one) => footprintOf(whole, new Map(), one));
      const [one, other] = scopes;
      if (one === undefined || other === undefined) return;
      if (meetingOf({ ...one, hosts: [] }, { ...other, hosts: [] }) !== undefined) return;
      const parts = scopes.map((scope, k) => {
        const part = divide(whole, namesOf(scope ?? one));
        const { outcome } = settle(part, { type: "program", instructions: programs[k] ?? [] });
        return { part, outcome, moved: new Set(scope?.instances) };
      });
      // One after the other: the naive way. Of two the second begins only where the first has come to its end.
      const reference = whole.clone();
      for (const [k, instructions] of programs.entries()) {
        const { outcome } = settle(reference, { type: "program", instructions });
        expect(parts[k]?.outcome).toBe(outcome);
        if (outcome !== "done") return;
      }
      const united = (isFirst ? parts : parts.toReversed()).reduce(
        (before, { part, moved }) => unite(before, part, moved),
        whole,
      );
      expect(standing(united)).toBe(standing(reference));
      expect(united.active).toBe(reference.active);
      compared++;
    }),
    { numRuns: 700 },
  );
  expect(compared).toBeGreaterThan(30);
});
