/**
 * What may come between the begin of an action and its end, put into a net on demand: that it fails (so many of them in all), that it is
 * fired again or its instance withdrawn, that it must wait for a slot of a limit.
 */
import type { Failure } from "../../semantics/event.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Alternative } from "./alternative.ts";
import type { Member } from "./course.ts";
import type { Draft } from "./draft.ts";
import { kinds } from "./sense.ts";

/** How many actions may fail; may each of them be fired again, and its instance be withdrawn? */
export interface Failures {
  readonly failuresMax: number;
  readonly isRefired: boolean;
  readonly isWithdrawn: boolean;
}
/** Why an action has failed that was only supposed to. */
export const supposedFailure: Failure = {
  code: "MADEUS_ACTION_FAILED",
  message: "supposed to fail",
};
/** At most so many actions at once of those that it is about. */
export interface SlotLimit {
  readonly name: string;
  readonly slots: number;
  readonly isAbout: (instance: string, life: Lifecycle, transition: number) => boolean;
}
/** What a net is asked to hold of them. */
export interface Hazards extends Failures {
  readonly limits: readonly SlotLimit[];
}
export const noHazards: Hazards = {
  failuresMax: 0,
  isRefired: false,
  isWithdrawn: false,
  limits: [],
};

/** The places that stand for them. One of each row is marked: the k-th while k are left. */
export interface HazardPlaces {
  readonly failures: readonly number[];
  readonly slots: readonly (readonly number[])[];
}

export function hazardPlaces(draft: Draft, { failuresMax, limits }: Hazards): HazardPlaces {
  const countdown = (kind: number, owner: number, most: number): readonly number[] => {
    const family = draft.family();
    return Array.from({ length: most + 1 }, (_, index) =>
      draft.place({ kind, owner, index }, { family, isMarked: index === most }),
    );
  };
  return {
    failures: failuresMax === 0 ? [] : countdown(kinds.failures, 0, failuresMax),
    slots: limits.map(({ slots }, owner) => countdown(kinds.slots, owner, slots)),
  };
}

/** One is taken, however many are left. */
export const taking = (countdown: readonly number[]): readonly Alternative[] =>
  countdown.slice(1).map((place, k) => ({
    consumed: [place],
    read: [],
    produced: [countdown[k] ?? 0],
  }));

/** One is given back, however many are out. */
export const givingBack = (countdown: readonly number[]): readonly Alternative[] =>
  countdown.slice(1).map((place, k) => ({
    consumed: [countdown[k] ?? 0],
    read: [],
    produced: [place],
  }));

/** The slots that an action of a member takes while it runs. */
export const slotsFor = (
  { limits }: Hazards,
  { slots }: HazardPlaces,
  { name, life }: Member,
  transition: number,
): readonly (readonly number[])[] =>
  limits.flatMap(({ isAbout }, k) => (isAbout(name, life, transition) ? [slots[k] ?? []] : []));
