/** The configurations from which a declaration is to be proved. */
import type { Instruction } from "../../model/program.ts";
import { take } from "../../semantics/advance.ts";
import { Configuration } from "../../semantics/configuration.ts";
import { instruct } from "../../semantics/instruction.ts";

/**
 * A configuration with these instructions still to come, but for those at the front that nothing can come between: while nobody has been
 * asked for anything, nobody moves, so that adding and connecting has one order only.
 */
export function opening(instructions: readonly Instruction[], from?: Configuration): Configuration {
  const c = from?.clone() ?? new Configuration();
  // Instructions are counted from the first of these.
  c.program.splice(0, c.position);
  c.position = 0;
  take(c, { type: "program", instructions });
  c.begins.length = 0;
  while (c.active === 0 && isQuiet(c.program[c.position]) && instruct(c)) continue;
  c.steps.clear();
  c.agenda.clear();
  return c;
}

const isQuiet = (instruction: Instruction | undefined): boolean =>
  instruction?.op === "add" || instruction?.op === "connect";
