/**
 * The rules of components (semantics §3) as transitions of the net, for one member: leave, fire, end, enter, collide, finish; and, where
 * actions may fail, fail and refire.
 */
import { rules } from "../../semantics/event.ts";
import { type Alternative, nothing, product, reading, together } from "./alternative.ts";
import type { Mark } from "./draft.ts";
import { givingBack, slotsFor, taking } from "./hazard.ts";
import { type NetRule, netRules } from "./net-rule.ts";
import { type Slots, mayCollide, outcomesOf } from "./outcome.ts";
import { type Desk, gaugeFor, passing, portCases, servedCases } from "./port-case.ts";
import { publicationsOf } from "./publication.ts";
import type { Seat } from "./seat.ts";
import { levelOfSpots } from "./shape.ts";
import type { Spot } from "./spot.ts";
import { absences, exactly } from "./whereabouts.ts";
import { withdrawSteps } from "./withdraw-step.ts";

/** All steps that the member can take by itself. */
export function memberSteps(desk: Desk, seat: Seat): void {
  const { life, member } = seat;
  const asked = new Set(member.asked.map(({ behavior }) => behavior));
  for (const [k, { behavior }] of member.asked.entries()) {
    for (const p of life.places.keys()) leaveSteps(desk, seat, k, p);
    finishSteps(desk, seat, k, behavior);
    withdrawSteps(desk, seat, k);
  }
  for (const [t, { behavior }] of life.transitions.entries())
    if (asked.has(behavior)) transitionSteps(desk, seat, t);
  for (const [s, { behavior }] of life.stations.entries())
    if (asked.has(behavior)) entrySteps(desk, seat, s);
}

/** Behavior k takes the token off a component's place; no second token would follow one that is still on its way. */
function leaveSteps(desk: Desk, seat: Seat, k: number, p: number): void {
  const { life, member, concurrency } = seat;
  const b = member.asked[k]?.behavior ?? 0;
  const leaving = life.leaving[b]?.[p] ?? [];
  if (leaving.length === 0) return;
  const outs = leaving.map((t) => ({ slot: life.transitions[t]?.out ?? 0 }));
  const busy = leaving.flatMap((t) =>
    (life.transitions[t]?.slots ?? []).filter((slot) => concurrency.between(p, slot)),
  );
  const clear = busy.flatMap((slot) => absences(desk, seat, slot));
  const active = reading(seat.turnAt(k), seat.askedAt(k), ...clear);
  move(desk, seat, { rule: "leave", element: p, b, taken: [{ slot: p }], put: outs }, [[active]]);
}

/** fire and end; and, where actions may fail, fail and refire. */
function transitionSteps(desk: Desk, seat: Seat, t: number): void {
  const { life, member } = seat;
  const edge = life.transitions[t];
  if (edge === undefined) return;
  const { behavior: b, out, on, uses, docks } = edge;
  const { hazards, hazardPlaces } = desk;
  const slots = slotsFor(hazards, hazardPlaces, member, t);
  const [begun, over] = [slots.map(taking), slots.map(givingBack)];
  const data = uses.filter((q) => life.ports[q]?.kind === "data");
  const read = data.map((q) => servedCases(desk, seat, q));
  const at = { element: t, b };
  const [waiting, running, failed] = [{ slot: out }, { slot: on }, { slot: on, isFailed: true }];
  move(desk, seat, { rule: "fire", ...at, taken: [waiting], put: [running] }, [...read, ...begun]);
  for (const d of docks) {
    const put = [{ slot: life.docks[d]?.slot ?? 0 }];
    move(desk, seat, { rule: "end", element: d, b, taken: [running], put }, over);
  }
  if (hazards.failuresMax === 0) return;
  const one = taking(hazardPlaces.failures);
  move(desk, seat, { rule: "fail", ...at, taken: [running], put: [failed] }, [one, ...over]);
  if (!hazards.isRefired) return;
  move(desk, seat, { rule: "refire", ...at, taken: [failed], put: [running] }, begun);
}

