/** When service ports are interrupted: the times between the last token that leaves a port's group and the next that comes into it. */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import { actionRange } from "../proof/expectation.ts";
import type { RangeOf } from "../proof/extent.ts";
import { type Occurrence, occurrenceOf } from "../time/occurrence.ts";
import type { Case } from "../proof/case.ts";
import type { ServicePort } from "./outage.ts";
import { row } from "../rows.ts";
import { kinds } from "../translate/sense.ts";
import { type Ranges, type Schedule, rangesOf, scheduleOf, seconds } from "../time/time.ts";
import type { Translation } from "../translate/translate.ts";

/** A service port that was there is not, from `fromS` to `toS`; without `toS`: it does not come back. */
export interface Interruption extends ServicePort {
  readonly fromS: number;
  readonly toS: number | undefined;
}

/**
 * All interruptions of service ports that take time, in the order of their ends, where everything takes as long as it can.
 *
 * Undefined where no one run stands for all. O(events · log(events)).
 */
export function interruptionsOf(one: Case, rangeOf: RangeOf): readonly Interruption[] | undefined {
  const timed = timedRun(one, rangeOf);
  return timed && interruptionsIn(one.translation, timed.occurrence, timed.ranges.maxUs);
}

/** The run that stands for all, and what its events may take; undefined where there is none. */
export function timedRun(
  { translation, exploration: { run } }: Case,
  rangeOf: RangeOf,
): { readonly occurrence: Occurrence; readonly ranges: Ranges } | undefined {
  if (run === undefined) return undefined;
  const occurrence = occurrenceOf(translation.net, run);
  const ranges = rangesOf(translation.net, occurrence, (t) => actionRange(translation, rangeOf, t));
  return { occurrence, ranges };
}

/** By these durations. O(events · log(events)). @param lastsUs  by event, as `scheduleOf` has it */
export function interruptionsIn(
  translation: Translation,
  occurrence: Occurrence,
  lastsUs: Float64Array,
): readonly Interruption[] {
  const { net } = translation;
  const schedule = scheduleOf(occurrence, lastsUs);
  const watch = new Watch(translation.desk.seats.map(({ life }) => life));
  const slotOf = (place: number): readonly [member: number, slot: number] | undefined => {
    const { kind, owner, index } = translation.desk.draft.senseOf(place);
    return kind === kinds.slot ? [owner, index] : undefined;
  };
  for (const [place, tokens] of net.initial.entries())
    if (tokens > 0) watch.count(slotOf(place), 1);
  for (const event of inTime(occurrence, schedule)) {
    const t = occurrence.transitions[event] ?? 0;
    for (const place of row(net.produced, t)) watch.count(slotOf(place), 1);
    for (const place of row(net.consumed, t)) watch.count(slotOf(place), -1);
    watch.look(schedule.endsUs[event] ?? 0);
  }
  return watch.found.map(({ member, port, fromUs, toUs }) => ({
    instance: translation.course.members[member]?.name ?? "",
    port: translation.course.members[member]?.life.ports[port]?.name ?? "",
    fromS: seconds(fromUs),
    toS: toUs === undefined ? undefined : seconds(toUs),
  }));
}

/** Events by the time at which they are over; those at one time as in the run. */
const inTime = ({ eventCount }: Occurrence, { endsUs }: Schedule): readonly number[] =>
  Array.from({ length: eventCount }, (_, event) => event).sort(
    (a, b) => (endsUs[a] ?? 0) - (endsUs[b] ?? 0) || a - b,
  );

interface Gap {
  readonly member: number;
  readonly port: number;
  readonly fromUs: number;
  toUs: number | undefined;
}

/** Counts the tokens in the groups of service provide ports. */
class Watch {
  readonly #lives: readonly Lifecycle[];
  readonly #tokens = new Map<number, number>();
  readonly #open = new Map<number, Gap>();
  /** Ports whose count has changed since one looked last, with the count that they had then. */
  readonly #changed = new Map<number, number>();
  readonly #gaps: Gap[] = [];

  constructor(lives: readonly Lifecycle[]) {
    this.#lives = lives;
  }

  get found(): readonly Gap[] {
    return this.#gaps.filter(({ fromUs, toUs }) => toUs !== fromUs);
  }

  count(at: readonly [member: number, slot: number] | undefined, by: number): void {
    if (at === undefined) return;
    const [member, slot] = at;
    const life = this.#lives[member];
    for (const port of life?.groups[slot] ?? []) {
      if (life?.ports[port]?.side !== "provide") continue;
      const key = member * portsMax + port;
      const before = this.#tokens.get(key) ?? 0;
      if (!this.#changed.has(key)) this.#changed.set(key, before);
      this.#tokens.set(key, before + by);
    }
  }

  /** What has changed is so from now on. */
  look(nowUs: number): void {
    for (const [key, before] of this.#changed) {
      const now = this.#tokens.get(key) ?? 0;
      if (before > 0 && now === 0) {
        const gap = {
          member: Math.floor(key / portsMax),
          port: key % portsMax,
          fromUs: nowUs,
          toUs: undefined,
        };
        this.#open.set(key, gap);
        this.#gaps.push(gap);
      }
      const gap = this.#open.get(key);
      if (now > 0 && gap !== undefined) {
        gap.toUs = nowUs;
        this.#open.delete(key);
      }
    }
    this.#changed.clear();
  }
}
const portsMax = 2 ** 16;
