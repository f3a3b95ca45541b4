/**
 * Races of a program that ends well: moments at which an instruction and a step of an instance may both come next, and the one that comes
 * first keeps the other from happening then.
 *
 * They are looked for along runs that were found, not everywhere: what is told is so, what is not told may be.
 */
import type { Finding } from "../../model/code.ts";
import type { Case } from "./case.ts";
import { conflictsOf, everyConflict } from "../explore/conflict.ts";
import { flowOf } from "../explore/flow.ts";
import { Player } from "../explore/player.ts";
import { isSameStep, stepText } from "./step-text.ts";
import type { Translation } from "../translate/translate.ts";

/** Each race once, as a warning at its instruction. Cost: the runs, and the conflicts of the instructions that are enabled along them. */
export function racesIn({ translation, exploration }: Case): readonly Finding[] {
  const { net, stepOf, desk } = translation;
  const flow = flowOf(net);
  const conflicts = conflictsOf(flow);
  const instructions = instructionsOf(translation);
  const found = new Map<string, Finding>();
  for (const { trace } of exploration.terminals.slice(0, runsMax)) {
    const player = new Player(flow, conflicts.isFree);
    let { position } = desk.configuration;
    for (const next of trace) {
      for (const t of instructions.get(position) ?? [])
        if (player.isEnabled(t))
          everyConflict(flow, conflicts, t, (u) => {
            if (isRace(translation, player, t, u)) {
              const finding = race(translation, t, u);
              found.set(finding.text, finding);
            }
            return true;
          });
      const { rule, element } = stepOf(next);
      if (rule === "instruct") position = element + 1;
      player.fire(next);
    }
  }
  return [...found.values()];
}
const runsMax = 10;

/** The number of an instruction → its transitions. */
function instructionsOf({ net, stepOf }: Translation): ReadonlyMap<number, readonly number[]> {
  const instructions = new Map<number, number[]>();
  for (let t = 0; t < net.transitionCount; t++) {
    const { rule, element } = stepOf(t);
    if (rule !== "instruct") continue;
    const cases = instructions.get(element) ?? [];
    if (cases.length === 0) instructions.set(element, cases);
    cases.push(t);
  }
  return instructions;
}

/** May both come next, and does one of them take the chance from the other? In another case of its guard a step is still the same. */
function isRace({ stepOf }: Translation, player: Player, t: number, u: number): boolean {
  if (!player.isEnabled(u) || stepOf(u).rule === "instruct") return false;
  const remains = (step: number): boolean =>
    [player.bound, player.free].some((enabled) => {
      for (let k = 0; k < enabled.size; k++)
        if (isSameStep(stepOf(enabled.at(k)), stepOf(step))) return true;
      return false;
    });
  const disables = (first: number, other: number): boolean => {
    player.fire(first);
    const isOver = !remains(other);
    player.unfire(first);
    return isOver;
  };
  return disables(t, u) || disables(u, t);
}

function race(translation: Translation, t: number, u: number): Finding {
  const { stepOf, desk } = translation;
  const texts = [t, u].map((one) => stepText(translation, stepOf(one)));
  return {
    code: "MADEUS_RACE",
    severity: "warning",
    at: desk.configuration.program[stepOf(t).element]?.at,
    text: texts.join(" races with "),
    hint: "both orders end well; a wait before the instruction leaves one of them",
  };
}
