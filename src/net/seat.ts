/**
 * The places of the net that stand for one member: its slots, what is asked of it, its ports.
 *
 * Slots of behaviors that nobody asks for have no places, nor have ports that nobody asks anything of.
 */
import { type Configuration, failed, none } from "../semantics/configuration.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";
import { type Concurrency, concurrencyFrom, concurrencyOf } from "./concurrency.ts";
import type { Asked, Course, Member } from "./course.ts";
import type { Draft, Phase } from "./draft.ts";
import { Gauge, type Level, sum, zero } from "./gauge.ts";
import { type Slots, mayCollide, outcomesOf } from "./outcome.ts";
import { publicationsOf } from "./publication.ts";
import { kinds } from "./sense.ts";

/** A token: on a slot, running or (of a transition) failed. */
export interface Spot {
  readonly slot: number;
  readonly isFailed?: boolean;
}

export interface Seat {
  readonly member: Member;
  readonly life: Lifecycle;
  readonly concurrency: Concurrency;
  /** The tokens at the start; none of a member that is added later. */
  readonly start: readonly Spot[];
  /** Where its tokens can be when behavior k of those asked begins; the last: when all are over. */
  readonly starts: readonly (readonly Slots[])[];
  readonly turns: readonly number[];
  readonly asked: readonly number[];
  readonly absent: number | undefined;
  readonly gone: number | undefined;
  readonly slotAt: (slot: number) => number;
  readonly failedAt: (transition: number) => number;
  /** Ports whose tokens are counted. */
  readonly gauges: Map<number, Gauge>;
  /** By publication: the places that say whether its values can be read. */
  readonly published: Map<number, { readonly readable: number; readonly unread: number }>;
}

/** @throws TooManyOutcomes  where a behavior can end in too many ways */
export function seatOf(draft: Draft, course: Course, c: Configuration, member: Member): Seat {
  const { life, index: owner, asked } = member;
  const start = startOf(c, member);
  const slots = start.map(({ slot }) => slot);
  const concurrency = slots.every((slot, k) =>
    slots.slice(k + 1).every((other) => concurrencyOf(life).between(slot, other)),
  )
    ? concurrencyOf(life)
    : concurrencyFrom(life, slots);
  const family = draft.family();
  const turnPhase = (k: number): Phase => ({
    from: (asked[k - 1]?.at ?? member.added) + 1,
    to: asked[k]?.by ?? member.deleted,
  });
  const isThere = member.number !== undefined;
  const turns = Array.from({ length: asked.length + 1 }, (_, k) =>
    draft.place(
      { kind: kinds.turn, owner, index: k },
      { family, phase: turnPhase(k), isMarked: isThere && k === 0 },
    ),
  );
  const presence = (kind: number, phase: Phase): number =>
    draft.place({ kind, owner, index: 0 }, { family, phase, isMarked: kind === kinds.absent });
  return {
    member,
    life,
    concurrency,
    start,
    starts: startsOf(life, asked, isThere ? slots : [life.initial], concurrency),
    turns,
    asked: asked.map((one, k) =>
      draft.place(
        { kind: kinds.asked, owner, index: k },
        { phase: phaseOf(one), isMarked: one.at < 0 },
      ),
    ),
    absent: isThere ? undefined : presence(kinds.absent, { from: 0, to: member.added }),
    gone:
      member.deleted < course.length
        ? presence(kinds.gone, { from: member.deleted + 1, to: course.length })
        : undefined,
    ...slotPlaces(draft, member, start),
    gauges: new Map(),
    published: new Map(),
  };
}

/** While a behavior is asked for and not over. */
const phaseOf = ({ at, by }: Asked): Phase => ({ from: at + 1, to: by });

function startOf(c: Configuration, { number, life }: Member): Spot[] {
  if (number === undefined) return [];
  return Array.from({ length: life.slots }, (_, slot) => slot)
    .filter((slot) => c.mark(number, slot) !== none)
    .map((slot) =>
      slot >= life.firstOn && slot < life.firstIn && c.mark(number, slot) === failed
        ? { slot, isFailed: true }
        : { slot },
    );
}

function startsOf(
  life: Lifecycle,
  asked: readonly Asked[],
  start: Slots,
  concurrency: Concurrency,
): readonly (readonly Slots[])[] {
  const starts: (readonly Slots[])[] = [[start]];
  for (const { behavior } of asked) {
    const ends = new Map<string, Slots>();
    for (const from of starts.at(-1) ?? [])
      for (const end of outcomesOf(life, behavior, from, concurrency)) ends.set(end.join(), end);
    starts.push([...ends.values()]);
  }
  return starts;
}

