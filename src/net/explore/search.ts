/**
 * A depth-first search through the markings of a net. It goes back by firing backward.
 *
 * What is kept are the markings from which there is more than one way on, and those without any; a search for all markings keeps all.
 * Between them, a way that comes back into itself is found by keeping one of its markings, a later one each time its length doubles.
 */
import { MarkingSet, tokensMax } from "./marking.ts";
import type { Marking, Player } from "./player.ts";
import { NumberStack } from "./stack.ts";

/** Why a search did not see everything. `tokens`: a place got more tokens than can be kept, and may get any number. */
export type Stop = "states" | "memory" | "time" | "tokens" | "violated";

/** A marking in which nothing is enabled, and a run that leads there from the start. */
export interface Terminal {
  readonly marking: Marking;
  readonly isFinal: boolean;
  readonly trace: Uint32Array;
}
/** A run that need not end: after `stem` comes `loop`, which leads back to where it begins. */
export interface Lasso {
  readonly stem: Uint32Array;
  readonly loop: Uint32Array;
}
/** A run after which `place` holds more than one token. */
export interface Unsafe {
  readonly place: number;
  readonly trace: Uint32Array;
}
/** Transitions enabled after a run, of which it may matter which fires first: each conflicts with another, now or later. */
export interface Fork {
  readonly transitions: Uint32Array;
  readonly trace: Uint32Array;
}
export interface SearchOptions {
  readonly isFinal: (marking: Marking) => boolean;
  readonly statesMax: number;
  readonly bytesMax: number;
  readonly terminalsMax: number;
  /** After the first terminal marking that is not final, or infinite run, it goes on for so many markings: what is bad stays so. */
  readonly moreMax: number;
  /** Is time up? */
  readonly isOver: () => boolean;
}
/** Pushes the enabled transitions that the search goes on with. */
export type Choose = (into: NumberStack) => void;

export class Search {
  states = 0;
  stop: Stop | undefined;
  /** How often there was more than one way on; the first of them, with different transitions. */
  forkCount = 0;
  readonly forks: Map<string, Fork> = new Map();
  /** Distinct ones: how many, and the first of them, those that are not final before all. */
  terminalCount = 0;
  lostCount = 0;
  readonly terminals: Terminal[] = [];
  lasso: Lasso | undefined;
  unsafe: Unsafe | undefined;
  /** By transition: 1 where it was fired. */
  readonly fired: Uint8Array;
  readonly #player: Player;
  readonly #choose: Choose;
  readonly #keepsAll: boolean;
  readonly #options: SearchOptions;
  readonly #kept: MarkingSet;
  /** By number of a kept marking: the length of the way to it + 1 while the search is beyond it, or 0. */
  readonly #depths = new NumberStack();
  /** The transitions fired from the start to here. */
  readonly #way = new NumberStack();
  /** The forks on the way: each marking's number, where its ways on begin in `#ways`. */
  readonly #forkMarkings = new NumberStack();
  readonly #forkStarts = new NumberStack();
  readonly #ways = new NumberStack();
  readonly #trail = new Trail();
  /** What the traces and markings take that are told. */
  #toldBytes = 0;
  /** Fewer from the first violation on. */
  #statesMax: number;

  constructor(player: Player, choose: Choose, keepsAll: boolean, options: SearchOptions) {
    this.#player = player;
    this.#choose = choose;
    this.#keepsAll = keepsAll;
    this.#options = options;
    this.#statesMax = options.statesMax;
    this.#kept = new MarkingSet(player.flow.net.placeCount);
    this.fired = new Uint8Array(player.flow.net.transitionCount);
    this.#watchTokens();
  }

