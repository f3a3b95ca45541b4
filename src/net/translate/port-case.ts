/**
 * What ports have to say to a move of tokens: the cases of the guards of semantics §3, as far as they are about ports.
 *
 * A use that becomes active needs all its providers ready; a provide that would become inactive needs all its uses inactive. Which
 * connections there are is known for each instruction reached (`course`): one case for each set of them.
 */
import type { Configuration } from "../../semantics/configuration.ts";
import { type Alternative, nothing, together } from "./alternative.ts";
import type { Course, Link, Member } from "./course.ts";
import type { Draft } from "./draft.ts";
import { type Change, type Gauge, type Level, isChange, isZero, zero } from "./gauge.ts";
import type { Seat } from "./seat.ts";
import type { HazardPlaces, Hazards } from "./hazard.ts";
import { kinds } from "./sense.ts";
import { levelOfSpots } from "./shape.ts";
import type { Spot } from "./spot.ts";

/** Everything that a translation knows while it goes on. */
export interface Desk {
  readonly draft: Draft;
  readonly configuration: Configuration;
  readonly course: Course;
  readonly seats: readonly Seat[];
  /** By link: the place that is marked while it is connected; and, where somebody asks, while it is not both connected and in use. */
  readonly links: readonly number[];
  readonly unused: ReadonlyMap<Link, number>;
  readonly hazards: Hazards;
  readonly hazardPlaces: HazardPlaces;
}

/** Tokens of a member move from some spots to others while behavior `b` is active: what its ports say to it. */
export function portCases(
  desk: Desk,
  seat: Seat,
  { b, taken, put }: { b: number; taken: readonly Spot[]; put: readonly Spot[] },
): readonly (readonly Alternative[])[] {
  const { life } = seat;
  const touched = new Set([...taken, ...put].flatMap(({ slot }) => life.groups[slot] ?? []));
  return [...touched].flatMap((q) => {
    const change = {
      taken: levelOfSpots(life, q, b, taken),
      put: levelOfSpots(life, q, b, put),
    };
    if (!isChange(change)) return [];
    return [
      life.ports[q]?.side === "use"
        ? useCases(desk, seat, q, change)
        : provideCases(desk, seat, q, change),
    ];
  });
}

/** The level of a provide port changes; its last token goes only when nobody uses it. */
export function provideCases(
  desk: Desk,
  seat: Seat,
  q: number,
  change: Change,
): readonly Alternative[] {
  const links = seat.member.links[q] ?? [];
  if (links.length === 0) return [nothing];
  const gauge = gaugeFor(desk, seat, q);
  return gauge.passages(change).map(({ from, to }) => {
    const step = passing(gauge, from, to);
    if (isZero(from) || !isZero(to)) return step;
    return together([step, { ...nothing, read: links.map((link) => unusedAt(desk, link)) }]);
  });
}

/** The level of a use port changes; it becomes active only when it is served. */
export function useCases(
  desk: Desk,
  seat: Seat,
  q: number,
  change: Change,
): readonly Alternative[] {
  const gauge = isCounted(desk, seat, q) ? gaugeFor(desk, seat, q) : undefined;
  const passages = gauge?.passages(change) ?? [{ from: change.taken, to: change.put }];
  return passages.flatMap(({ from, to }) => {
    const step = gauge === undefined ? nothing : passing(gauge, from, to);
    if (isZero(from) === isZero(to)) return [step];
    const about = isZero(from)
      ? servedCases(desk, seat, q)
      : connectedCases(desk, seat, q, 0, (link) => ({
          ...nothing,
          produced: trackedAt(desk, link),
        }));
    return about.map((one) => together([step, one]));
  });
}

/** Every case in which the use port is served: enough connections, and each provider ready (for data: its value can be read). */
export function servedCases(desk: Desk, seat: Seat, q: number): readonly Alternative[] {
  const port = seat.life.ports[q];
  return connectedCases(desk, seat, q, port?.min ?? 0, (link) => ({
    consumed: trackedAt(desk, link),
    read: [linkAt(desk, link), readyAt(desk, link)],
    produced: [],
  }));
}

