/**
 * How an instance can be withdrawn after a failure (semantics §4): from which marking of its own, and to which.
 *
 * Ports decide whether a withdrawal may be, never where it leads; so it is found in the semantics itself, by playing the component alone,
 * without its ports. Where a token goes back to may hang on how it came where it is: then one marking has several withdrawals, and no net is made (`shape`).
 */
import { take } from "../../semantics/advance.ts";
import { Configuration, held, none, running } from "../../semantics/configuration.ts";
import { add } from "../../semantics/instance.ts";
import { type Lifecycle, lifecycle } from "../../semantics/lifecycle.ts";
import { refreshBehavior, setMark } from "../../semantics/marking.ts";
import { portless } from "../../semantics/portless.ts";
import { push, trailOf } from "../../semantics/queue.ts";
import { apply, enabled } from "../../semantics/step.ts";
import { withdrawal, withdrawalBlocked } from "../../semantics/withdraw.ts";
import { supposedFailure } from "./hazard.ts";
import { type Slots, TooManyOutcomes } from "./outcome.ts";
import { type Spot, spotsIn } from "./spot.ts";

export interface Withdrawn {
  /** All tokens of the instance before; at least one has failed, none is running. */
  readonly from: readonly Spot[];
  /** Those that are taken up, and the component's places that get one each, ascending. */
  readonly taken: readonly Spot[];
  readonly put: Slots;
  /** The component's places that hold tokens then, ascending. */
  readonly end: Slots;
}

/**
 * All withdrawals from behavior `b`, begun with tokens on `start`, after at most so many failures.
 *
 * Cost: the markings of the component alone. @throws TooManyOutcomes  beyond some thousand of them
 */
export function withdrawalsOf(
  life: Lifecycle,
  b: number,
  start: Slots,
  failuresMax: number,
): readonly Withdrawn[] {
  const found = new Map<string, Withdrawn>();
  const seen = new Set<string>();
  const open = [{ c: alone(life, b, start), left: failuresMax }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { c, left } = at;
    const key = `${marksOf(c)} ${trailOf(c, only).join()} ${left}`;
    if (seen.has(key)) continue;
    if (seen.add(key).size > markingsMax) throw new TooManyOutcomes(life.component.name);
    const one = withdrawnFrom(c);
    if (one !== undefined) found.set(JSON.stringify(one), one);
    for (const step of enabled(c)) {
      if (step.rule === "finish") continue;
      const next = c.clone();
      apply(next, step);
      open.push({ c: next, left });
    }
    if (left > 0)
      for (const [transition, { on }] of life.transitions.entries())
        if (c.mark(only, on) === running)
          open.push({ c: afterFailure(c, transition), left: left - 1 });
  }
  return [...found.values()];
}
const markingsMax = 4096;

/** The number of the instance that is alone. */
const only = 0;

function alone(life: Lifecycle, b: number, start: Slots): Configuration {
  const c = new Configuration();
  add(c, "it", lifecycle(portless(life.component)));
  setMark(c, only, life.initial, none);
  for (const slot of start) setMark(c, only, slot, held);
  refreshBehavior(c, only);
  push(c, only, b);
  return c;
}

function afterFailure(c: Configuration, transition: number): Configuration {
  const next = c.clone();
  take(next, { type: "failed", instance: only, transition, error: supposedFailure });
  next.agenda.clear();
  next.steps.clear();
  return next;
}

const marksOf = (c: Configuration): string =>
  Array.from({ length: c.life(only).slots }, (_, slot) => c.mark(only, slot)).join("");

/** What a withdrawal would do now; undefined where nothing has failed, something runs, or a place is taken. */
function withdrawnFrom(c: Configuration): Withdrawn | undefined {
  const { firstOn, firstIn, places } = c.life(only);
  const from = spotsIn(c, only);
  const isRunning = ({ slot, isFailed }: Spot): boolean =>
    slot >= firstOn && slot < firstIn && isFailed !== true;
  if (from.some(isRunning)) return undefined;
  if (!from.some(({ isFailed }) => isFailed) || withdrawalBlocked(c, only) !== undefined)
    return undefined;
  const { taken, put: unsorted } = withdrawal(c, only);
  const put = unsorted.toSorted((a, z) => a - z);
  const kept = from.filter(({ slot }) => !taken.includes(slot) && slot < places.length);
  return {
    from,
    taken: from.filter(({ slot }) => taken.includes(slot)),
    put,
    end: [...kept.map(({ slot }) => slot), ...put].sort((a, z) => a - z),
  };
}
