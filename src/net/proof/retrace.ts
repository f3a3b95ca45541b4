/** A trace followed again on a declaration: each step in words, where it leads, and why nothing goes on from there. */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import { wellFormed } from "../../model/check.ts";
import { MadeusError } from "../../model/code.ts";
import { refuseErrors } from "../../model/finding.ts";
import { type Program, deployment } from "../../model/program.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import type { Standings } from "./deadlock.ts";
import { opening } from "./opening.ts";
import type { Marking } from "../explore/player.ts";
import { replay } from "./replay.ts";
import { standings } from "./standing.ts";
import { stepText } from "./step-text.ts";
import { type Stuck, stuckAfter } from "./stuck.ts";
import { type Trace, ensureOf, followed } from "./trace-file.ts";
import { type Translation, translate } from "../translate/translate.ts";
import { isEnabled, markingAfter } from "../explore/verify.ts";

export interface Retraced {
  /** The steps of the deployment before a program, in words. */
  readonly deployment: readonly string[];
  readonly steps: readonly string[];
  /** Where each instance stands at the end of the trace. */
  readonly standings: Standings;
  /** Is everything that was asked for over? Can something still happen? */
  readonly end: "done" | "stuck" | "open";
  /** Of what is stuck: why. */
  readonly stuck: readonly Stuck[];
}

/**
 * Cost: the net, and the steps.
 *
 * @throws MadeusError  with all findings, where the declaration is not well-formed; MADEUS_TRACE_REFUSED where it has no such run;
 *   MADEUS_UNDECIDED where it has no net
 */
export function retrace(declared: Assembly | Program, trace: Trace): Retraced {
  refuseErrors(wellFormed(declared));
  const assembly = isAssembly(declared) ? declared : declared.from;
  ensureOf(trace, assembly.name);
  const isWritten = !isAssembly(declared);
  if (isWritten !== (trace.deployment !== undefined))
    throw new MadeusError(
      "MADEUS_TRACE_REFUSED",
      isWritten
        ? "the trace is of a deployment, not of a program"
        : "the trace is of a program, not of a deployment",
      { hint: "name what it is of after the file" },
    );
  const first = translated(opening(deployment(assembly)), assembly.name);
  if (!isWritten) return followedOn(first, trace, [], false);
  const before = followed(first, trace.deployment ?? []);
  const begun = opening(declared.instructions, replay(first, before));
  const texts = textsOf(first, before, false);
  return followedOn(translated(begun, assembly.name), trace, texts, true);
}

function translated(c: Configuration, name: string): Translation {
  const translation = translate(c);
  if (translation !== undefined) return translation;
  throw new MadeusError("MADEUS_UNDECIDED", `${name} has too many ways to go on to be followed.`, {
    hint: "Split the component that chooses where its transitions end.",
  });
}

function followedOn(
  translation: Translation,
  { steps }: Trace,
  before: readonly string[],
  isWritten: boolean,
): Retraced {
  const { net, goal } = translation;
  const run = followed(translation, steps);
  const marking = markingAfter(net, run) ?? net.initial;
  const isDone = goal.every((place) => (marking[place] ?? 0) > 0);
  const end = isDone ? "done" : mayGoOn(translation, marking) ? "open" : "stuck";
  return {
    deployment: before,
    steps: textsOf(translation, run, isWritten),
    standings: standings(translation, marking),
    end,
    stuck: end === "stuck" ? stuckAfter(translation, run, isWritten) : [],
  };
}

function mayGoOn({ net }: Translation, marking: Marking): boolean {
  for (let t = 0; t < net.transitionCount; t++) if (isEnabled(net, marking, t)) return true;
  return false;
}

/** Instructions that the user has not written are told by what they do. */
const textsOf = (
  translation: Translation,
  run: Uint32Array,
  isWritten: boolean,
): readonly string[] =>
  Array.from(run, (t) => {
    const step = translation.stepOf(t);
    const { program } = translation.desk.configuration;
    const instruction = step.rule === "instruct" && !isWritten ? program[step.element] : undefined;
    if (instruction?.op === "changeBehavior")
      return `${instruction.instance} is asked for ${instruction.behavior}`;
    if (instruction?.op === "wait") return "everybody has come to an end";
    return stepText(translation, step);
  });