/** One case for each set of connections that the use port has, with at least `min` of them. */
function connectedCases(
  desk: Desk,
  { member, life }: Seat,
  q: number,
  min: number,
  about: (link: Link) => Alternative,
): readonly Alternative[] {
  const links = member.links[q] ?? [];
  const sets = connectionSets(links, member);
  if (sets.length === 1 || (life.ports[q]?.many !== true && min > 0))
    return sets.filter((set) => set.length >= min).map((set) => together(set.map(about)));
  return sets
    .filter((set) => set.length >= min)
    .map((set) =>
      together([
        ...set.map(about),
        {
          ...nothing,
          read: links.map((link) => {
            const place = linkAt(desk, link);
            return set.includes(link) ? place : desk.draft.complement(place);
          }),
        },
      ]),
    );
}

/** The sets of connections that a port has, one after the other, while its member is there. */
function connectionSets(
  links: readonly Link[],
  { added, deleted }: Member,
): readonly (readonly Link[])[] {
  const moments = new Set([added + 1]);
  for (const { from, to } of links) for (const at of [from + 1, to + 1]) moments.add(at);
  const sets = new Map<string, readonly Link[]>();
  for (const at of moments) {
    if (at > deleted) continue;
    const set = links.filter(({ from, to }) => from < at && at <= to);
    sets.set(set.map(({ index }) => index).join(), set);
  }
  return [...sets.values()];
}

/** A port's level changes in the net. */
export const passing = (gauge: Gauge, from: Level, to: Level): Alternative => ({
  consumed: gauge.placesAt(from),
  read: [],
  produced: gauge.placesAt(to),
});

/** The place that is marked while the link is connected. */
export const linkAt = ({ links }: Desk, { index }: Link): number => links[index] ?? 0;

/** The place that says that the provider of a link is ready. */
export function readyAt(desk: Desk, { provider, provide }: Link): number {
  const seat = seatAt(desk, provider);
  return seat.life.ports[provide]?.kind === "data"
    ? seat.publishedAt(desk.configuration, provide).readable
    : gaugeFor(desk, seat, provide).ready;
}

/** The place that says that a link is not in use. */
export const unusedAt = (desk: Desk, link: Link): number =>
  desk.unused.get(link) ?? gaugeFor(desk, seatAt(desk, link.user), link.use).at(zero);

/** The place that every begin and end of a use through a link moves, if there is one. */
export const trackedAt = (desk: Desk, link: Link): readonly number[] => {
  const place = desk.unused.get(link);
  return place === undefined ? [] : [place];
};

/** Does somebody ask how many tokens the group of a use port holds? */
export function isCounted(desk: Desk, seat: Seat, q: number): boolean {
  const links = seat.member.links[q] ?? [];
  return (
    links.some((link) => isMade(link, desk.course) || mayBeLost(desk, link)) ||
    seat.concurrency.width(seat.life.ports[q]?.group ?? []) > 1
  );
}

/** Do instructions to come make or end the link? */
export const isMade = ({ from, to }: Link, { length }: Course): boolean => from >= 0 || to < length;

/** May the provider of a link take the last token out of the group? */
export const mayBeLost = (desk: Desk, { provider, provide }: Link): boolean =>
  seatAt(desk, provider).shape.mayLose[provide] === true;

export const gaugeFor = (desk: Desk, seat: Seat, q: number): Gauge =>
  seat.gaugeOf(q, desk.hazards.failuresMax);

export function seatAt({ seats }: Desk, { index }: Member): Seat {
  const seat = seats[index];
  if (seat === undefined) throw new RangeError(`no member ${index}`);
  return seat;
}

/** The places that stand for the links, and those that say whether they are in use where instructions change who uses what. */
export function linkPlaces(
  draft: Draft,
  course: Course,
  c: Configuration,
): { readonly links: number[]; readonly unused: Map<Link, number> } {
  const unused = new Map<Link, number>();
  const links = course.links.map((link) => {
    const { index, from, to, user, use } = link;
    const isMarked = from < 0;
    const place = draft.place(
      { kind: kinds.link, owner: index, index: 0 },
      { phase: { from: from + 1, to }, isMarked },
    );
    const { kind, group = [] } = user.life.ports[use] ?? {};
    if (kind === "service" && isMade(link, course)) {
      const { number } = user;
      const inUse = isMarked && number !== undefined && group.some((s) => c.mark(number, s) !== 0);
      unused.set(
        link,
        draft.place({ kind: kinds.unused, owner: index, index: 0 }, { isMarked: !inUse }),
      );
    }
    return place;
  });
  return { links, unused };
}
