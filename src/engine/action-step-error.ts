/** What goes wrong in a step says in which one. What ends the whole action, e.g. a host that is lost, stays as it is. */
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Step } from "../model/step.ts";
import { CommandError } from "./failure.ts";

export async function named<T>({ name }: Step, body: () => T | Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof CommandError) throw new StepCommandError(name, error);
    if (!isMadeusError(error) || error.code !== "MADEUS_STEP_FAILED") throw error;
    const { code, message, hint } = error;
    throw new MadeusError(code, `${name}: ${message}`, { hint, cause: error });
  }
}

/** What the program said last tells more than how it ended. */
class StepCommandError extends CommandError {
  constructor(name: string, { message, exitCode, tail }: CommandError) {
    const last = tail.split("\n").findLast((line) => line.trim() !== "");
    super(`${name}: ${last ?? message}`, exitCode, tail);
  }
}
