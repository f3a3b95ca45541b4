/**
 * Members that are alike (`likeness`) have the same transitions, at other places: they are made once, and then stamped.
 *
 * What stands in the arcs of the first one is kept as the way that leads from it to the place; from another one it leads to another.
 */
import type { Link } from "./course.ts";
import type { Arcs, Pattern } from "./draft.ts";
import { codesMax, levelOf, readyCode } from "./gauge.ts";
import { farKey, farKeyOf, likenessOf } from "./likeness.ts";
import { memberSteps } from "./member-step.ts";
import { type Desk, gaugeFor, linkAt, readyAt, unusedAt } from "./port-case.ts";
import { type Rows, rowsOf } from "../rows.ts";
import type { Seat } from "./seat.ts";
import { kinds } from "./sense.ts";
import type { Shape } from "./shape.ts";

/** Adds the transitions of members, of which many may be alike. */
export class Stencils {
  readonly #desk: Desk;
  readonly #known = new Map<Shape, Map<string, Sample>>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Adds all steps that the member can take by itself. Cost: their arcs, but for the first members of a kind. */
  add(seat: Seat): void {
    const likeness = likenessOf(this.#desk, seat);
    if (likeness === undefined) return memberSteps(this.#desk, seat);
    let ofShape = this.#known.get(seat.shape);
    if (ofShape === undefined) this.#known.set(seat.shape, (ofShape = new Map()));
    const sample = ofShape.get(likeness);
    if (sample === undefined) ofShape.set(likeness, sampled(this.#desk, seat));
    else stamp(this.#desk, (sample.stencil ??= cut(this.#desk, sample)), seat);
  }
}

/** The first member of a kind: the transitions and the places that were made for it. */
interface Sample {
  readonly seat: Seat;
  readonly transitions: Span;
  readonly places: Span;
  /** Made when a second one comes. */
  stencil: Stencil | undefined;
}
interface Span {
  readonly from: number;
  readonly to: number;
}
interface Stencil {
  readonly pattern: Pattern;
  /** The places that its arcs name by their numbers here, and some that have no arcs yet. */
  readonly ways: readonly Way[];
}
/** How to come from a member to a place. */
type Way = (desk: Desk, seat: Seat) => number;

function sampled(desk: Desk, seat: Seat): Sample {
  const { draft } = desk;
  const [transition, place] = [draft.transitionCount, draft.placeCount];
  memberSteps(desk, seat);
  return {
    seat,
    transitions: { from: transition, to: draft.transitionCount },
    places: { from: place, to: draft.placeCount },
    stencil: undefined,
  };
}

function stamp(desk: Desk, { pattern, ways }: Stencil, seat: Seat): void {
  const places = ways.map((way) => way(desk, seat));
  desk.draft.stamp(pattern, seat.member.index, places);
}

function cut(desk: Desk, { seat, transitions, places }: Sample): Stencil {
  const { draft } = desk;
  const far = farEnds(seat);
  const ways: Way[] = [];
  const numbers = new Map<number, number>();
  const numberOf = (place: number): number => {
    let number = numbers.get(place);
    if (number === undefined) {
      number = ways.push(wayTo(desk, seat, far, place)) - 1;
      numbers.set(place, number);
    }
    return number;
  };
  for (let place = places.from; place < places.to; place++) numberOf(place);
  const all = Array.from({ length: transitions.to - transitions.from }, (_, t) => {
    const { rule, element } = draft.markOf(transitions.from + t);
    return { mark: { rule, element }, arcs: draft.arcsOf(transitions.from + t) };
  });
  const rows = (which: keyof Arcs): Rows =>
    rowsOf(all.map(({ arcs }) => Array.from(arcs[which], numberOf)));
  const pattern = {
    marks: all.map(({ mark }) => mark),
    consumed: rows("consumed"),
    read: rows("read"),
    produced: rows("produced"),
  };
  return { pattern, ways };
}

function wayTo(desk: Desk, seat: Seat, far: FarEnds, place: number): Way {
  const { kind, owner, index } = desk.draft.senseOf(place);
  if (kind === kinds.complement) {
    const way = wayTo(desk, seat, far, index);
    return (desk, seat) => desk.draft.complement(way(desk, seat));
  }
  if (kind === kinds.failures || kind === kinds.slots) return () => place;
  if (kind === kinds.link) return wayOver(far.byLink.get(owner), linkAt);
  if (owner === seat.member.index) return wayWithin(kind, index);
  const isValue = kind === kinds.readable;
  const key = farKey(owner, isValue ? index : Math.floor(index / codesMax), isValue);
  const end = far.byKey.get(key);
  return wayOver(end, end?.side === "use" ? readyAt : unusedAt);
}

/** To a place of the member's own. */
function wayWithin(kind: number, index: number): Way {
  const [q, code] = [Math.floor(index / codesMax), index % codesMax];
  const level = levelOf(code);
  switch (kind) {
    case kinds.slot:
      return (_, { slotAt }) => slotAt(index);
    case kinds.failed:
      return (_, seat) => seat.failedAt(index);
    case kinds.turn:
      return (_, seat) => seat.turnAt(index);
    case kinds.asked:
      return (_, seat) => seat.askedAt(index);
    case kinds.readable:
      return (_, { published }) => published.get(index)?.readable ?? 0;
    case kinds.unread:
      return (_, { published }) => published.get(index)?.unread ?? 0;
    case kinds.level:
      return code === readyCode
        ? (desk, seat) => gaugeFor(desk, seat, q).ready
        : (desk, seat) => gaugeFor(desk, seat, q).at(level);
    default:
      throw new RangeError(`a member has no place of kind ${kind}`);
  }
}

/** To a place that a connection leads to. */
function wayOver(end: FarEnd | undefined, at: (desk: Desk, link: Link) => number): Way {
  if (end === undefined) throw new RangeError("no connection leads there");
  const { q, k } = end;
  return (desk, { member }) => {
    const link = member.links[q]?.[k];
    return link === undefined ? 0 : at(desk, link);
  };
}

/** The k-th connection of port q. */
interface FarEnd {
  readonly side: "use" | "provide";
  readonly q: number;
  readonly k: number;
}
interface FarEnds {
  readonly byLink: ReadonlyMap<number, FarEnd>;
  readonly byKey: ReadonlyMap<number, FarEnd>;
}

function farEnds({ member, life }: Seat): FarEnds {
  const byLink = new Map<number, FarEnd>();
  const byKey = new Map<number, FarEnd>();
  for (const [q, links] of member.links.entries())
    for (const [k, link] of links.entries()) {
      const end = { side: life.ports[q]?.side ?? "use", q, k };
      const key = farKeyOf(link, end.side);
      byLink.set(link.index, end);
      if (!byKey.has(key)) byKey.set(key, end);
    }
  return { byLink, byKey };
}
