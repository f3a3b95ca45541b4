/** Transitions of behaviors that were asked for and that never run; where a choice leads elsewhere nothing is said. */
import type { Finding } from "../../model/code.ts";
import type { Member } from "../translate/course.ts";
import type { Case } from "./case.ts";

/**
 * Warnings about a proof that saw everything, one for each component; none where it did not.
 *
 * @param cases  those of the program, and the deployment before it: what ran there is not dead
 */
export function deadTransitions(
  cases: readonly Case[],
  before: readonly Case[],
): readonly Finding[] {
  const all = [...before, ...cases];
  if (all.some(({ exploration }) => exploration.neverFired === undefined)) return [];
  const idle = all.flatMap(idleIn);
  if (idle.length === 0) return [];
  const names = new Set(idle.map(({ member }) => member.name));
  const taken = new Set(all.flatMap((one) => takenBy(one, names)));
  const found = new Map<string, Finding>();
  for (const { member, transition } of idle) {
    const { name, life } = member;
    const edge = life.transitions[transition];
    if (edge === undefined) continue;
    const mayChoose = life.transitions.some(
      (one) => one.behavior === edge.behavior && one.docks.length > 1,
    );
    const isAsked = taken.has(`finish ${name} ${edge.behavior}`);
    const key = `${life.component.name} ${transition}`;
    if (mayChoose || !isAsked || taken.has(`fire ${name} ${transition}`) || found.has(key))
      continue;
    const behavior = life.behaviors[edge.behavior] ?? "";
    found.set(key, {
      code: "MADEUS_DEAD_TRANSITION",
      severity: "warning",
      at: life.component.at,
      text: `${name}.${edge.name} never runs: ${behavior} does not come by ${life.places[edge.source]}`,
      hint: `let another transition of ${behavior} end there, or ask for it from elsewhere`,
    });
  }
  return [...found.values()];
}

interface Idle {
  readonly member: Member;
  readonly transition: number;
}

/** What never fires. A transition has several in the net, one for each case of its guard. */
function idleIn({ translation, exploration }: Case): readonly Idle[] {
  return [...(exploration.neverFired ?? [])].flatMap((t) => {
    const { rule, member: index, element } = translation.stepOf(t);
    const member = translation.course.members[index];
    return rule === "fire" && member !== undefined ? [{ member, transition: element }] : [];
  });
}

/** What instances of these names fire and finish. */
function takenBy(
  { translation, exploration }: Case,
  names: ReadonlySet<string>,
): readonly string[] {
  const { net, course, stepOf } = translation;
  const never = new Set(exploration.neverFired);
  const taken: string[] = [];
  for (let t = 0; t < net.transitionCount; t++) {
    if (never.has(t)) continue;
    const { rule, member, element } = stepOf(t);
    const name = course.members[member]?.name ?? "";
    if ((rule === "fire" || rule === "finish") && names.has(name))
      taken.push(`${rule} ${name} ${element}`);
  }
  return taken;
}
