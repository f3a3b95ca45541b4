/** The retreat from a program that was cut off anywhere: it comes to how things stood before, or says what keeps it from it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AnyComponent } from "../../../src/model/component.ts";
import { type Instruction, programOf } from "../../../src/model/program.ts";
import { changeTo } from "../../../src/net/plan/change.ts";
import { type Retreat, retreat } from "../../../src/net/plan/retreat.ts";
import { systemOf } from "../../../src/net/plan/system.ts";
import { proveFrom } from "../../../src/net/proof/proof.ts";
import { advance } from "../../../src/semantics/advance.ts";
import { assembled } from "../../../src/semantics/assembled.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import type { Step, Steps } from "../../../src/semantics/event.ts";
import { instructionText } from "../../../src/semantics/lack-program.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { everything } from "../../../src/semantics/step.ts";
import { tell, whyProgram } from "../../../src/semantics/why.ts";
import * as random from "./changing.ts";

const { standing } = random;
const error = { code: "PLANTED", message: "it was cut off" };
const fires = (steps: Steps): readonly Step[] => steps.list().filter(({ rule }) => rule === "fire");

/** Runs a program, its actions ending in an order that is drawn, until so many have; what is at work then has failed. */
function runCut(
  c: Configuration,
  instructions: readonly Instruction[],
  drawn: number,
  ends: number = Infinity,
): void {
  const atWork = [...fires(advance(c, { type: "program", instructions }))];
  for (let k = 0; k < ends && atWork.length > 0; k++) {
    const [step] = atWork.splice((drawn + k) % atWork.length, 1);
    const { instance = 0, element: transition = 0 } = step ?? {};
    const values = everything(c, instance);
    atWork.push(...fires(advance(c, { type: "ended", instance, transition, values })));
  }
  if (ends < Infinity) advance(c, { type: "stop" });
  for (const { instance, element: transition } of atWork)
    advance(c, { type: "failed", instance, transition, error });
}

/** A program that nobody planned: whoever is asked for whatever. */
type Whim = readonly {
  readonly who: number;
  readonly behavior: string;
  readonly isAwaited: boolean;
}[];
const whims: fc.Arbitrary<Whim> = fc.array(
  fc.record({
    who: fc.nat(99),
    behavior: fc.constantFrom("deploy", "suspend", "update", "uninstall"),
    isAwaited: fc.boolean(),
  }),
  { maxLength: 12, size: "max" },
);
const programOfWhim = (whim: Whim, names: readonly string[]): readonly Instruction[] =>
  whim.flatMap(({ who, behavior, isAwaited }): readonly Instruction[] => {
    const instance = names[who % names.length] ?? "";
    const ask: Instruction = { op: "changeBehavior", instance, behavior };
    return isAwaited ? [ask, { op: "wait", instances: [instance] }] : [ask];
  });

/** What was at work has failed; nothing is asked of anybody but to be withdrawn. */
function giveUp(c: Configuration, { withdrawn }: Retreat): void {
  advance(c, { type: "stop" });
  advance(c, { type: "abandon" });
  for (const name of withdrawn) advance(c, { type: "withdraw", instance: c.number(name) ?? -1 });
  settle(c, { type: "go" });
}

test("whatever was planned or not, it is proved to lead back, or says what is missing", () => {
  const seen = { proved: 0, pending: 0, obstacles: 0 };
  const check = fc.property(
    random.turns({ instancesMin: 3, instancesMax: 9 }),
    fc.option(whims),
    fc.nat(40),
    fc.nat(9999),
    (turn, whim, ends, drawn) => {
      const c = random.deployed(turn.before, turn.asleep);
      const [system, before] = [systemOf(c), standing(c)];
      const planned = changeTo(system, random.wantedIn(turn)).instructions;
      const names = [...system.instances.keys()];
      runCut(c, whim === null ? planned : programOfWhim(whim, names), drawn, ends);
      const back = retreat(c, { system, on: new Map(), typeOf: typesIn(turn) });
      for (const one of back.obstacles)
        expect(one).toMatch(
          /^i\d (needs i\d\.ready for its \w+, and that is not there|cannot be withdrawn from where it is)$/,
        );
      if (back.obstacles.length > 0) return void seen.obstacles++;
      giveUp(c, back);
      const { instructions } = back;
      const told = instructions.map(instructionText).join("\n");
      // The net knows nothing of withdrawals that an operator has asked for.
      if (c.withdrawals.size > 0) seen.pending++;
      else {
        const program = programOf(assembled(c, { name: "it", hosts: {}, on: [] }), instructions);
        expect(proveFrom(program, c, { isTimed: false }).verdict, told).toBe("proved");
        seen.proved++;
      }
      runCut(c, instructions, drawn);
      expect(tell(whyProgram(c)), told).toEqual([]);
      expect(standing(c)).toEqual(before);
    },
  );
  fc.assert(check, { numRuns: 150, seed: 1 });
  expect(seen.proved).toBeGreaterThan(120);
  expect(seen.pending).toBeGreaterThan(0);
  expect(seen.obstacles).toBeGreaterThan(0);
});

const typesIn = ({ before, after }: random.Turn) => {
  const types = new Map<string, AnyComponent>();
  for (const { member } of [...before, ...after])
    for (const one of [member.component, member.other])
      types.set(`${member.name} ${one.name}`, one);
  return (component: string, instance: string): AnyComponent | undefined =>
    types.get(`${instance} ${component}`);
};
