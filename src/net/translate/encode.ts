/**
 * Which places of a translated net are marked in a configuration that its program can come to.
 *
 * Total; different configurations give different markings, but for what no guard reads (see `translate`).
 */
import { type Configuration, running } from "../../semantics/configuration.ts";
import type { Link, Member } from "./course.ts";
import { isZero } from "./gauge.ts";
import type { Desk } from "./port-case.ts";
import { publicationsOf } from "./publication.ts";
import { type Seat, isLost } from "./seat.ts";
import { levelOfSpots } from "./shape.ts";
import { spotsIn } from "./spot.ts";
import type { Translation } from "./translate.ts";

/**
 * The marked places, in ascending order. Cost: the places of all members.
 *
 * @param failed  how many actions have failed so far: configurations do not count them
 */
export function encode(
  { desk, counter, net }: Translation,
  c: Configuration,
  failed: number = 0,
): readonly number[] {
  const at = c.position - desk.configuration.position;
  const marked = new Set([counter[at] ?? 0]);
  const mark = (...places: readonly number[]): void => {
    for (const place of places) marked.add(place);
  };
  for (const seat of desk.seats) mark(...memberMarks(seat, c, at));
  for (const link of desk.course.links) mark(...linkMarks(desk, link, c, at));
  mark(...hazardMarks(desk, c, failed));
  for (let place = 0; place < net.placeCount; place++) {
    const complement = desk.draft.complementOf(place);
    if (complement !== undefined && !marked.has(place)) mark(complement);
  }
  return [...marked].sort((a, b) => a - b);
}

/** How many actions may still fail, and how many slots of each limit are free. */
function hazardMarks({ hazards, hazardPlaces }: Desk, c: Configuration, failed: number): number[] {
  const { failures, slots } = hazardPlaces;
  const left = failures[hazards.failuresMax - failed];
  const free = hazards.limits.flatMap(({ slots: all, isAbout }, k) => {
    let taken = 0;
    for (const instance of c.all())
      for (const [t, { on }] of c.life(instance).transitions.entries())
        if (
          c.mark(instance, on) === running &&
          isAbout(c.names[instance] ?? "", c.life(instance), t)
        )
          taken++;
    return slots[k]?.[all - taken] ?? [];
  });
  return left === undefined ? free : [left, ...free];
}

const isThere = ({ added, deleted }: Member, at: number): boolean => added < at && at <= deleted;

/** The number of the member in the configuration, while it is there. */
const numberOf = (member: Member, c: Configuration, at: number): number | undefined =>
  isThere(member, at) ? c.number(member.name) : undefined;

function memberMarks(seat: Seat, c: Configuration, at: number): number[] {
  const { member, life, gauges, published, absent, gone, lost } = seat;
  const number = numberOf(member, c, at);
  const spots = number === undefined ? [] : spotsIn(c, number);
  const active = number === undefined ? -1 : c.behavior(number);
  const queued = number === undefined ? 0 : c.queue(number).length;
  const made = member.asked.filter((one) => one.at < at).length;
  const presence = at <= member.added ? absent : gone;
  const isNoted = number !== undefined && lost !== undefined && isLost(c, { number });
  return [
    ...(isNoted ? [lost] : []),
    ...(number === undefined ? [presence ?? 0] : [seat.turnAt(made - queued)]),
    ...Array.from({ length: queued }, (_, k) => seat.askedAt(made - queued + k)),
    ...spots.map((spot) => seat.placeOf(spot)),
    ...[...gauges].flatMap(([q, gauge]) => gauge.knownAt(levelOfSpots(life, q, active, spots))),
    ...[...published].map(([index, { readable, unread }]) =>
      number !== undefined && isReadable(seat, c, number, index) ? readable : unread,
    ),
  ];
}

function isReadable({ life }: Seat, c: Configuration, number: number, index: number): boolean {
  const [q] = [...publicationsOf(life).of].find(([, one]) => one === index) ?? [-1];
  return (c.values.get(c.port(number, q))?.version ?? 0) > 0;
}

/** Connected from the instruction after the one that makes it, up to the one that ends it. */
function linkMarks(desk: Desk, link: Link, c: Configuration, at: number): number[] {
  const isMade = link.from < at && at <= link.to;
  const tracked = desk.unused.get(link);
  const place = isMade ? [desk.links[link.index] ?? 0] : [];
  if (tracked === undefined) return place;
  const number = numberOf(link.user, c, at);
  const isIdle =
    !isMade ||
    number === undefined ||
    isZero(levelOfSpots(link.user.life, link.use, -1, spotsIn(c, number)));
  return isIdle ? [...place, tracked] : place;
}
