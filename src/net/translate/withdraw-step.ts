/**
 * withdraw (semantics §4) as transitions of the net: asked for and applied at once, after a failure, where it may be applied.
 *
 * One transition for each marking of the instance from which it can be withdrawn, and each case of its ports. All its tokens are known
 * then, so its ports go from one known level to another.
 */
import { rules } from "../../semantics/event.ts";
import { type Alternative, nothing, product, together } from "./alternative.ts";
import { isChange } from "./gauge.ts";
import { type Desk, provideCases, useCases } from "./port-case.ts";
import type { Seat } from "./seat.ts";
import { levelOfSpots } from "./shape.ts";
import type { Spot } from "./spot.ts";
import { nowhereElse } from "./whereabouts.ts";
import type { Withdrawn } from "./withdrawn.ts";

/** All withdrawals of a member from behavior k. */
export function withdrawSteps(desk: Desk, seat: Seat, k: number): void {
  const { member, shape } = seat;
  const b = member.asked[k]?.behavior ?? -1;
  const mark = { rule: rules.withdraw, owner: member.index, element: b };
  for (const one of shape.withdrawals[k] ?? [])
    for (const arcs of product([
      [moved(desk, seat, k, one)],
      notedLoss(desk, seat, k),
      begun(desk, seat, k, one),
    ]))
      desk.draft.transition(mark, arcs);
}

/** The tokens, and what was asked for. */
function moved(desk: Desk, seat: Seat, k: number, { from, taken, put }: Withdrawn): Alternative {
  const placeOf = (spot: Spot): number => seat.placeOf(spot);
  return {
    consumed: [seat.turnAt(k), seat.askedAt(k), ...taken.map(placeOf)],
    read: [
      ...from.filter((spot) => !taken.includes(spot)).map(placeOf),
      ...others(desk, seat, k, from),
    ],
    produced: [seat.turnAt(k + 1), ...put.map(seat.slotAt)],
  };
}

/** No token of the instance is anywhere else. */
function others(desk: Desk, seat: Seat, k: number, from: readonly Spot[]): readonly number[] {
  const { shape, member } = seat;
  const known = (shape.withdrawals[k] ?? []).flatMap((one) => one.from.map(({ slot }) => slot));
  const held = from.map(({ slot }) => slot);
  return nowhereElse(desk, seat, held, known, member.asked[k]?.behavior ?? idle);
}

/** Who awaits a behavior that an instruction asked for is to know that it never finishes. */
function notedLoss(
  { draft, configuration: c }: Desk,
  seat: Seat,
  k: number,
): readonly Alternative[] {
  const { number, asked } = seat.member;
  const isOwn =
    (asked[k]?.at ?? 0) >= 0 ||
    (number !== undefined && (c.queue(number)[k]?.identity ?? 0) >= c.firstPush);
  if (!isOwn) return [nothing];
  const lost = seat.lostIn(c);
  draft.complement(lost);
  return [
    { ...nothing, produced: [lost] },
    { ...nothing, read: [lost] },
  ];
}

/** What the ports say; the next behavior begins where it was asked for, and that they may notice. */
function begun(desk: Desk, seat: Seat, k: number, one: Withdrawn): readonly Alternative[] {
  const next = seat.member.asked[k + 1];
  if (next === undefined || next.isFirst || !seat.isNoticed(k + 1))
    return ports(desk, seat, k, one, idle);
  const asked = seat.askedAt(k + 1);
  const [here, absent] = [asked, desk.draft.complement(asked)].map((place) => ({
    ...nothing,
    read: [place],
  }));
  return [
    ...ports(desk, seat, k, one, next.behavior).map((each) => together([each, here ?? nothing])),
    ...ports(desk, seat, k, one, idle).map((each) => together([each, absent ?? nothing])),
  ];
}
const idle = -1;

/** The levels of all ports that the tokens are or will be in go to those of behavior `after`. */
function ports(
  desk: Desk,
  seat: Seat,
  k: number,
  { from, end }: Withdrawn,
  after: number,
): readonly Alternative[] {
  const { life, member } = seat;
  const b = member.asked[k]?.behavior ?? idle;
  const spots = end.map((slot) => ({ slot }));
  const touched = new Set([...from, ...spots].flatMap(({ slot }) => life.groups[slot] ?? []));
  return product(
    [...touched].flatMap((q) => {
      const change = {
        taken: levelOfSpots(life, q, b, from),
        put: levelOfSpots(life, q, after, spots),
        isAll: true,
      };
      if (!isChange(change)) return [];
      const isUse = life.ports[q]?.side === "use";
      return [isUse ? useCases(desk, seat, q, change) : provideCases(desk, seat, q, change)];
    }),
  );
}
