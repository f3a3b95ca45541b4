/**
 * Stubborn sets: which of the enabled transitions a search may confine itself to, and still find every terminal marking and every
 * infinite run.
 *
 * A set is stubborn if each enabled transition in it has all that it conflicts with in the set, and each disabled one has a place that
 * lacks tokens, all of whose givers are in the set. So nothing outside can touch the enabled ones before one of them fires. Sets with
 * one enabled transition are best, and are found wherever there are any: what would draw a second enabled transition in is *spoilt*,
 * and a disabled transition is spoilt only when each place that it lacks tokens on has a spoilt giver. Cost: what is looked at, not
 * the net; where a transition last found its place is where it looks first in the next marking.
 */
import { type Conflicts, everyConflict } from "./conflict.ts";
import { inputAt, inputCount } from "./flow.ts";
import type { Player } from "./player.ts";
import { row } from "./rows.ts";
import { NumberStack } from "./stack.ts";

/** How many enabled transitions are tried as the beginning of a set, where no set with one enabled transition exists. */
const seedsMax = 32;
const nothing = 0xffffffff;

export class StubbornSets {
  readonly #player: Player;
  readonly #conflicts: Conflicts;
  #marks: Marks | undefined;

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
    const start = into.length;
    for (let k = bound.size; k-- > 0; ) if (this.#grow(bound.at(k), 1, into)) return;
    // All that are enabled are a stubborn set.
    for (let k = 0; k < bound.size; k++) into.push(bound.at(k));
    for (let k = bound.size; k-- > Math.max(0, bound.size - seedsMax); ) {
      const size = into.length - start;
      if (size > 2) this.#grow(bound.at(k), size - 1, into, start);
    }
  }

  /**
   * Makes a stubborn set from `seed`, with at most `max` enabled transitions. False: it found none.
   *
   * The set replaces what `into` holds from `start` on.
   */
  #grow(seed: number, max: number, into: NumberStack, start: number = into.length): boolean {
    const marks = (this.#marks ??= new Marks(this.#player.flow.net));
    const { set } = marks;
    marks.clearSet();
    marks.addToSet(seed);
    for (let at = 0; ; ) {
      for (; at < set.length; at++)
        everyConflict(this.#player.flow, this.#conflicts, set.at(at), (u) => {
          if (this.#player.isEnabled(u)) marks.addToSet(u);
          return set.length <= max;
        });
      if (set.length > max) return false;
      const culprit = this.#culprit(marks);
      if (culprit === nothing) break;
      if (set.length === max) return false;
      marks.addToSet(culprit);
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
    marks.left[u] = inputCount(this.#player.flow, u);
    marks.pending.push(u);
  }

  /** Lets a disabled transition rest on a place that no spoilt transition gives to. False: there is none. */
  #watch(marks: Marks, u: number): boolean {
    const { flow } = this.#player;
    const count = inputCount(flow, u);
    for (let left = marks.left[u] ?? 0; left > 0; left--) {
      const k = marks.position[u] ?? 0;
      if (this.#player.lacks(u, k)) {
        const p = inputAt(flow, u, k);
        if (marks.covered[p] !== marks.stamp) this.#cover(marks, p);
        if (marks.culprits[p] === nothing) {
          marks.left[u] = left;
          marks.nextWatcher[u] = marks.watchers[p] ?? nothing;
          marks.watchers[p] = u;
          return true;
        }
      }
      marks.position[u] = k + 1 === count ? 0 : k + 1;
    }
    return false;
  }

  #cover(marks: Marks, p: number): void {
    marks.covered[p] = marks.stamp;
    marks.watchers[p] = nothing;
    marks.culprits[p] = nothing;
    for (const u of row(this.#player.flow.givers, p)) {
      if (marks.spoilt[u] === marks.stamp) {
        marks.culprits[p] = u;
        return;
      }
      this.#meet(marks, u);
    }
  }

  /** Makes those that rest on what `u` gives look for another place. */
  #spoil(marks: Marks, u: number): void {
    marks.spoilt[u] = marks.stamp;
    for (const p of row(this.#player.flow.gives, u)) {
      if (marks.covered[p] !== marks.stamp || marks.culprits[p] !== nothing) continue;
      marks.culprits[p] = u;
      for (let w = marks.watchers[p] ?? nothing; w !== nothing; w = marks.nextWatcher[w] ?? nothing)
        marks.pending.push(w);
    }
  }

  /** The enabled transition because of which `u` is spoilt. */
  #blame(marks: Marks, u: number): number {
    const { flow } = this.#player;
    let t = u;
    while (!this.#player.isEnabled(t)) {
      let k = 0;
      while (!this.#player.lacks(t, k)) k++;
      t = marks.culprits[inputAt(flow, t, k)] ?? nothing;
    }
    return t;
  }
}

/** What is known of places and transitions while one set is looked for. A mark counts while it equals the stamp. */
class Marks {
  stamp = 0;
  #setStamp = 0;
  /** The enabled transitions of the set. */
  readonly set = new NumberStack();
  readonly #inSet: Uint32Array;
  /** Transitions to look at. */
  readonly pending = new NumberStack();
  readonly met: Uint32Array;
  /** In conflict with one of the set. */
  readonly required: Uint32Array;
  readonly spoilt: Uint32Array;
  /** By transition: at which of its places it looks now, and at how many it may still look; it stays there in the next marking. */
  readonly position: Uint32Array;
  readonly left: Uint32Array;
  readonly nextWatcher: Uint32Array;
  /** By place: its givers are met; who rests on it; a spoilt giver. */
  readonly covered: Uint32Array;
  readonly watchers: Uint32Array;
  readonly culprits: Uint32Array;

  constructor({ placeCount, transitionCount }: Player["flow"]["net"]) {
    const byTransition = (): Uint32Array => new Uint32Array(transitionCount);
    const byPlace = (): Uint32Array => new Uint32Array(placeCount);
    this.#inSet = byTransition();
    this.met = byTransition();
    this.required = byTransition();
    this.spoilt = byTransition();
    this.position = byTransition();
    this.left = byTransition();
    this.nextWatcher = byTransition();
    this.covered = byPlace();
    this.watchers = byPlace();
    this.culprits = byPlace();
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
