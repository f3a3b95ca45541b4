/**
 * Stubborn sets: which of the enabled transitions a search may confine itself to, and still find every terminal marking and every
 * infinite run.
 *
 * A set is stubborn if each enabled transition in it has all that it conflicts with in the set, and each disabled one rests on
 * something that must happen before it is enabled, all of which is in the set: that a token comes to a place where one is lacking, or
 * leaves a place that is apart from it. So nothing outside can touch the enabled ones before one of them fires. Sets with one enabled
 * transition are best, and are found wherever there are any, unless that takes too long: what would draw a second enabled transition in is *spoilt*, and a disabled
 * transition is spoilt only when all that it could rest on is. Cost: what is looked at, not the net.
 */
import { type Conflicts, everyConflict } from "./conflict.ts";
import { type Flow, inputAt, inputCount } from "./flow.ts";
import type { Player } from "./player.ts";
import { row } from "../rows.ts";
import { NumberStack } from "./stack.ts";

/** How many enabled transitions are tried as the beginning of a set, where no set with one enabled transition exists. */
const seedsMax = 32;
/** How many transitions are looked at in one marking before the search makes do with the sets that are near. */
const looksMax = 2 ** 14;
const nothing = 0xffffffff;

export class StubbornSets {
  readonly #player: Player;
  readonly #conflicts: Conflicts;
  #marks: Marks | undefined;
  /** An enabled transition because of which the last set was not found. */
  #inTheWay = nothing;

  /** @param player  keeps apart what is free of these conflicts */
  constructor(player: Player, conflicts: Conflicts) {
    this.#player = player;
    this.#conflicts = conflicts;
  }

  /** Pushes the enabled transitions of a stubborn set; none where nothing is enabled. */
  choose(into: NumberStack): void {
    const { free, bound } = this.#player;
    if (free.size > 0) into.push(free.at(free.size - 1));
    else if (bound.size === 1) into.push(bound.at(0));
    else if (bound.size > 1) this.#chooseBound(into);
  }

  #chooseBound(into: NumberStack): void {
    const { bound } = this.#player;
    const marks = (this.#marks ??= new Marks(this.#player.flow));
    marks.looks = 0;
    if (this.#follow(marks, bound.at(bound.size - 1), into)) return;
    for (let k = bound.size; k-- > 0 && marks.looks < looksMax; )
      if (this.#grow(marks, bound.at(k), 1, false, into)) return;
    const start = into.length;
    // All that are enabled are a stubborn set.
    for (let k = 0; k < bound.size; k++) into.push(bound.at(k));
    const least = Math.max(0, bound.size - seedsMax);
    for (const isNear of [true, false])
      for (let k = bound.size; k-- > least && (isNear || marks.looks < looksMax); ) {
        const size = into.length - start;
        if (size > 2) this.#grow(marks, bound.at(k), size - 1, isNear, into, start);
      }
  }

  /** Looks for a set of one near `seed`, then near the transition that was in the way, and so on. */
  #follow(marks: Marks, seed: number, into: NumberStack): boolean {
    for (let left = seedsMax, t = seed; left > 0 && t !== nothing; left--) {
      if (this.#grow(marks, t, 1, true, into)) return true;
      t = this.#inTheWay;
    }
    return false;
  }

  /**
   * Makes a stubborn set from `seed`, with at most `max` enabled transitions. False: it found none.
   *
   * @param isNear  looks only at the nearest change that each disabled transition could rest on at each of its places
   * @param start  the set replaces what `into` holds from here on
   */
  #grow(
    marks: Marks,
    seed: number,
    max: number,
    isNear: boolean,
    into: NumberStack,
    start: number = into.length,
  ): boolean {
    const { set } = marks;
    marks.rounds = isNear ? 1 : 2;
    marks.clearSet();
    marks.addToSet(seed);
    for (let at = 0; ; ) {
      for (; at < set.length && set.length <= max; at++)
        everyConflict(this.#player.flow, this.#conflicts, set.at(at), (u) => {
          if (this.#player.isEnabled(u)) marks.addToSet(u);
          return set.length <= max;
        });
      this.#inTheWay = set.length > max ? set.at(max) : this.#culprit(marks);
      if (this.#inTheWay === nothing) break;
      if (set.length >= max) return false;
      marks.addToSet(this.#inTheWay);
    }
    into.cut(start);
    for (let k = 0; k < set.length; k++) into.push(set.at(k));
    return true;
  }

  /** An enabled transition that must come into the set, or `nothing`: what is there suffices. */
  #culprit(marks: Marks): number {
    const { pending, set } = marks;
    marks.clear();
    for (let k = 0; k < set.length; k++)
      everyConflict(this.#player.flow, this.#conflicts, set.at(k), (u) => {
        marks.required[u] = marks.stamp;
        this.#meet(marks, u);
        return true;
      });
    while (pending.length > 0) {
      const u = pending.pop();
      if (marks.isInSet(u) || marks.spoilt[u] === marks.stamp) continue;
      if (!this.#player.isEnabled(u) && this.#watch(marks, u)) continue;
      if (marks.required[u] === marks.stamp) return this.#blame(marks, u);
      this.#spoil(marks, u);
    }
    return nothing;
  }

  #meet(marks: Marks, u: number): void {
    if (marks.met[u] === marks.stamp || this.#conflicts.possible?.fires[u] === 0) return;
    marks.met[u] = marks.stamp;
    const count = inputCount(this.#player.flow, u);
    marks.left[u] = marks.rounds * count;
    if ((marks.position[u] ?? 0) >= count) marks.position[u] = (marks.position[u] ?? 0) - count;
    marks.pending.push(u);
    marks.looks++;
  }

  /** Lets a disabled transition rest on a change that no spoilt transition brings about. False: there is none. */
  #watch(marks: Marks, u: number): boolean {
    const count = marks.rounds * inputCount(this.#player.flow, u);
    for (let left = marks.left[u] ?? 0; left > 0; left--) {
      const k = marks.position[u] ?? 0;
      const change = this.#change(marks, u, k);
      if (change !== nothing) {
        if (marks.covered[change] !== marks.stamp) this.#cover(marks, change);
        if (marks.culprits[change] === nothing) {
          marks.left[u] = left;
          marks.nextWatcher[u] = marks.watchers[change] ?? nothing;
          marks.watchers[change] = u;
          return true;
        }
        marks.blamed[u] = marks.culprits[change] ?? nothing;
      }
      marks.position[u] = k + 1 === count ? 0 : k + 1;
    }
    return false;
  }

  /**
   * What must happen before `u` is enabled, as its `k`-th place tells: a token leaves the place that keeps it empty, or, where no such
   * place is known and in a second round through the places, a token comes there; `nothing`: it tells nothing.
   */
  #change(marks: Marks, u: number, k: number): number {
    const { flow, tokens } = this.#player;
    const count = inputCount(flow, u);
    const input = k < count ? k : k - count;
    if (!this.#player.lacks(u, input)) return nothing;
    const p = inputAt(flow, u, input);
    const holder = k < count ? this.#conflicts.exclusions.circuits.holder(tokens, p) : undefined;
    return holder === undefined ? p : tokens.length + holder;
  }

  /** Meets all transitions that can bring a change about. */
  #cover(marks: Marks, change: number): void {
    const { flow, tokens } = this.#player;
    const [those, p] =
      change < tokens.length ? [flow.givers, change] : [flow.takers, change - tokens.length];
    marks.covered[change] = marks.stamp;
    marks.watchers[change] = nothing;
    marks.culprits[change] = nothing;
    for (const u of row(those, p)) {
      if (marks.spoilt[u] === marks.stamp) {
        marks.culprits[change] = u;
        return;
      }
      this.#meet(marks, u);
    }
  }

  /** Makes those that rest on what `u` brings about look for something else. */
  #spoil(marks: Marks, u: number): void {
    const { flow, tokens } = this.#player;
    marks.spoilt[u] = marks.stamp;
    for (const p of row(flow.gives, u)) this.#upset(marks, p, u);
    for (const p of row(flow.takes, u)) this.#upset(marks, tokens.length + p, u);
  }

  #upset(marks: Marks, change: number, culprit: number): void {
    if (marks.covered[change] !== marks.stamp || marks.culprits[change] !== nothing) return;
    marks.culprits[change] = culprit;
    for (
      let w = marks.watchers[change] ?? nothing;
      w !== nothing;
      w = marks.nextWatcher[w] ?? nothing
    )
      marks.pending.push(w);
  }

