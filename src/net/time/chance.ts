/**
 * How long a run takes by chance, and what it then hangs on: many schedules, each of durations drawn anew.
 *
 * Durations are drawn independently of each other. Where one cause slows many actions down at once (a registry, a network), the true
 * spread is wider than what is told here.
 */
import { seededChance } from "./chance-seed.ts";
import type { Occurrence } from "./occurrence.ts";
import { criticalEvents } from "./slack.ts";
import { type Schedule, microseconds, scheduleOf, seconds } from "./time.ts";

/**
 * A duration of the transition, in seconds; undefined: it takes no time, ever.
 *
 * @param chance  gives the k-th of some numbers that are even from 0 to 1, without 1
 */
export type Draw = (transition: number, chance: (k: number) => number) => number | undefined;

/** Makespans by chance. The same for the same seed. */
export interface Spread {
  readonly samples: number;
  readonly seed: number;
  readonly meanS: number;
  readonly p50S: number;
  readonly p95S: number;
  readonly p99S: number;
  /** transition → in which share of the samples it is on a longest way */
  readonly criticality: Float64Array;
}

/**
 * Draws some schedules. Cost: O(causes) for each.
 *
 * @throws RangeError  a duration drawn is below 0 or is no number, or there are no samples
 */
export function spreadOf(
  occurrence: Occurrence,
  draw: Draw,
  { samples, seed }: Pick<Spread, "samples" | "seed">,
): Spread {
  if (!(samples >= 1)) throw new RangeError(`there must be at least one sample, not ${samples}`);
  const lots = new Lots(occurrence, draw, seed);
  const tally = new Tally(occurrence);
  const makespansUs = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const schedule = scheduleOf(occurrence, lots.next());
    makespansUs[sample] = schedule.makespanUs;
    tally.add(schedule);
  }
  makespansUs.sort();
  return {
    samples,
    seed,
    meanS: seconds(makespansUs.reduce((sum, us) => sum + us, 0) / samples),
    p50S: seconds(quantileOf(makespansUs, 0.5)),
    p95S: seconds(quantileOf(makespansUs, 0.95)),
    p99S: seconds(quantileOf(makespansUs, 0.99)),
    criticality: tally.shares(samples),
  };
}

/**
 * Half the width of the range in which the true share lies in 95 of 100 cases, where this share of the samples was seen (by Wilson: it
 * does not claim to be certain where the share is 0 or 1).
 */
export function halfWidthOf(share: number, samples: number): number {
  const z = 1.959963984540054;
  const spread = (share * (1 - share)) / samples + z ** 2 / (4 * samples ** 2);
  return (z * Math.sqrt(spread)) / (1 + z ** 2 / samples);
}

/** Durations of all events, drawn from one stream in the order of the run. */
class Lots {
  readonly #transitions: Uint32Array;
  readonly #draw: Draw;
  readonly #next: () => number;
  readonly #lastsUs: Float64Array;
  /** The events that take time; all, before anything was drawn. */
  #timed: Uint32Array;
  /** What the event at hand has drawn so far. */
  #numbers: number[] = [];

  constructor({ eventCount, transitions }: Occurrence, draw: Draw, seed: number) {
    this.#transitions = transitions;
    this.#draw = draw;
    this.#next = seededChance(seed);
    this.#lastsUs = new Float64Array(eventCount);
    this.#timed = Uint32Array.from(transitions.keys());
  }

  /** New durations. The array is good until the next call. */
  next(): Float64Array {
    let isAll = true;
    for (const event of this.#timed) {
      this.#numbers.length = 0;
      const transition = this.#transitions[event] ?? 0;
      const s = this.#draw(transition, this.#chance);
      if (s === undefined) isAll = false;
      else if (!(s >= 0 && s < Infinity))
        throw new RangeError(`transition ${transition} cannot take ${s} s`);
      this.#lastsUs[event] = s === undefined ? Number.NaN : microseconds(s);
    }
    if (!isAll) this.#leaveOut();
    return this.#lastsUs;
  }

  /** What takes no time is not asked again. */
  #leaveOut(): void {
    this.#timed = this.#timed.filter((event) => !Number.isNaN(this.#lastsUs[event]));
    for (const [event, us] of this.#lastsUs.entries())
      if (Number.isNaN(us)) this.#lastsUs[event] = 0;
  }

  readonly #chance = (k: number): number => {
    while (this.#numbers.length <= k) this.#numbers.push(this.#next());
    return this.#numbers[k] ?? 0;
  };
}

/** In how many samples each transition was critical. */
class Tally {
  readonly #occurrence: Occurrence;
  readonly #counts: Float64Array;
  /** By transition: the sample in which it was last counted. */
  readonly #counted: Uint32Array;
  #sample = 0;

  constructor(occurrence: Occurrence) {
    const count = occurrence.transitions.reduce((most, t) => Math.max(most, t + 1), 0);
    this.#occurrence = occurrence;
    this.#counts = new Float64Array(count);
    this.#counted = new Uint32Array(count);
  }

  add(schedule: Schedule): void {
    const { transitions } = this.#occurrence;
    const critical = criticalEvents(this.#occurrence, schedule);
    this.#sample++;
    for (let event = 0; event < critical.length; event++) {
      const transition = transitions[event] ?? 0;
      if (critical[event] === 0 || this.#counted[transition] === this.#sample) continue;
      this.#counted[transition] = this.#sample;
      this.#counts[transition] = (this.#counts[transition] ?? 0) + 1;
    }
  }

  shares(samples: number): Float64Array {
    return this.#counts.map((count) => count / samples);
  }
}

/** Between neighbours in proportion. */
function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return Math.round(low + (at - Math.floor(at)) * (high - low));
}
