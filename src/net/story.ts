/**
 * What a proof has found, told in the words of the deployment: the run that gets stuck is taken again in the semantics, and whoever
 * waits there is asked why.
 */
import type { Assembly } from "../model/assembly.ts";
import type { Finding } from "../model/code.ts";
import type { Position } from "../model/position.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { type Reason, causes, whyProgram } from "../semantics/why.ts";
import type { Exploration } from "./explore.ts";
import { replay } from "./replay.ts";
import type { Translation } from "./translate.ts";

interface Case {
  readonly translation: Translation;
  readonly exploration: Exploration;
}

/** Everything that is wrong with what was explored, and what never happens in it. */
export function findingsOf(one: Case, assembly: Assembly): readonly Finding[] {
  const lost = one.exploration.terminals.filter(({ isFinal }) => !isFinal);
  const told = new Map<string, Finding>();
  for (const { trace } of lost.slice(0, storiesMax))
    for (const finding of storyOf(one.translation, trace, assembly))
      told.set(finding.text, finding);
  return told.size > 0 ? [...told.values()] : idleTransitions(one);
}
/** More ways to get stuck are counted, not told. */
const storiesMax = 10;

/** Why a run gets stuck. */
function storyOf(
  translation: Translation,
  trace: Uint32Array,
  assembly: Assembly,
): readonly Finding[] {
  const collided: Finding[] = [];
  const c = replay(translation, trace, (step, now) => {
    if (step.rule === "collide") collided.push(collision(now, step));
  });
  if (collided.length > 0) return collided;
  const reasons = causes(whyProgram(c));
  const story = reasons.map(({ text }) => text).join("; ");
  return [
    {
      code: "MADEUS_DEADLOCK",
      severity: "error",
      at: c.program[c.position]?.at ?? assembly.at,
      text: `it cannot come to its end: ${story || "nothing can move"}`,
      hint: hintOf(reasons),
    },
  ];
}

/** What to do, by the first cause. */
function hintOf([first]: readonly Reason[]): string {
  switch (first?.kind) {
    case "unconnected":
      return "wire the port to a provider";
    case "not-asked":
      return "ask the provider for the behavior that brings it there";
    case "refusing":
    case "in-use":
      return "wait for the users to let go before the provider is asked to leave";
    default:
      return "provide the port in an earlier place, or use it in a later one";
  }
}

function collision(c: Configuration, { instance, element }: Step): Finding {
  const life = c.life(instance);
  const place = life.places[life.stations[element]?.place ?? -1];
  return {
    code: "MADEUS_SECOND_TOKEN",
    severity: "error",
    at: life.component.at,
    text: `a second token would enter ${c.names[instance]}.${place}`,
    hint: "let the transitions that end there share one station, or end elsewhere",
  };
}

/** Transitions of behaviors that were asked for, and that never run; where a choice leads elsewhere nothing is said. */
function idleTransitions({ translation, exploration }: Case): readonly Finding[] {
  const { neverFired } = exploration;
  if (neverFired === undefined) return [];
  const fired = new Set<string>();
  const never = new Set(neverFired);
  for (let t = 0; t < translation.net.transitionCount; t++) {
    if (never.has(t)) continue;
    const { rule, member, element } = translation.stepOf(t);
    if (rule === "fire" || rule === "finish") fired.add(`${rule} ${member} ${element}`);
  }
  const found = new Map<string, Finding>();
  for (const member of translation.course.members)
    for (const [t, edge] of member.life.transitions.entries()) {
      const { life, name, index } = member;
      const mayChoose = life.transitions.some(
        (one) => one.behavior === edge.behavior && one.docks.length > 1,
      );
      const isAsked = fired.has(`finish ${index} ${edge.behavior}`);
      if (mayChoose || !isAsked || fired.has(`fire ${index} ${t}`)) continue;
      const behavior = life.behaviors[edge.behavior] ?? "";
      const at: Position | undefined = life.component.at;
      found.set(`${life.component.name} ${t}`, {
        code: "MADEUS_DEAD_TRANSITION",
        severity: "warning",
        at,
        text: `${name}.${edge.name} never runs: ${behavior} does not come by ${life.places[edge.source]}`,
        hint: `let another transition of ${behavior} end there, or ask for it from elsewhere`,
      });
    }
  return [...found.values()];
}
