/**
 * How many tokens the group of a service port holds, kept in places of which one is marked: what guards ask of a port.
 *
 * A level is a count of tokens; of a provide port also how many of them stay in the group (semantics §3: a provide refuses where none
 * does), and how many stand on failed transitions. Levels are made when a move comes to them.
 */
import type { Draft, Sense } from "./draft.ts";
import { TooManyOutcomes } from "./outcome.ts";

/** Tokens in the group; of these, those that stay; those on failed transitions. */
export interface Level {
  readonly tokens: number;
  readonly staying: number;
  readonly failed: number;
}
/** What a move does to a level: what it takes away, then what it adds. */
export interface Change {
  readonly taken: Level;
  readonly put: Level;
  /** These are all tokens that there are. */
  readonly isAll?: boolean;
}
/** From one level to another. */
export interface Passage {
  readonly from: Level;
  readonly to: Level;
}

export const zero: Level = { tokens: 0, staying: 0, failed: 0 };
const isReady = ({ staying, failed }: Level): boolean => staying > 0 && failed === 0;
export const isZero = ({ tokens }: Level): boolean => tokens === 0;

/** Of which port a gauge shows the level: the kind of its places, the member, the port. */
export interface PortSense {
  readonly kind: number;
  readonly owner: number;
  readonly port: number;
}
/** What a group can hold. */
export interface Bounds {
  /** The most tokens; the most of them failed. */
  readonly tokensMax: number;
  readonly failedMax: number;
  readonly start: Level;
  readonly staysCount: boolean;
}

/**
 * Bounds that have room for the level at the start.
 *
 * @throws TooManyOutcomes  where the group can hold more tokens than can be told apart
 */
export function boundsOf(bounds: Bounds): Bounds {
  const { start } = bounds;
  const tokensMax = Math.max(1, bounds.tokensMax, start.tokens);
  if (tokensMax > tokensLimit) throw new TooManyOutcomes("a port");
  return { ...bounds, tokensMax, failedMax: Math.max(bounds.failedMax, start.failed) };
}

export class Gauge {
  readonly #draft: Draft;
  readonly #at: PortSense;
  readonly #bounds: Bounds;
  readonly #family: number;
  readonly #levels = new Map<number, number>();
  #ready: number | undefined;

  constructor(draft: Draft, at: PortSense, bounds: Bounds) {
    this.#draft = draft;
    this.#at = at;
    this.#bounds = bounds;
    this.#family = draft.family();
  }

  /** The most tokens that the group can hold. */
  get tokensMax(): number {
    return this.#bounds.tokensMax;
  }

  /** The place of a level. */
  at(level: Level): number {
    const key = levelCode(level);
    let place = this.#levels.get(key);
    if (place === undefined) {
      const isMarked = key === levelCode(this.#bounds.start);
      place = this.#draft.place(this.#sense(key), { family: this.#family, isMarked });
      this.#levels.set(key, place);
    }
    return place;
  }

  /** The place that is marked while the port is ready: where one token is the most, a level; else one of its own. */
  get ready(): number {
    if (this.tokensMax === 1) return this.at(readyOfOne);
    this.#ready ??= this.#draft.place(this.#sense(readyCode), {
      isMarked: isReady(this.#bounds.start),
    });
    return this.#ready;
  }

  /** What is marked at a level. */
  placesAt(level: Level): number[] {
    const own = this.at(level);
    return this.tokensMax > 1 && isReady(level) ? [own, this.ready] : [own];
  }

  /** What is marked at a level, of the places that there are: no guard asks for the others. */
  knownAt(level: Level): number[] {
    const own = this.#levels.get(levelCode(level));
    const ready = isReady(level) ? this.#ready : undefined;
    return [own, ready].filter((place) => place !== undefined);
  }

  /** Every passage that a change can be, by the bounds. */
  passages({ taken, put, isAll = false }: Change): Passage[] {
    if (isAll) return [{ from: taken, to: put }];
    const found: Passage[] = [];
    const { tokensMax, failedMax, staysCount } = this.#bounds;
    const room = tokensMax - Math.max(taken.tokens, put.tokens);
    for (let tokens = 0; tokens <= room; tokens++)
      for (let staying = 0; staying <= (staysCount ? tokens : 0); staying++)
        for (let bad = 0; bad <= Math.min(staying, failedMax); bad++) {
          const rest = { tokens, staying, failed: bad };
          const [from, to] = [sum(taken, rest), sum(put, rest)];
          if (Math.max(from.failed, to.failed) <= failedMax) found.push({ from, to });
        }
    return found;
  }

  #sense(code: number): Sense {
    const { kind, owner, port } = this.#at;
    return { kind, owner, index: port * codesMax + code };
  }
}

/** Does it change the level at all? */
export const isChange = ({ taken, put }: Change): boolean => levelCode(taken) !== levelCode(put);

export const sum = (a: Level, b: Level): Level => ({
  tokens: a.tokens + b.tokens,
  staying: a.staying + b.staying,
  failed: a.failed + b.failed,
});

/** A group with more tokens has too many levels. */
const tokensLimit = 40;
const side = 64;
/** A level as one number. */
const levelCode = ({ tokens, staying, failed }: Level): number =>
  (tokens * side + staying) * side + failed;
export const codesMax: number = side ** 3;
export const readyCode: number = codesMax - 1;
/** The level that a number stands for. */
export const levelOf = (code: number): Level => ({
  tokens: Math.floor(code / side ** 2),
  staying: Math.floor(code / side) % side,
  failed: code % side,
});
const readyOfOne: Level = { tokens: 1, staying: 1, failed: 0 };