/** The component's places always; docks and transitions of the behaviors asked for. */
function slotPlaces(
  draft: Draft,
  { life, index: owner, asked }: Member,
  start: readonly Spot[],
): Pick<Seat, "slotAt" | "failedAt"> {
  const isMarked = (slot: number, bad: boolean): boolean =>
    start.some((spot) => spot.slot === slot && (spot.isFailed ?? false) === bad);
  const { offsets, behaviors } = layoutOf(life, asked);
  const first = draft.placeCount;
  for (const [slot, offset] of offsets.entries()) {
    if (offset < 0) continue;
    const all = asked.filter(({ behavior }) => behavior === behaviors[slot]);
    const phase = slot < life.places.length ? undefined : hull(all.map(phaseOf));
    draft.place(
      { kind: kinds.slot, owner, index: slot },
      { isMarked: isMarked(slot, false), ...(phase && { phase }) },
    );
  }
  const failures = new Map<number, number>();
  return {
    slotAt: (slot) => first + (offsets[slot] ?? 0),
    failedAt: (t) => {
      let place = failures.get(t);
      if (place === undefined) {
        const bad = isMarked(life.transitions[t]?.on ?? -1, true);
        place = draft.place({ kind: kinds.failed, owner, index: t }, { isMarked: bad });
        failures.set(t, place);
      }
      return place;
    },
  };
}

const hull = (phases: readonly Phase[]): Phase => ({
  from: Math.min(...phases.map(({ from }) => from)),
  to: Math.max(...phases.map(({ to }) => to)),
});

/** slot → its place, counted from the first of the member, or -1; slot → the behavior that it belongs to. */
interface Layout {
  readonly offsets: readonly number[];
  readonly behaviors: readonly number[];
}

function layoutOf(life: Lifecycle, asked: readonly Asked[]): Layout {
  const wanted = [...new Set(asked.map(({ behavior }) => behavior))].sort((a, b) => a - b);
  let ofLife = layouts.get(life);
  if (ofLife === undefined) layouts.set(life, (ofLife = new Map()));
  let layout = ofLife.get(wanted.join());
  if (layout === undefined) ofLife.set(wanted.join(), (layout = compileLayout(life, wanted)));
  return layout;
}
const layouts = new WeakMap<Lifecycle, Map<string, Layout>>();

function compileLayout(life: Lifecycle, wanted: readonly number[]): Layout {
  const behaviors = Array.from({ length: life.slots }, () => -1);
  for (const { behavior, slots } of life.transitions)
    for (const slot of slots) behaviors[slot] = behavior;
  let next = 0;
  const offsets = behaviors.map((behavior, slot) =>
    slot < life.places.length || wanted.includes(behavior) ? next++ : -1,
  );
  return { offsets, behaviors };
}

/** What a token counts for in a port while behavior `b` is active. */
export function levelOfSpot(
  life: Lifecycle,
  q: number,
  b: number,
  { slot, isFailed }: Spot,
): Level {
  const port = life.ports[q];
  if (port === undefined || !(life.groups[slot] ?? []).includes(q)) return zero;
  if (port.side === "use") return { tokens: 1, staying: 0, failed: 0 };
  const stays = port.departs[b]?.[slot] !== 1;
  return { tokens: 1, staying: Number(stays), failed: Number(isFailed === true) };
}

export const levelOfSpots = (
  life: Lifecycle,
  q: number,
  b: number,
  spots: readonly Spot[],
): Level => spots.map((spot) => levelOfSpot(life, q, b, spot)).reduce(sum, zero);

/** Counts the tokens in the group of a port from now on. Asked again, it gives the same gauge. */
export function gaugeOf(draft: Draft, seat: Seat, q: number, failedMax: number): Gauge {
  const { life, member, gauges, start, concurrency } = seat;
  let gauge = gauges.get(q);
  if (gauge === undefined) {
    const port = life.ports[q];
    const active = member.asked[0]?.at === -1 ? member.asked[0].behavior : -1;
    const tokensMax = concurrency.width(port?.group ?? []);
    gauge = new Gauge(
      draft,
      { kind: kinds.level, owner: member.index, port: q },
      {
        tokensMax,
        failedMax: port?.side === "use" ? 0 : mayFailByItself(seat) ? tokensMax : failedMax,
        start: levelOfSpots(life, q, active, start),
        staysCount: port?.side === "provide",
      },
    );
    gauges.set(q, gauge);
  }
  return gauge;
}

/** A second token makes transitions fail. */
export const mayFailByItself = ({ life, member, concurrency }: Seat): boolean =>
  life.stations.some(
    (station) =>
      member.asked.some(({ behavior }) => behavior === station.behavior) &&
      mayCollide(station, concurrency.between),
  );

/** The places of the publication of a data provide port. Asked again, it gives the same. */
export function publishedAt(
  draft: Draft,
  c: Configuration,
  seat: Seat,
  q: number,
): { readonly readable: number; readonly unread: number } {
  const { member, life, published } = seat;
  const index = publicationsOf(life).of.get(q) ?? 0;
  let places = published.get(index);
  if (places === undefined) {
    const isMarked =
      member.number !== undefined && (c.values.get(c.port(member.number, q))?.version ?? 0) > 0;
    const owner = member.index;
    const family = draft.family();
    places = {
      readable: draft.place({ kind: kinds.readable, owner, index }, { family, isMarked }),
      unread: draft.place({ kind: kinds.unread, owner, index }, { family, isMarked: !isMarked }),
    };
    published.set(index, places);
  }
  return places;
}
