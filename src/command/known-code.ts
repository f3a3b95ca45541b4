/** Does the file say what instances do that are to move? One whose component it does not know would do nothing, and be taken as moved. */
import type { State } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import type { Instruction } from "../model/program.ts";

/**
 * Of all that stands and is asked for something.
 *
 * @param state  under the types of the file
 * @throws MadeusError  `MADEUS_UNKNOWN_TYPE`
 */
export function ensureKnown(
  { configuration: c, catalog }: Pick<State, "configuration" | "catalog">,
  instructions: readonly Instruction[],
): void {
  const added = new Set<string>();
  for (const one of instructions) {
    if (one.op === "add") added.add(one.instance);
    if (one.op !== "changeBehavior" || added.has(one.instance)) continue;
    const number = c.number(one.instance);
    if (number === undefined) continue;
    const component = c.life(number).component.name as string;
    if (catalog.find(component, one.instance) !== undefined) continue;
    throw new MadeusError(
      "MADEUS_UNKNOWN_TYPE",
      `${one.instance} is to follow ${quote(one.behavior)}, and nothing here says how: there is no component ${quote(component)}.`,
      { hint: "Export the component from the file for as long as there are instances of it." },
    );
  }
}