  run(): void {
    while (this.#arrive() || this.#turnBack()) if (this.stop !== undefined) return;
  }

  /** Looks at the marking reached, and goes one step on. False: nothing new follows. */
  #arrive(): boolean {
    const { tokens, sum } = this.#player;
    const known = this.#kept.find(tokens, sum);
    if (known >= 0) {
      const depth = this.#depths.at(known);
      if (depth > 0) this.#foundLoop(depth - 1);
      return false;
    }
    if (this.#isLimited()) return false;
    this.states++;
    const start = this.#ways.length;
    this.#choose(this.#ways);
    const count = this.#ways.length - start;
    if (count === 1 && !this.#keepsAll) return this.#goOn(this.#ways.pop());
    const marking = this.#kept.add(tokens, sum);
    this.#depths.push(count === 0 ? 0 : this.#way.length + 1);
    if (count === 0) {
      this.#foundTerminal();
      return false;
    }
    if (count > 1) this.#foundFork(start);
    this.#forkMarkings.push(marking);
    this.#forkStarts.push(start);
    return this.#takeNext();
  }

  /** The only way on. */
  #goOn(t: number): boolean {
    const start = this.#trail.cameBack(this.#player, this.#way.length);
    if (start !== undefined) {
      this.#foundLoop(start);
      return false;
    }
    this.#fire(t);
    return true;
  }

  /** Goes back to the last fork with a way that was not taken, and takes it. False: there is none. */
  #turnBack(): boolean {
    while (this.#forkMarkings.length > 0) {
      const marking = this.#forkMarkings.at(this.#forkMarkings.length - 1);
      const depth = this.#depths.at(marking) - 1;
      while (this.#way.length > depth) this.#player.unfire(this.#way.pop());
      if (this.#takeNext()) return true;
      this.#forkMarkings.pop();
      this.#forkStarts.pop();
      this.#depths.set(marking, 0);
    }
    return false;
  }

  #takeNext(): boolean {
    if (this.#ways.length === this.#forkStarts.at(this.#forkStarts.length - 1)) return false;
    this.#trail.begin(this.#way.length);
    this.#fire(this.#ways.pop());
    return true;
  }

  #fire(t: number): void {
    this.#player.fire(t);
    this.#way.push(t);
    this.fired[t] = 1;
    if (this.#player.most > 1) this.#watchTokens();
  }

  #watchTokens(): void {
    const { most, tokens } = this.#player;
    if (most > tokensMax) this.stop = "tokens";
    if (most > 1)
      this.unsafe ??= { place: tokens.findIndex((n) => n > 1), trace: this.#way.slice() };
  }

  #foundLoop(start: number): void {
    this.lasso ??= { stem: this.#way.slice(0, start), loop: this.#way.slice(start) };
    this.#foundViolation();
  }

  #foundFork(start: number): void {
    this.forkCount++;
    if (this.#keepsAll || this.forks.size >= forksMax || !this.#mayTell()) return;
    const transitions = this.#ways.slice(start).sort();
    const name = transitions.join();
    if (this.forks.has(name)) return;
    this.forks.set(name, { transitions, trace: this.#tell() });
  }

  #foundTerminal(): void {
    const marking = this.#player.tokens.slice();
    const isFinal = this.#options.isFinal(marking);
    this.terminalCount++;
    if (!isFinal) {
      this.lostCount++;
      this.#foundViolation();
    }
    const { terminals } = this;
    if (terminals.length >= this.#options.terminalsMax || !this.#mayTell()) {
      const final = isFinal ? -1 : terminals.findIndex((one) => one.isFinal);
      if (final < 0) return;
      terminals.splice(final, 1);
    }
    this.#toldBytes += marking.byteLength;
    terminals.push({ marking, isFinal, trace: this.#tell() });
  }

  #foundViolation(): void {
    const { moreMax } = this.#options;
    this.#statesMax = Math.min(this.#statesMax, this.states + moreMax);
    if (moreMax === 0) this.stop = "violated";
  }

  /** Only of huge nets not all can be told that was found. */
  #mayTell(): boolean {
    return this.#toldBytes <= this.#options.bytesMax / 4;
  }

  #tell(): Uint32Array {
    const trace = this.#way.slice();
    this.#toldBytes += trace.byteLength;
    return trace;
  }

  #isLimited(): boolean {
    const { statesMax, bytesMax, isOver } = this.#options;
    if (this.states >= this.#statesMax) this.stop = this.states < statesMax ? "violated" : "states";
    // Looking at the clock costs more than a step.
    else if (this.states % 1024 !== 1023) return false;
    else if (this.#bytes() > bytesMax) this.stop = "memory";
    else if (isOver()) this.stop = "time";
    return this.stop !== undefined;
  }

  #bytes(): number {
    const stacks = [this.#way, this.#ways, this.#depths, this.#forkMarkings, this.#forkStarts];
    return stacks.reduce((sum, { bytes }) => sum + bytes, this.#kept.bytes + this.#toldBytes);
  }
}

/** A way without forks, which may come back into itself. */
class Trail {
  #length = 0;
  #nextLength = 0;
  #isMarked = false;
  #depth = 0;
  #sum = 0;
  #marking = new Uint32Array(0);

  /** @param depth  the length of the way from the start */
  begin(depth: number): void {
    this.#length = 0;
    this.#nextLength = shortest;
    this.#isMarked = false;
    this.#depth = depth;
  }

  /** Where on the way the marking was that is reached again; undefined: it is not known to be. */
  cameBack({ tokens, sum }: Player, depth: number): number | undefined {
    if (this.#isMarked && sum === this.#sum && tokens.every((n, p) => n === this.#marking[p]))
      return this.#depth;
    if (this.#length++ < this.#nextLength) return undefined;
    this.#nextLength = 2 * this.#length;
    this.#isMarked = true;
    this.#sum = sum;
    this.#depth = depth;
    if (this.#marking.length < tokens.length) this.#marking = tokens.slice();
    else this.#marking.set(tokens);
    return undefined;
  }
}

/** More forks are counted, not told. */
const forksMax = 100;
/** How long a way is before its first marking is kept: most are shorter. */
const shortest = 64;