  /**
   * The enabled transition because of which `u` is spoilt.
   *
   * It follows what was found while `u` looked for something to rest on: asked again, a place may tell of another change.
   */
  #blame(marks: Marks, u: number): number {
    let t = u;
    while (!this.#player.isEnabled(t)) t = marks.blamed[t] ?? nothing;
    return t;
  }
}

/** What is known of places and transitions while one set is looked for. A mark counts while it equals the stamp. */
class Marks {
  stamp = 0;
  #setStamp = 0;
  /** How many transitions were met in this marking. */
  looks = 0;
  /** How often a disabled transition goes through its places to find what to rest on: 1 or 2. */
  rounds = 1;
  /** The enabled transitions of the set. */
  readonly set = new NumberStack();
  readonly #inSet: Uint32Array;
  /** Transitions to look at. */
  readonly pending = new NumberStack();
  readonly met: Uint32Array;
  /** In conflict with one of the set. */
  readonly required: Uint32Array;
  readonly spoilt: Uint32Array;
  /** By transition: one that was spoilt before it, and brings about a change that it cannot rest on. */
  readonly blamed: Uint32Array;
  /** By transition: at which change it looks now, and at how many it may still look; in the next marking it begins where it was. */
  readonly position: Uint32Array;
  readonly left: Uint32Array;
  readonly nextWatcher: Uint32Array;
  /** By change, a token coming to a place or (place + count of places) leaving it: is who brings it met, who rests on it, who spoilt it. */
  readonly covered: Uint32Array;
  readonly watchers: Uint32Array;
  readonly culprits: Uint32Array;

  constructor(flow: Flow) {
    const { placeCount, transitionCount } = flow.net;
    const byTransition = (): Uint32Array => new Uint32Array(transitionCount);
    const byChange = (): Uint32Array => new Uint32Array(2 * placeCount);
    this.#inSet = byTransition();
    this.met = byTransition();
    this.required = byTransition();
    this.spoilt = byTransition();
    this.blamed = byTransition();
    this.position = byTransition();
    this.left = byTransition();
    this.nextWatcher = byTransition();
    this.covered = byChange();
    this.watchers = byChange();
    this.culprits = byChange();
  }

  isInSet(t: number): boolean {
    return this.#inSet[t] === this.#setStamp;
  }

  addToSet(t: number): void {
    if (this.isInSet(t)) return;
    this.#inSet[t] = this.#setStamp;
    this.set.push(t);
  }

  clearSet(): void {
    this.set.cut(0);
    this.#setStamp++;
  }

  clear(): void {
    this.pending.cut(0);
    this.stamp++;
  }
}
