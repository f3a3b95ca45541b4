/** Commands that say by something else whether they are still to be run: a file that they make, or another command. */
import type { Step } from "../model/step.ts";
import { ensurePath } from "./name.ts";
import { badStep, script, step } from "./step.ts";

export interface CommandOptions {
  /** What it does, e.g. `schema of the shop`. */
  readonly name: string;
  /** Shell text; `script` quotes the values in it. */
  readonly run: string;
  /** Written to its standard input; it may hold secrets. */
  readonly stdin?: string;
  /** Nothing is to be done where this path exists. */
  readonly creates?: string;
  /** Nothing is to be done where this shell text ends well. */
  readonly unless?: string;
}

/**
 * Runs a command where it is still to be run. Afterwards it must not be: what it creates is there, what keeps it from running ends well.
 *
 * @throws MadeusError  `MADEUS_BAD_STEP` where nothing says whether it is still to be run
 */
export function command({ name, run: text, stdin, creates, unless }: CommandOptions): Step {
  if (creates === undefined && unless === undefined)
    throw badStep(
      `nothing says whether the command ${name} is still to be run`,
      "give `creates` or `unless`",
    );
  const tests = [
    ...(creates === undefined ? [] : [script`[ ! -e ${ensurePath(creates)} ]`]),
    ...(unless === undefined ? [] : [`! ( ${unless}\n) > /dev/null 2>&1`]),
  ];
  return step(`command ${name}`, {
    look: {
      text: `if ${tests.join(" && ")}; then echo run; fi`,
      judge: (answer) => (answer === "run" ? "run" : undefined),
    },
    // Its own text is told, for it is the user's.
    act: (scope) => scope.exec("sh", ["-ec", text], stdin === undefined ? {} : { stdin }),
    ...(creates !== undefined && { writes: [ensurePath(creates)] }),
  });
}
