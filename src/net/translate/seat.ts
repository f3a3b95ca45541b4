/**
 * The places of the net that stand for one member: its slots, what is asked of it, its ports.
 *
 * Slots of behaviors that nobody asks for have no places, nor have ports that nobody asks anything of. There is one of these for each
 * instance of an assembly: what members have in common stays in their shape.
 */
import type { Configuration } from "../../semantics/configuration.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Concurrency } from "./concurrency.ts";
import type { Asked, Course, Member } from "./course.ts";
import type { Draft, Phase } from "./draft.ts";
import { Gauge } from "./gauge.ts";
import type { Slots } from "./outcome.ts";
import { publicationsOf } from "./publication.ts";
import { kinds } from "./sense.ts";
import type { Shape } from "./shape.ts";
import type { Spot } from "./spot.ts";

/** Values can be read once they are published; until then they are unread. */
export interface Published {
  readonly readable: number;
  readonly unread: number;
}

export class Seat {
  readonly shape: Shape;
  readonly member: Member;
  readonly absent: number | undefined;
  readonly gone: number | undefined;
  readonly #draft: Draft;
  readonly #firstTurn: number;
  readonly #firstSlot: number;
  #failures: Map<number, number> | undefined;
  #lost: number | undefined;
  #gauges: Map<number, Gauge> | undefined;
  #published: Map<number, Published> | undefined;

  /** Cost: its places. */
  constructor(draft: Draft, course: Course, shape: Shape, member: Member) {
    this.shape = shape;
    this.member = member;
    this.#draft = draft;
    const { index: owner, asked, added, deleted } = member;
    const family = draft.family();
    const isThere = member.number !== undefined;
    this.#firstTurn = draft.placeCount;
    for (let index = 0; index <= asked.length; index++) {
      const from = (asked[index - 1]?.at ?? added) + 1;
      const phase = { from, to: asked[index]?.by ?? deleted };
      const isMarked = isThere && index === 0;
      draft.place({ kind: kinds.turn, owner, index }, { family, phase, isMarked });
    }
    for (const [index, one] of asked.entries())
      draft.place(
        { kind: kinds.asked, owner, index },
        { phase: phaseOf(one), isMarked: one.at < 0 },
      );
    const presence = (kind: number, phase: Phase): number =>
      draft.place({ kind, owner, index: 0 }, { family, phase, isMarked: kind === kinds.absent });
    const { length } = course;
    this.absent = isThere ? undefined : presence(kinds.absent, { from: 0, to: added });
    this.gone =
      deleted < length ? presence(kinds.gone, { from: deleted + 1, to: length }) : undefined;
    this.#firstSlot = slotPlaces(draft, shape, member);
  }

  get life(): Lifecycle {
    return this.shape.life;
  }
  get concurrency(): Concurrency {
    return this.shape.concurrency;
  }
  get start(): readonly Spot[] {
    return this.shape.start;
  }
  get starts(): readonly (readonly Slots[])[] {
    return this.shape.starts;
  }

  /** Marked when k of the behaviors asked for are over. */
  turnAt(k: number): number {
    return this.#firstTurn + k;
  }
  /** Marked when all behaviors asked for are over. */
  get lastTurn(): number {
    return this.turnAt(this.member.asked.length);
  }
  /** Marked while behavior k is asked for and not over. */
  askedAt(k: number): number {
    return this.lastTurn + 1 + k;
  }
  /** Does the begin of behavior k change any provide port that somebody may use: will a token on it leave its group? */
  isNoticed(k: number): boolean {
    const { departures } = this.shape;
    const isUsed = (q: number): boolean => (this.member.links[q] ?? []).length > 0;
    return departures[k]?.some((ports) => ports.some(isUsed)) === true;
  }
  /** slot → its place */
  get slotAt(): (slot: number) => number {
    const [first, { offsets }] = [this.#firstSlot, this.shape];
    return (slot) => first + (offsets[slot] ?? 0);
  }

  /** Marked while the action of a transition has failed. */
  failedAt(transition: number): number {
    this.#failures ??= new Map();
    let place = this.#failures.get(transition);
    if (place === undefined) {
      const on = this.life.transitions[transition]?.on ?? -1;
      const isMarked = this.start.some(({ slot, isFailed }) => slot === on && isFailed === true);
      const sense = { kind: kinds.failed, owner: this.member.index, index: transition };
      place = this.#draft.place(sense, { isMarked });
      this.#failures.set(transition, place);
    }
    return place;
  }

  /** The place of a token. */
  placeOf({ slot, isFailed }: Spot): number {
    return isFailed === true ? this.failedAt(slot - this.life.firstOn) : this.slotAt(slot);
  }

  /** As `lostIn`, where somebody asked for it. */
  get lost(): number | undefined {
    return this.#lost;
  }
  /** Marked once a behavior that an instruction asked for was withdrawn. */
  lostIn(c: Configuration): number {
    this.#lost ??= this.#draft.place(
      { kind: kinds.lost, owner: this.member.index, index: 0 },
      { isMarked: isLost(c, this.member) },
    );
    return this.#lost;
  }

