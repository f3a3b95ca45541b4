/**
 * What members have in common that are of one type, are asked for the same, and begin with the same tokens. It is worked out once.
 */
import type { Configuration } from "../../semantics/configuration.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import { markFromHome } from "../../semantics/record.ts";
import { type Concurrency, concurrencyFrom, concurrencyOf } from "./concurrency.ts";
import type { Asked, Member } from "./course.ts";
import { type Bounds, type Level, boundsOf, sum, zero } from "./gauge.ts";
import type { Hazards } from "./hazard.ts";
import { type Slots, TooManyOutcomes, mayCollide, outcomesOf } from "./outcome.ts";
import { type Spot, spotsIn } from "./spot.ts";
import { type Withdrawn, withdrawalsOf } from "./withdrawn.ts";

export interface Shape {
  readonly life: Lifecycle;
  readonly concurrency: Concurrency;
  /** The tokens at the start; none of a member that is added later. */
  readonly start: readonly Spot[];
  /** Where its tokens can be when behavior k of those asked begins; the last: when all are over. */
  readonly starts: readonly (readonly Slots[])[];
  /** For each of these, the provide ports that have tokens then that the behavior takes out of their groups. */
  readonly departures: readonly (readonly (readonly number[])[])[];
  /** How it can be withdrawn from behavior k, where it may be. */
  readonly withdrawals: readonly (readonly Withdrawn[])[];
  /** The slots that have places: the component's places always; docks and transitions of the behaviors asked for. */
  readonly slots: Slots;
  /** slot → its number among these, or -1; slot → the behavior that it belongs to, or -1 */
  readonly offsets: readonly number[];
  readonly behaviors: readonly number[];
  /** port → a provide port, the last token of which may leave its group */
  readonly mayLose: readonly boolean[];
  /** May a second token come to a place, and make transitions fail? */
  readonly mayFail: boolean;
  /** The bounds of what the group of a port holds, where so many actions may fail. */
  readonly boundsOf: (q: number, failedMax: number) => Bounds;
}

