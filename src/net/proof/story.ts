/**
 * What a proof has found, told in the words of the deployment: the run that gets stuck is taken again in the semantics, whoever waits there
 * is asked why, and where the order of things mattered the decision is named.
 */
import type { Detail, Finding, Hindrance } from "../../model/code.ts";
import type { Position } from "../../model/position.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import { type Decision, decisionOf } from "./decision.ts";
import type { ExploreOptions, Exploration } from "../explore/explore.ts";
import type { Case } from "./case.ts";
import { replay } from "./replay.ts";
import { stepText } from "./step-text.ts";
import { type Stuck, stuckAfter } from "./stuck.ts";
import type { Translation } from "../translate/translate.ts";

export interface StoryOptions {
  /** Where a cause stands that no instruction stands for. */
  readonly at: Position | undefined;
  /** Did the user write the instructions? */
  readonly isWritten: boolean;
  /** How the explorations are limited that look for the decision; undefined: it is not looked for. */
  readonly limits: ExploreOptions | undefined;
}

/** Why a run gets stuck: a finding for each cause. */
export function storyOf(
  { translation, exploration }: Case,
  trace: Uint32Array,
  { at, isWritten, limits }: StoryOptions,
): readonly Finding[] {
  const collided: Finding[] = [];
  const c = replay(translation, trace, (step, instance, now) => {
    if (step.rule === "collide") collided.push(collision(now, instance, step.element));
  });
  if (collided.length > 0) return collided;
  const stuck = stuckAfter(translation, trace, isWritten);
  const order =
    mayEndWell(exploration) && limits !== undefined
      ? told(translation, trace, decisionOf(translation.net, trace, limits))
      : [];
  const may = mayEndWell(exploration) ? "may get stuck" : "cannot come to its end";
  const here = (isWritten ? c.program[c.position]?.at : undefined) ?? at;
  const known: readonly Stuck[] =
    stuck.length > 0
      ? stuck
      : [{ kind: "never applied", cause: "nothing can move", because: [], involved: [] }];
  return known.map(({ kind, cause, because }) => ({
    code: "MADEUS_DEADLOCK",
    severity: "error",
    at: here,
    text: `it ${may}: ${cause}`,
    hint: order.length > 0 ? waitHint : hints[kind],
    kind,
    because: [...because, ...order],
  }));
}

/** As far as was seen: what was not seen may be good. */
const mayEndWell = ({ terminalCount, lostCount, stop }: Exploration): boolean =>
  terminalCount > lostCount || stop !== undefined;

/** Both choices at the point of no return. */
function told(
  translation: Translation,
  trace: Uint32Array,
  decision: Decision | undefined,
): readonly Detail[] {
  if (decision === undefined) return [];
  const { index, taken, instead } = decision;
  const { stepOf, desk } = translation;
  const text = (t: number): string => stepText(translation, stepOf(t));
  const at = (t: number): Detail["at"] => {
    const { rule, element } = stepOf(t);
    return rule === "instruct" ? desk.configuration.program[element]?.at : undefined;
  };
  const before = [...trace.subarray(Math.max(0, index - stepsTold), index)].map(text);
  return [
    {
      text: `the order decides${before.length === 0 ? "" : `. It could still end well after: ${before.join("; ")}`}`,
    },
    { text: `  then: ${text(taken)}, and it cannot any more`, at: at(taken) },
    ...(instead === undefined
      ? []
      : [{ text: `  had this come first, it could: ${text(instead)}`, at: at(instead) }]),
  ];
}
const stepsTold = 4;

const waitHint = "wait for the one before the other is asked for";
const earlier =
  "provide the port in an earlier place, use it in a later one, or turn one of the connections round";
const hints: Readonly<Record<Hindrance, string>> = {
  cycle: earlier,
  "never provided": "wire the port to a provider that comes to provide it",
  "wrong behavior":
    "ask the provider for the behavior that brings it there, or provide the port where it stays",
  withdrawn: "let the provider come back, or its users stop before it leaves",
  "in use": "let the users stop before the provider is asked to leave",
  "chosen otherwise": "let a transition choose after the join, not before it",
  "never applied": "correct the instruction, or what should come before it",
  "second token": earlier,
};

function collision(c: Configuration, instance: number, element: number): Finding {
  const life = c.life(instance);
  const place = life.places[life.stations[element]?.place ?? -1];
  return {
    code: "MADEUS_SECOND_TOKEN",
    severity: "error",
    at: life.component.at,
    text: `a second token would enter ${c.names[instance]}.${place}`,
    hint: "let the transitions that end there share one station, or end elsewhere",
    kind: "second token",
  };
}
