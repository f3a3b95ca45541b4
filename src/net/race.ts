/**
 * Races of a program that ends well: moments at which an instruction and a step of an instance may both come next, and the one that comes
 * first keeps the other from happening then.
 *
 * They are looked for along runs that were found, not everywhere: what is told is so, what is not told may be.
 */
import type { Finding } from "../model/code.ts";
import { conflictsOf, everyConflict } from "./conflict.ts";
import { flowOf } from "./flow.ts";
import { Player } from "./player.ts";
import type { Case } from "./case.ts";
import { isSameStep, stepText } from "./step-text.ts";

/** Each race once, as a warning at its instruction. Cost: the runs, and the conflicts of what is enabled along them. */
export function racesIn({ translation, exploration }: Case): readonly Finding[] {
  const { net, stepOf, desk } = translation;
  const flow = flowOf(net);
  const conflicts = conflictsOf(flow);
  const found = new Map<string, Finding>();
  for (const { trace } of exploration.terminals.slice(0, runsMax)) {
    const player = new Player(flow, conflicts.isFree);
    const isEnabled = (other: number): boolean => {
      const { bound } = player;
      for (let k = 0; k < bound.size; k++)
        if (isSameStep(stepOf(bound.at(k)), stepOf(other))) return true;
      return false;
    };
    const disables = (t: number, u: number): boolean => {
      player.fire(t);
      const isOver = !isEnabled(u);
      player.unfire(t);
      return isOver;
    };
    for (const next of trace) {
      const instructions = boundOf(player).filter((t) => stepOf(t).rule === "instruct");
      for (const t of instructions)
        everyConflict(flow, conflicts, t, (u) => {
          const step = stepOf(u);
          const isRival = player.isEnabled(u) && step.rule !== "instruct";
          const texts = [t, u].map((one) => stepText(translation, stepOf(one)));
          const text = texts.join(" races with ");
          if (isRival && !found.has(text) && (disables(t, u) || disables(u, t)))
            found.set(text, {
              code: "MADEUS_RACE",
              severity: "warning",
              at: desk.configuration.program[stepOf(t).element]?.at,
              text,
              hint: "both orders end well; a wait before the instruction leaves one of them",
            });
          return true;
        });
      player.fire(next);
    }
  }
  return [...found.values()];
}
const runsMax = 10;

const boundOf = ({ bound }: Player): readonly number[] =>
  Array.from({ length: bound.size }, (_, k) => bound.at(k));