/** What a token counts for in a port while behavior `b` is active. */
function levelOfSpot(life: Lifecycle, q: number, b: number, { slot, isFailed }: Spot): Level {
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

/** The shapes of the members of a configuration. */
export class Shapes {
  readonly #configuration: Configuration;
  readonly #hazards: Hazards;
  readonly #known = new Map<Lifecycle, Map<string, Shape>>();

  constructor(c: Configuration, hazards: Hazards) {
    this.#configuration = c;
    this.#hazards = hazards;
  }

  /** @throws TooManyOutcomes  where a behavior can end in too many ways */
  of(member: Member): Shape {
    const { life } = member;
    let ofLife = this.#known.get(life);
    if (ofLife === undefined) this.#known.set(life, (ofLife = new Map()));
    const key = keyOf(this.#configuration, member);
    let shape = ofLife.get(key);
    if (shape === undefined)
      ofLife.set(key, (shape = shapeOf(this.#configuration, member, this.#hazards)));
    return shape;
  }
}

/** What is asked for, in which order, which of it finds nothing else asked; and the marks of its slots. */
function keyOf(c: Configuration, { life, number, asked }: Member): string {
  let key = number === undefined ? "" : "+";
  for (const { behavior, isFirst, at } of asked)
    key += `${behavior}${at < 0 ? "-" : ""}${isFirst ? "!" : ","}`;
  if (number === undefined) return key;
  const end = markFromHome(life.slots - 1);
  for (let cell = markFromHome(0); cell <= end; cell++) key += `|${c.own(number, cell)}`;
  return key;
}

function shapeOf(c: Configuration, member: Member, hazards: Hazards): Shape {
  const { life, asked } = member;
  const start = member.number === undefined ? [] : spotsIn(c, member.number);
  const slots = start.map(({ slot }) => slot);
  const usual = concurrencyOf(life);
  const isUsual = slots.every((slot, k) =>
    slots.slice(k + 1).every((other) => usual.between(slot, other)),
  );
  const concurrency = isUsual ? usual : concurrencyFrom(life, slots);
  const mayFail = life.stations.some(
    (station) =>
      asked.some(({ behavior }) => behavior === station.behavior) &&
      mayCollide(station, concurrency.between),
  );
  const active = asked[0]?.at === -1 ? asked[0].behavior : -1;
  const first = member.number === undefined ? [life.initial] : slots;
  const { starts, withdrawals } = startsOf(life, asked, first, concurrency, hazards);
  return {
    life,
    concurrency,
    start,
    starts,
    withdrawals,
    departures: asked.map(({ behavior }, k) =>
      (starts[k] ?? []).map((marked) => departuresOf(life, behavior, marked)),
    ),
    ...layoutOf(life, new Set(asked.map(({ behavior }) => behavior))),
    mayLose: life.ports.map(
      ({ side, departs, group }) =>
        side === "provide" &&
        (hazards.isWithdrawn ||
          asked.some(({ behavior }) => group.some((slot) => departs[behavior]?.[slot] === 1))),
    ),
    mayFail,
    boundsOf: remembered((q, failedMax) => {
      const { group = [], side } = life.ports[q] ?? {};
      const tokensMax = concurrency.width(group);
      return boundsOf({
        tokensMax,
        failedMax: side === "use" ? 0 : mayFail ? tokensMax : failedMax,
        start: levelOfSpots(life, q, active, start),
        staysCount: side === "provide",
      });
    }),
  };
}

/** In one net the same number of actions may fail everywhere. */
function remembered(make: Shape["boundsOf"]): Shape["boundsOf"] {
  const known = new Map<number, Bounds>();
  return (q, failedMax) => {
    let bounds = known.get(q);
    if (bounds === undefined) known.set(q, (bounds = make(q, failedMax)));
    return bounds;
  };
}

/**
 * Each behavior begins where the one before has ended, or was withdrawn to.
 *
 * @throws TooManyOutcomes  where it can end in too many ways, or be withdrawn from one marking in several
 */
function startsOf(
  life: Lifecycle,
  asked: readonly Asked[],
  start: Slots,
  concurrency: Concurrency,
  { failuresMax, isWithdrawn }: Hazards,
): Pick<Shape, "starts" | "withdrawals"> {
  const starts: (readonly Slots[])[] = [[start]];
  const withdrawals: (readonly Withdrawn[])[] = [];
  for (const { behavior } of asked) {
    const from = starts.at(-1) ?? [];
    const ends = from.flatMap((one) => outcomesOf(life, behavior, one, concurrency));
    const back = isWithdrawn
      ? distinct(from.flatMap((one) => withdrawalsOf(life, behavior, one, failuresMax)))
      : [];
    // Where it leads back to hangs on how the tokens came there, which no marking tells.
    if (distinct(back.map((one) => one.from)).length < back.length)
      throw new TooManyOutcomes(life.component.name);
    const all = [...ends, ...back.map(({ end }) => end)];
    starts.push(distinct(all));
    withdrawals.push(back);
  }
  return { starts, withdrawals };
}

const distinct = <T>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

function departuresOf({ groups, ports }: Lifecycle, b: number, marked: Slots): readonly number[] {
  const departing = marked.flatMap((slot) =>
    (groups[slot] ?? []).filter(
      (q) => ports[q]?.side === "provide" && ports[q].departs[b]?.[slot] === 1,
    ),
  );
  return [...new Set(departing)];
}

function layoutOf(
  life: Lifecycle,
  wanted: ReadonlySet<number>,
): Pick<Shape, "slots" | "offsets" | "behaviors"> {
  const behaviors = Array.from({ length: life.slots }, () => -1);
  for (const { behavior, slots } of life.transitions)
    for (const slot of slots) behaviors[slot] = behavior;
  const slots: number[] = [];
  const offsets = behaviors.map((behavior, slot) =>
    slot < life.places.length || wanted.has(behavior) ? slots.push(slot) - 1 : -1,
  );
  return { slots, offsets, behaviors };
}