  /** Ports whose tokens are counted. */
  get gauges(): ReadonlyMap<number, Gauge> {
    return this.#gauges ?? noGauges;
  }
  /** Counts the tokens in the group of a port from now on. Asked again, it gives the same gauge. */
  gaugeOf(q: number, failedMax: number): Gauge {
    this.#gauges ??= new Map();
    let gauge = this.#gauges.get(q);
    if (gauge === undefined) {
      const at = { kind: kinds.level, owner: this.member.index, port: q };
      gauge = new Gauge(this.#draft, at, this.shape.boundsOf(q, failedMax));
      this.#gauges.set(q, gauge);
    }
    return gauge;
  }

  /** By publication: the places that say whether its values can be read. */
  get published(): ReadonlyMap<number, Published> {
    return this.#published ?? noneEver;
  }
  /** The places of the publication of a data provide port. Asked again, it gives the same. */
  publishedAt(c: Configuration, q: number): Published {
    this.#published ??= new Map();
    const index = publicationsOf(this.life).of.get(q) ?? 0;
    let places = this.#published.get(index);
    if (places === undefined) {
      const { number, index: owner } = this.member;
      const isMarked = number !== undefined && (c.values.get(c.port(number, q))?.version ?? 0) > 0;
      const family = this.#draft.family();
      const at = (kind: number, isMarked: boolean): number =>
        this.#draft.place({ kind, owner, index }, { family, isMarked });
      places = { readable: at(kinds.readable, isMarked), unread: at(kinds.unread, !isMarked) };
      this.#published.set(index, places);
    }
    return places;
  }
}

/** Was a behavior of the member withdrawn that an instruction of the present program asked for? */
export const isLost = (c: Configuration, { number }: Pick<Member, "number">): boolean =>
  number !== undefined && (c.abandoned.get(number) ?? 0) >= c.firstPush;

const noGauges: ReadonlyMap<number, Gauge> = new Map();
const noneEver: ReadonlyMap<number, Published> = new Map();

/** While a behavior is asked for and not over. */
const phaseOf = ({ at, by }: Asked): Phase => ({ from: at + 1, to: by });

/** The first of them. */
function slotPlaces(
  draft: Draft,
  { slots, offsets, behaviors, start }: Shape,
  { index: owner, asked }: Member,
): number {
  const first = draft.placeCount;
  const phases = behaviorPhases(asked);
  for (const slot of slots) {
    const phase = phases.get(behaviors[slot] ?? -1);
    draft.place({ kind: kinds.slot, owner, index: slot }, phase && { phase });
  }
  for (const { slot, isFailed } of start)
    if (isFailed !== true) draft.mark(first + (offsets[slot] ?? 0));
  return first;
}

/** behavior → from when it is first asked for until it is over for the last time */
function behaviorPhases(asked: readonly Asked[]): ReadonlyMap<number, Phase> {
  const phases = new Map<number, Phase>();
  for (const one of asked) {
    const { from, to } = phaseOf(one);
    const before = phases.get(one.behavior);
    const phase =
      before === undefined
        ? { from, to }
        : { from: Math.min(from, before.from), to: Math.max(to, before.to) };
    phases.set(one.behavior, phase);
  }
  return phases;
}
