/**
 * Is a program well-formed? Its instructions are followed over names and connections alone: which instances are there, what is
 * connected, what has been asked for. After a wrong instruction the rest is followed as if it had been meant well.
 */
import type { Assembly } from "./assembly.ts";
import { assemblyFindings } from "./check-assembly.ts";
import { componentFindings } from "./check-component.ts";
import { instructionRemarks } from "./check-instruction.ts";
import type { Finding } from "./code.ts";
import { assemblyForm, programForm } from "./declaration.ts";
import { error, finding, warning } from "./finding.ts";
import { isObject } from "./form.ts";
import { path, quote, shown } from "./name.ts";
import { typeText } from "./offers.ts";
import { type Instruction, portText } from "./program.ts";
import { type Request, Situation } from "./situation.ts";

/** Everything that is wrong with a program, the assembly that it starts from included; it may be any value. */
export function programFindings(value: unknown): readonly Finding[] {
  const { from, instructions } = isObject(value) ? value : {};
  const ofAssembly = assemblyFindings(from, "beginning");
  const problems = programForm(value, []);
  if (problems.length > 0 || assemblyForm(from, []).length > 0)
    return [
      ...ofAssembly,
      ...problems.map((one) => finding("a program", undefined, error("MADEUS_MALFORMED", one))),
    ];
  const program = instructions as readonly Instruction[];
  return [
    ...ofAssembly,
    ...addedComponents(from as Assembly, program).flatMap(componentFindings),
    ...follow(from as Assembly, program),
  ];
}

/** The components that come in with the program. */
function addedComponents(from: Assembly, program: readonly Instruction[]): readonly unknown[] {
  const known = new Set<unknown>(Object.values(from.components));
  const added = program.flatMap((one) => (one.op === "add" ? [one.component as unknown] : []));
  return [...new Set(added)].filter((component) => !known.has(component));
}

function* follow(from: Assembly, program: readonly Instruction[]): Generator<Finding> {
  const situation = new Situation(from);
  const told = (requests: readonly Request[]): readonly Finding[] =>
    requests.flatMap((request) => unserved(request, program[request.instruction]));
  for (const [index, instruction] of program.entries()) {
    if (instruction.op === "wait")
      yield* told(
        situation.unserved(instruction.instances.length === 0 ? undefined : instruction.instances),
      );
    if (instruction.op === "del") yield* told(situation.unserved([instruction.instance]));
    for (const remark of instructionRemarks(instruction, index, situation, from.hosts))
      yield finding(instructionText(instruction, index), instruction.at, remark);
  }
  yield* told(situation.unserved());
}

/** Nobody connected what a behavior needs before it was waited for, or before the program ended. */
function unserved(request: Request, instruction: Instruction | undefined): readonly Finding[] {
  if (instruction === undefined) return [];
  const { behavior, fresh, open } = request;
  return [...open.values()].map(({ use, count, certain }) => {
    const user = path(request.instance, use.name);
    const text = `${quote(behavior)} needs ${user} (${typeText(use.type)}), which has ${count === 1 ? "no provider" : `fewer than ${count} providers`}`;
    const hint = `connect("${user}", …) before it is waited for`;
    return finding(
      instructionText(instruction, request.instruction),
      instruction.at,
      fresh && certain
        ? error("MADEUS_NOT_CONNECTED", text, hint)
        : warning("MADEUS_NOT_CONNECTED", text, hint),
    );
  });
}

/** `instruction 3, del(db)`, counted from 1. */
function instructionText(instruction: Instruction, index: number): string {
  return `instruction ${index + 1}, ${instruction.op}(${operandsOf(instruction).map(shown).join(", ")})`;
}

function operandsOf(instruction: Instruction): readonly string[] {
  switch (instruction.op) {
    case "add":
    case "del":
      return [instruction.instance];
    case "connect":
    case "disconnect":
      return [portText(instruction.use), portText(instruction.provide)];
    case "changeBehavior":
      return [instruction.instance, instruction.behavior];
    case "wait":
      return instruction.instances.slice(0, 3);
  }
}
