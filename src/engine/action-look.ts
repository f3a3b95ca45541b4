/**
 * Looks: what steps find to be changed.
 *
 * Steps that ask in shell text are asked together, in one command; so a list of them costs a single round trip to the host where
 * nothing has changed.
 */
import type { Question, Step, StepScope, StepSource } from "../model/step.ts";
import { named } from "./action-step-error.ts";

/** What is to be changed; undefined: nothing. */
export type Look = string | undefined;

/** The steps that `sources` stand for, in order. The functions among them are called now. */
export async function stepsOf<S extends StepScope>(
  scope: S,
  sources: readonly StepSource<S>[],
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const source of sources) {
    const made = typeof source === "function" ? await source(scope) : source;
    if (made !== undefined) steps.push(...[made].flat());
  }
  return steps;
}

/**
 * Looks at the first step, and at those behind it that can be asked in the same command: up to the first change, as what stands behind it
 * may depend on it.
 */
export async function lookAhead(
  scope: StepScope,
  steps: readonly Step[],
): Promise<readonly Look[]> {
  const asking: Asking[] = [];
  for (const step of steps.slice(0, askedMax)) {
    if (!asks(step)) break;
    asking.push(step);
  }
  const looks = asking.length > 1 ? await askAll(scope, asking) : [];
  const [first] = steps;
  // One that has no answer is asked alone: then it tells why.
  return looks.length > 0 || first === undefined
    ? looks
    : [await named(first, () => first.look(scope))];
}
type Asking = Step & { readonly question: Question };
const asks = (step: Step): step is Asking => step.question !== undefined;
const askedMax = 100;

/** Looks by asking a question alone. */
export async function ask(scope: StepScope, { text, judge }: Question): Promise<Look> {
  return judge(await shell(scope, `${begin}${text}`));
}

/** Ends before the first question that could not be answered, or whose answer is an error where it is not the first. */
async function askAll(scope: StepScope, steps: readonly Asking[]): Promise<readonly Look[]> {
  const parts = steps.map(
    ({ question }) => `a=$(set -e\n${question.text}\n) </dev/null 2>/dev/null\n${tell}`,
  );
  const answers = (await shell(scope, `${begin}set +e\n${parts.join("")}`)).split(end);
  const looks: Look[] = [];
  for (const [index, step] of steps.entries()) {
    const answer = answers[index] ?? "";
    if (!answer.startsWith(well)) break;
    try {
      looks.push(await named(step, () => step.question.judge(answer.slice(well.length))));
    } catch (error) {
      if (index === 0) throw error;
      break;
    }
    if (looks.at(-1) !== undefined) break;
  }
  return looks;
}

const begin = 'export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"\nset -eu\n';
/** Of an answer; behind each stands a sign that is in none. */
const well = "0 ";
const end = "\u001E";
const tell = `printf '%s %s\\036' "$?" "$a"\n`;

const shell = (scope: StepScope, text: string): Promise<string> =>
  scope.exec("sh", ["-s"], { stdin: text, quiet: true });
