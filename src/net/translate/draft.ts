/**
 * A net that is being made: places with what is known of when they can be marked, transitions with what they stand for.
 *
 * The complement of a place (marked when it is not) is made when somebody asks for it; its arcs follow from those of the place.
 */
import { noComplement, withComplements } from "./complement.ts";
import { type Net, netOf } from "../net.ts";
import { NumberList } from "./number-list.ts";
import { type Rows, RowsBuilder } from "../rows.ts";

/** What a place stands for: its kind and three numbers that say which. */
export interface Sense {
  readonly kind: number;
  readonly owner: number;
  readonly index: number;
}
/** From one instruction to another, both included: a place cannot be marked while another one is reached. */
export interface Phase {
  readonly from: number;
  readonly to: number;
}
/** What is known of a place. */
export interface Knowledge {
  /** Of the places of one family at most one is marked. */
  readonly family?: number;
  readonly phase?: Phase;
  readonly isMarked?: boolean;
}
/** What a transition does; several of them may be alternatives. */
export interface Arcs {
  readonly consumed: readonly number[];
  readonly read: readonly number[];
  readonly produced: readonly number[];
}
/** What a transition stands for: a rule, and what it is applied to. */
export interface Mark {
  readonly rule: number;
  readonly owner: number;
  readonly element: number;
}

/** Transitions that others may be like: their places are numbers in a list that differs for each owner. */
export interface Pattern extends Record<keyof Arcs, Rows> {
  readonly marks: readonly Omit<Mark, "owner">[];
}

/** The kind of a complement; its index is the place that it complements. */
const complementKind = 0;

export class Draft {
  readonly #places = {
    kind: new NumberList(),
    owner: new NumberList(),
    index: new NumberList(),
    family: new NumberList(),
    from: new NumberList(),
    to: new NumberList(),
  };
  readonly #marks = { rule: new NumberList(), owner: new NumberList(), element: new NumberList() };
  readonly #marked: number[] = [];
  readonly #complements = new Map<number, number>();
  readonly #consumed = new RowsBuilder();
  readonly #read = new RowsBuilder();
  readonly #produced = new RowsBuilder();
  #families = 0;

  get placeCount(): number {
    return this.#places.kind.length;
  }
  get transitionCount(): number {
    return this.#marks.rule.length;
  }

  /** The number of a new family. */
  family(): number {
    return this.#families++;
  }

  /** The number of a new place. */
  place({ kind, owner, index }: Sense, known: Knowledge = {}): number {
    const { family = -1, phase = always, isMarked = false } = known;
    const place = this.#places.kind.push(kind);
    this.#places.owner.push(owner);
    this.#places.index.push(index);
    this.#places.family.push(family);
    this.#places.from.push(phase.from);
    this.#places.to.push(phase.to);
    if (isMarked) this.#marked.push(place);
    return place;
  }

  /** Puts a token on a place, at the start. */
  mark(place: number): void {
    this.#marked.push(place);
  }

  /** The place that is marked when `place` is not. */
  complement(place: number): number {
    let made = this.#complements.get(place);
    if (made === undefined) {
      made = this.place({
        kind: complementKind,
        owner: this.#places.owner.at(place),
        index: place,
      });
      this.#complements.set(place, made);
    }
    return made;
  }

  /** Adds a transition. What it consumes it need not read; what it consumes and produces it only reads. */
  transition({ rule, owner, element }: Mark, { consumed, read, produced }: Arcs): void {
    const [isConsumed, isProduced] = [isOneOf(consumed), isOneOf(produced)];
    const kept = consumed.filter(isProduced);
    const looked = read.filter((place) => !isConsumed(place));
    this.#consumed.push(kept.length === 0 ? consumed : consumed.filter((p) => !isProduced(p)));
    this.#read.push(unique(kept.length === 0 ? looked : [...kept, ...looked]));
    this.#produced.push(kept.length === 0 ? produced : produced.filter((p) => !isConsumed(p)));
    this.#marks.rule.push(rule);
    this.#marks.owner.push(owner);
    this.#marks.element.push(element);
  }

  /** Adds transitions of an owner that are like others: place `p` of theirs stands for `places[p]`. */
  stamp({ marks, consumed, read, produced }: Pattern, owner: number, places: number[]): void {
    this.#consumed.pushLike(consumed, places);
    this.#read.pushLike(read, places);
    this.#produced.pushLike(produced, places);
    for (const { rule, element } of marks) {
      this.#marks.rule.push(rule);
      this.#marks.owner.push(owner);
      this.#marks.element.push(element);
    }
  }

  /** What a transition does, as far as it was said. */
  arcsOf(transition: number): Record<keyof Arcs, Uint32Array> {
    return {
      consumed: this.#consumed.at(transition),
      read: this.#read.at(transition),
      produced: this.#produced.at(transition),
    };
  }

  senseOf(place: number): Sense {
    const { kind, owner, index } = this.#places;
    return { kind: kind.at(place), owner: owner.at(place), index: index.at(place) };
  }
  markOf(transition: number): Mark {
    const { rule, owner, element } = this.#marks;
    return {
      rule: rule.at(transition),
      owner: owner.at(transition),
      element: element.at(transition),
    };
  }
  /** The complement of a place, if it has one. */
  complementOf(place: number): number | undefined {
    return this.#complements.get(place);
  }

  /** The net, finished. `apart` knows more of two places than their families and phases say. */
  build(
    names: Pick<Net, "name" | "placeName" | "transitionName">,
    apart: (place: Sense, other: Sense) => boolean,
  ): Net {
    const said = {
      consumed: this.#consumed.build(),
      read: this.#read.build(),
      produced: this.#produced.build(),
    };
    const arcs = this.#complements.size === 0 ? said : withComplements(said, this.#complementRow());
    const initial = new Uint8Array(this.placeCount);
    for (const place of this.#marked) initial[place] = 1;
    for (const [place, complement] of this.#complements)
      initial[complement] = 1 - (initial[place] ?? 0);
    return netOf({
      ...names,
      placeCount: this.placeCount,
      transitionCount: this.transitionCount,
      ...arcs,
      initial,
      apart: (a, b) => this.#areApart(a, b) || apart(this.senseOf(a), this.senseOf(b)),
    });
  }

  #areApart(a: number, b: number): boolean {
    const { family, from, to } = this.#places;
    if (family.at(a) >= 0 && family.at(a) === family.at(b)) return a !== b;
    if (from.at(a) > to.at(b) || from.at(b) > to.at(a)) return true;
    return this.#complements.get(a) === b || this.#complements.get(b) === a;
  }

  #complementRow(): Int32Array {
    const complements = new Int32Array(this.placeCount).fill(noComplement);
    for (const [place, complement] of this.#complements) complements[place] = complement;
    return complements;
  }
}

const always: Phase = { from: 0, to: 2 ** 31 - 1 };

/** Most rows are short; a long one is worth a set. */
const shortMax = 16;

function isOneOf(places: readonly number[]): (place: number) => boolean {
  if (places.length <= shortMax) return (place) => places.includes(place);
  const all = new Set(places);
  return (place) => all.has(place);
}

function unique(places: readonly number[]): Iterable<number> {
  if (places.length > shortMax) return new Set(places);
  return places.filter((place, k) => places.indexOf(place) === k);
}
