/** Making steps: users write theirs by `step`, as all steps of this folder are written. */
import { ask } from "../engine/action-look.ts";
import { commandLine } from "../engine/command-line.ts";
import { MadeusError } from "../model/code.ts";
import type { ShellValue } from "../model/component.ts";
import type { Question, Step, StepScope } from "../model/step.ts";

/**
 * A step of one's own.
 *
 * @param name  what it is about, e.g. `package curl`; it is told and recorded, so it holds no secret
 * @param parts  `look` finds what is to be changed, as a function or as a question to a shell; `act` changes it; `writes` and `follows` tell
 *   whoever looks beforehand which step makes another one act
 */
export function step(
  name: string,
  { look, ...others }: { readonly look: Step["look"] | Question } & Omit<Step, "name" | "look">,
): Step {
  const base = { name, ...others };
  if (typeof look === "function") return { ...base, look };
  return { ...base, look: (scope) => ask(scope, look), question: look };
}

/** Shell text in which every value is one quoted word, as in `sh`; a list becomes several. */
export const script = (text: TemplateStringsArray, ...values: readonly ShellValue[]): string =>
  commandLine(text, values);

/**
 * Runs shell text on the host up to its first command that fails, with the programs of administrators in reach. It comes by standard input:
 * it stands in no argument and no log, and its commands have no input.
 */
export const run = (
  scope: StepScope,
  text: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> =>
  scope.exec("sh", ["-es"], {
    stdin: `export PATH="$PATH:/usr/sbin:/sbin"\n{ ${text}\n} < /dev/null\n`,
    env,
  });

/** What a step is asked for cannot be. Thrown where it is declared. */
export const badStep = (message: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_BAD_STEP", message, { hint });

/** A step that could not do what it was to do. */
export const stepFailed = (message: string, hint?: string, cause?: unknown): MadeusError =>
  new MadeusError("MADEUS_STEP_FAILED", message, { hint, cause });
