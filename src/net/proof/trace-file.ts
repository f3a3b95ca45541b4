/**
 * Traces as files: a run of a deployment or a program, step by step, in the names of the declaration. A counterexample is written so that
 * it can be followed again; what does not fit the declaration is refused, with the first step that does not.
 */
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import { instructionText } from "../../semantics/lack-program.ts";
import { elementName } from "../translate/naming.ts";
import type { NetStep, Translation } from "../translate/translate.ts";
import { isEnabled, move } from "../explore/verify.ts";

/** What a file holds. */
export interface Trace {
  readonly madeus: "trace-1";
  /** Of the assembly. */
  readonly assembly: string;
  /** Under which the file exports what it is of. */
  readonly export?: string;
  /** Of a program: the run of the deployment before it. */
  readonly deployment?: readonly TraceStep[];
  readonly steps: readonly TraceStep[];
}
/** `element`: a place, transition, station or behavior by its name; of an instruction its number, from 1, and its text. */
export interface TraceStep {
  readonly rule: string;
  readonly instance?: string;
  readonly element: string;
}

/** A run of a net in names. */
export const traceSteps = (
  translation: Translation,
  trace: Iterable<number>,
): readonly TraceStep[] =>
  [...trace].map((transition) => traceStep(translation, translation.stepOf(transition)));

function traceStep({ desk }: Translation, { rule, member, element }: NetStep): TraceStep {
  const who = desk.course.members[member];
  if (who !== undefined)
    return { rule, instance: who.name, element: elementName(who.life, rule, element) };
  const instruction = desk.configuration.program[element];
  const text = instruction === undefined ? "" : ` ${instructionText(instruction)}`;
  return { rule, element: `${element + 1}${text}` };
}

/** The text of a trace, a line for each step. */
export function* traceText({ deployment, steps, ...head }: Trace): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},\n`;
  for (const [name, list] of Object.entries({ deployment, steps })) {
    if (list === undefined) continue;
    yield `"${name}": [\n`;
    for (const [k, step] of list.entries())
      yield `  ${JSON.stringify(step)}${k + 1 < list.length ? "," : ""}\n`;
    yield name === "steps" ? "]}\n" : "],\n";
  }
}

/** @param file  the absolute path that faults name  @throws MadeusError  MADEUS_FILE_FORMAT */
export function readTrace(file: string, text: string): Trace {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(file, "it is no JSON");
  }
  if (!isRecord(value) || value["madeus"] !== "trace-1")
    throw malformed(file, 'it does not begin with "madeus": "trace-1"');
  const { assembly, export: exported, deployment, steps } = value;
  if (typeof assembly !== "string") throw malformed(file, "it names no assembly");
  if (exported !== undefined && typeof exported !== "string")
    throw malformed(file, "its export is no name");
  return {
    madeus: "trace-1",
    assembly,
    ...(exported !== undefined && { export: exported }),
    ...(deployment !== undefined && { deployment: stepsIn(file, "deployment", deployment) }),
    steps: stepsIn(file, "steps", steps),
  };
}

function stepsIn(file: string, name: string, value: unknown): readonly TraceStep[] {
  if (!Array.isArray(value)) throw malformed(file, `its ${name} are no list`);
  return value.map((step: unknown, k): TraceStep => {
    const what = isRecord(step) ? step : {};
    const { rule, instance, element } = what;
    if (typeof rule !== "string" || typeof element !== "string")
      throw malformed(file, `step ${k + 1} of its ${name} has no rule or no element`);
    if (instance === undefined) return { rule, element };
    if (typeof instance !== "string")
      throw malformed(file, `the instance of step ${k + 1} of its ${name} is no name`);
    return { rule, instance, element };
  });
}

/**
 * The run of the net that steps are. O(net + arcs of the run).
 *
 * @throws MadeusError  MADEUS_TRACE_REFUSED with the first step that is not there, or cannot be taken then
 */
export function followed(translation: Translation, steps: readonly TraceStep[]): Uint32Array {
  const { net } = translation;
  const transitions = new Map<string, number[]>();
  for (let t = 0; t < net.transitionCount; t++) {
    const key = JSON.stringify(keyOf(traceStep(translation, translation.stepOf(t))));
    const cases = transitions.get(key) ?? [];
    if (cases.length === 0) transitions.set(key, cases);
    cases.push(t);
  }
  const marking = Uint32Array.from(net.initial);
  return Uint32Array.from(steps, (step, k) => {
    const cases = transitions.get(JSON.stringify(keyOf(step)));
    const what = `step ${k + 1} of the trace, ${textOf(step)},`;
    if (cases === undefined)
      throw refused(`${what} is none that can ever be taken`, "it is of another declaration");
    const taken = cases.find((t) => isEnabled(net, marking, t));
    if (taken === undefined)
      throw refused(
        `${what} cannot be taken then`,
        "it is of another declaration, or of a part of it",
      );
    move(net, marking, taken);
    return taken;
  });
}

/** @throws MadeusError  MADEUS_TRACE_REFUSED where the trace is of another assembly */
export function ensureOf({ assembly }: Trace, name: string): void {
  if (assembly !== name)
    throw refused(`the trace is of the assembly ${quote(assembly)}, not of ${quote(name)}`);
}

const keyOf = ({ rule, instance, element }: TraceStep) => [rule, instance ?? "", element];
const textOf = ({ rule, instance, element }: TraceStep): string =>
  `${rule} ${instance === undefined ? "" : `${instance}.`}${element}`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const malformed = (file: string, why: string): MadeusError =>
  new MadeusError("MADEUS_FILE_FORMAT", `${file} holds no trace: ${why}.`, {
    hint: "Give what `madeus check --trace FILE` has written.",
  });
const refused = (text: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_TRACE_REFUSED", text, { hint });