/** The tokens of a station enter its place; where one may be there already, the transitions that end here fail. */
function entrySteps(desk: Desk, seat: Seat, s: number): void {
  const { life, concurrency, slotAt } = seat;
  const station = life.stations[s];
  if (station === undefined) return;
  const { place, slots, behavior: b, docks } = station;
  const taken = slots.map((slot) => ({ slot }));
  const published = (publicationsOf(life).at[place] ?? []).flatMap((index) => {
    const places = seat.published.get(index);
    if (places === undefined) return [];
    const { readable, unread } = places;
    return [[{ ...nothing, consumed: [unread], produced: [readable] }, reading(readable)]];
  });
  const isContested = mayCollide(station, concurrency.between);
  if (isContested) desk.draft.complement(slotAt(place));
  move(desk, seat, { rule: "enter", element: s, b, taken, put: [{ slot: place }] }, published);
  if (!isContested) return;
  const failing = docks.map((d) => {
    const t = life.docks[d]?.transition ?? 0;
    return { slot: life.transitions[t]?.on ?? 0, isFailed: true };
  });
  const met = [[reading(slotAt(place))]];
  move(desk, seat, { rule: "collide", element: s, b, taken, put: failing }, met);
}

/** Behavior k is over: none of its tokens is under way, and none will leave. Then the next one is active, if it was asked for. */
function finishSteps(desk: Desk, seat: Seat, k: number, b: number): void {
  const { life, member, concurrency, starts } = seat;
  const own = (starts[k] ?? []).flatMap((from) => outcomesOf(life, b, from, concurrency));
  const ends = new Map(own.map((end) => [end.join(), end]));
  const over: Alternative = {
    consumed: [seat.turnAt(k), seat.askedAt(k)],
    read: [],
    produced: [seat.turnAt(k + 1)],
  };
  for (const end of ends.values()) {
    const at = exactly(desk, seat, end, [...ends.values()], b);
    const factors = [[over], [at], afterFinish(desk, seat, k + 1, end)];
    addAll(desk, { rule: rules.finish, owner: member.index, element: b }, factors);
  }
}

/** With the next behavior asked for, it begins at once; else not. */
function afterFinish(desk: Desk, seat: Seat, k: number, marked: Slots): readonly Alternative[] {
  if (seat.member.asked[k]?.isFirst !== false || !seat.isNoticed(k)) return [nothing];
  const asked = seat.askedAt(k);
  const which = (seat.starts[k] ?? []).findIndex((one) => one.join() === marked.join());
  const begun = together([reading(asked), changesAt(desk, seat, k, which)]);
  return [begun, reading(desk.draft.complement(asked))];
}

/** Behavior k is asked for: it begins at once where all before it are over. */
export function afterAsking(desk: Desk, seat: Seat, k: number): readonly Alternative[] {
  if (!seat.isNoticed(k)) return [nothing];
  const starts = seat.starts[k] ?? [];
  const turn = seat.turnAt(k);
  const begun = starts.map((marked, which) =>
    together([reading(turn), exactly(desk, seat, marked, starts), changesAt(desk, seat, k, which)]),
  );
  return seat.member.asked[k]?.isFirst === true
    ? begun
    : [...begun, reading(desk.draft.complement(turn))];
}

/** What changes when behavior k begins from one of its starts. */
function changesAt(desk: Desk, seat: Seat, k: number, which: number): Alternative {
  const { life, member, starts, shape } = seat;
  const b = member.asked[k]?.behavior ?? -1;
  const spots = (starts[k]?.[which] ?? []).map((slot) => ({ slot }));
  const used = (shape.departures[k]?.[which] ?? []).filter(
    (q) => (member.links[q] ?? []).length > 0,
  );
  return together(
    used.map((q) =>
      passing(
        gaugeFor(desk, seat, q),
        levelOfSpots(life, q, idle, spots),
        levelOfSpots(life, q, b, spots),
      ),
    ),
  );
}
const idle = -1;

interface Move {
  readonly rule: NetRule;
  readonly element: number;
  /** The behavior that is active. */
  readonly b: number;
  readonly taken: readonly Spot[];
  readonly put: readonly Spot[];
}

/** Tokens move, if the ports let them and all other factors too. */
function move(
  desk: Desk,
  seat: Seat,
  { rule, element, ...tokens }: Move,
  factors: readonly (readonly Alternative[])[] = [],
): void {
  const placeOf = (spot: Spot): number => seat.placeOf(spot);
  const tokensMove = {
    consumed: tokens.taken.map(placeOf),
    read: [],
    produced: tokens.put.map(placeOf),
  };
  const mark = { rule: netRules[rule], owner: seat.member.index, element };
  addAll(desk, mark, [[tokensMove], ...factors, ...portCases(desk, seat, tokens)]);
}

/** A transition for each combination of the cases. */
export function addAll(
  { draft }: Desk,
  mark: Mark,
  factors: readonly (readonly Alternative[])[],
): void {
  for (const arcs of product(factors)) draft.transition(mark, arcs);
}
