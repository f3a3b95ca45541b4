/** What becomes of values on the way to a commit that has others: only actions give values, anew or not at all. */
import { portName } from "../model/program.ts";
import type { Instruction } from "../model/program.ts";
import type { Deployment } from "../store/deployment.ts";
import { leafText } from "../store/leaf.ts";
import type { Discrepancy } from "./wanted.ts";

/**
 * The differences as the way brings them about.
 *
 * @param differences  from what is now to what is wanted
 * @param now  as it is
 */
export function withKeptValues(
  differences: readonly Discrepancy[],
  now: Deployment,
  instructions: readonly Instruction[],
): readonly Discrepancy[] {
  const moved = new Set(
    instructions.flatMap((one) =>
      one.op === "add" || one.op === "changeBehavior" || one.op === "del" ? [one.instance] : [],
    ),
  );
  return differences.map((one) => {
    const { instance, port } = portName(one.name);
    if (one.what !== "value") return one;
    if (moved.has(instance))
      return { ...one, text: `is to be given again; in the commit it ${one.text}` };
    const kept = now.instances.get(instance)?.values[port]?.value;
    const stays = kept === undefined ? "without a value" : leafText(kept).trimEnd();
    return {
      ...one,
      text: `stays ${stays}, for no action is run that gives it; in the commit it ${one.text}`,
    };
  });
}
