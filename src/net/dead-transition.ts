/** Transitions of behaviors that were asked for and that never run; where a choice leads elsewhere nothing is said. */
import type { Finding } from "../model/code.ts";
import type { Case } from "./proof.ts";

/**
 * Warnings about a proof that saw everything; none where it did not.
 *
 * @param cases  those of the program, and the deployment before it: what ran there is not dead
 */
export function deadTransitions(
  cases: readonly Case[],
  before: readonly Case[],
): readonly Finding[] {
  const all = [...before, ...cases];
  if (all.some(({ exploration }) => exploration.neverFired === undefined)) return [];
  const taken = new Set(all.flatMap(takenIn));
  const found = new Map<string, Finding>();
  for (const { translation } of all)
    for (const { name, life } of translation.course.members)
      for (const [t, edge] of life.transitions.entries()) {
        const mayChoose = life.transitions.some(
          (one) => one.behavior === edge.behavior && one.docks.length > 1,
        );
        const isAsked = taken.has(`finish ${name} ${edge.behavior}`);
        const key = `${life.component.name} ${t}`;
        if (mayChoose || !isAsked || taken.has(`fire ${name} ${t}`) || found.has(key)) continue;
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

/** What fires and what finishes, by names. */
function takenIn({ translation, exploration }: Case): readonly string[] {
  const never = new Set(exploration.neverFired);
  return Array.from({ length: translation.net.transitionCount }, (_, t) => t).flatMap((t) => {
    const { rule, member, element } = translation.stepOf(t);
    const isTold = !never.has(t) && (rule === "fire" || rule === "finish");
    return isTold ? [`${rule} ${translation.course.members[member]?.name} ${element}`] : [];
  });
}
