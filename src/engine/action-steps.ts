/**
 * The steps of an action, performed: each is looked at, acts where there is something to change, and is looked at again.
 *
 * The second look is what makes a change certain: a step that still wants one has failed. It is asked together with the looks at the
 * steps that follow.
 */
import { MadeusError } from "../model/code.ts";
import type { AnyTransition, ProbeResult } from "../model/component.ts";
import type { StepScope, StepSource } from "../model/step.ts";
import { lookAhead, stepsOf } from "./action-look.ts";
import { named } from "./action-step-error.ts";

/**
 * Performs steps in order, and says of each whether it has changed anything.
 *
 * @throws MadeusError  `MADEUS_STEP_INEFFECTIVE`, or what a look or an act throws
 */
export async function perform<S extends StepScope>(
  scope: S,
  ...sources: readonly StepSource<S>[]
): Promise<void> {
  let left = await stepsOf(scope, sources);
  /** What the first of those left has found to be changed, and has acted on. */
  let acted: string | undefined;
  while (left.length > 0)
    for (const change of await lookAhead(scope, left)) {
      const [step, ...others] = left;
      if (step === undefined) return;
      if (change === undefined) {
        if (acted === undefined || step.waits) scope.unchanged(step.name);
        else scope.changed(`${step.name}: ${acted}`);
        acted = undefined;
        left = others;
        continue;
      }
      if (acted !== undefined) throw ineffective(step.name, change);
      scope.log(`${step.name}: ${change}`);
      await named(step, () => step.act(scope));
      acted = change;
      break;
    }
}

const ineffective = (name: string, change: string): MadeusError =>
  new MadeusError(
    "MADEUS_STEP_INEFFECTIVE",
    `${name} has acted and still finds something to change: ${change}`,
    { hint: "somebody else changes it back, or its look asks for what its act does not do" },
  );

type Body = NonNullable<AnyTransition["run"]>;

/** The code of a transition: its steps, then its own; undefined where it has neither. */
export function actionOf({ steps, run }: AnyTransition): Body | undefined {
  if (steps === undefined) return run;
  return async (scope) => {
    await perform(scope, ...steps);
    await run?.(scope);
  };
}

/** What tells whether the action happened. Steps can tell where there is nothing besides them. */
export function probeOf({ steps, run, probe }: AnyTransition): AnyTransition["probe"] {
  if (probe !== undefined || steps === undefined || run !== undefined) return probe;
  return async (scope): Promise<ProbeResult> => {
    try {
      let left = await stepsOf(scope, steps);
      while (left.length > 0) {
        const looks = await lookAhead(scope, left);
        if (looks.some((change) => change !== undefined)) return "not-done";
        left = left.slice(looks.length);
      }
      return "done";
    } catch (error) {
      // What cannot be looked at is not there yet; the action itself will say what is wrong, if it is that.
      scope.log(error instanceof Error ? error.message : String(error));
      return "not-done";
    }
  };
}
