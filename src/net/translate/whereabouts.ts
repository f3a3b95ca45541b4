/** Where all tokens of a member are: what a transition reads to be enabled there and nowhere else. */
import { type Alternative, reading } from "./alternative.ts";
import type { Slots } from "./outcome.ts";
import type { Desk } from "./port-case.ts";
import type { Seat } from "./seat.ts";

/** All tokens are on the component's places `marked`, and not as in another one of `others`; nor, while `b` is active, under way in it. */
export function exactly(
  desk: Desk,
  seat: Seat,
  marked: Slots,
  others: readonly Slots[],
  b: number = idle,
): Alternative {
  return reading(...marked.map(seat.slotAt), ...nowhereElse(desk, seat, marked, others.flat(), b));
}

/** No token is on one of `others`, nor, while `b` is active, under way in it, but on those `held`. */
export function nowhereElse(
  desk: Desk,
  seat: Seat,
  held: Slots,
  others: Slots,
  b: number,
): readonly number[] {
  const { life, concurrency } = seat;
  const moving = life.transitions
    .filter(({ behavior }) => behavior === b)
    .flatMap(({ source, slots }) => [source, ...slots]);
  return [...new Set([...moving, ...others])]
    .filter((slot) => !held.includes(slot) && held.every((one) => concurrency.between(slot, one)))
    .flatMap((slot) => absences(desk, seat, slot));
}

/** No token is on the slot, running or failed. */
export function absences({ draft, hazards }: Desk, seat: Seat, slot: number): readonly number[] {
  const { slotAt } = seat;
  const t = transitionOn(seat, slot);
  const mayFail = t >= 0 && (hazards.failuresMax > 0 || seat.shape.mayFail);
  const places = mayFail ? [slotAt(slot), seat.failedAt(t)] : [slotAt(slot)];
  return places.map((place) => draft.complement(place));
}

/** The transition that is running while a token is on the slot, or -1. */
const transitionOn = ({ life }: Seat, slot: number): number =>
  slot < life.firstOn || slot >= life.firstIn ? -1 : slot - life.firstOn;

/** No behavior is active. */
const idle = -1;
