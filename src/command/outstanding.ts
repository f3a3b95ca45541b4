/**
 * What is still to be done until what a file declares is what stands: all of it where nothing does, else the difference, as a program.
 *
 * What is there already and unchanged is left alone.
 */
import type { State } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import type { Instruction } from "../model/program.ts";
import { changeTo } from "../net/plan/change.ts";
import { systemOf } from "../net/plan/system.ts";
import { ensureKnown } from "./known-code.ts";
import { remaining } from "./remaining.ts";
import { type Discrepancy, type Order, addition, namedIn, wantedOf } from "./wanted.ts";

export interface Outstanding {
  /** Empty: nothing is to be done. */
  readonly program: readonly Instruction[];
  readonly differences: readonly Discrepancy[];
  /** Instances that are there and stay as they are, and that nothing is asked of meanwhile. */
  readonly unchanged: readonly string[];
  /** What is not as it is declared, and stays so: no behavior puts it right. */
  readonly beyond: readonly Discrepancy[];
  /** Nothing that stands is changed; there is only more to come. */
  readonly isAddition: boolean;
}
/**
 * @param state  at rest, and under the types of the file
 * @throws MadeusError  `MADEUS_NO_ROUTE` where no behaviors lead there; `MADEUS_UNKNOWN_TYPE` where one is to move, and the file does not
 *   say how
 */
export function outstanding(state: State, order: Order): Outstanding {
  const { configuration: c } = state;
  const { assembly } = order;
  const instances = namedIn(state, order);
  if (c.numbers.size === 0) {
    const differences = instances.map((name) => addition(name, assembly.components[name]));
    const program = remaining(assembly, instances, c);
    return { program, differences, unchanged: [], beyond: [], isAddition: true };
  }
  const now = systemOf(c);
  const { wanted, differences, beyond } = wantedOf(state, { ...order, instances });
  const { instructions, obstacles } = changeTo(now, wanted, order.atOnce);
  if (obstacles.length > 0)
    throw new MadeusError("MADEUS_NO_ROUTE", `${sentence(obstacles[0] ?? "")}.`, {
      hint:
        obstacles.length > 1
          ? `Moreover: ${obstacles.slice(1).join("; ")}.`
          : "Give the component a behavior that leads there, or take it down: madeus down.",
    });
  ensureKnown(state, instructions);
  const touched = new Set(differences.map(({ name }) => name));
  const isStill = (one: Instruction): boolean =>
    one.op !== "changeBehavior" || touched.has(one.instance);
  const moved = new Set([...touched, ...instructions.flatMap(movedBy)]);
  return {
    program: instructions,
    differences,
    beyond,
    unchanged: [...now.instances.keys()].filter((name) => !moved.has(name)),
    isAddition:
      differences.every(({ what }) => what === "added" || what === "behind") &&
      instructions.every(isStill),
  };
}

function movedBy(one: Instruction): readonly string[] {
  if (one.op === "wait") return [];
  return [one.op === "connect" || one.op === "disconnect" ? one.use.instance : one.instance];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
