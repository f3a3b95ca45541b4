/** What came of a run, as a fold of its records. Pure. */
import { transitionName } from "../model/name.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { type Reason, whyProgram } from "../semantics/why.ts";
import type { Changes, JournalRecord, Limits, RunOutcome } from "../store/journal.ts";
import { Causality, type Link, type Moment, cause } from "./causality.ts";
import { changesOf, sumOf } from "./changes.ts";
import { numbersOf } from "./entry-event.ts";
import type { State } from "./fold.ts";
import { type Interruption, Interruptions } from "./interruption.ts";
import { isFree, slotsOf } from "./limit.ts";
import { declarationOf } from "../semantics/declared.ts";

/** Times in seconds from the beginning of the run. */
export interface Report {
  /** `open`: it has not come to an end, or nobody wrote down which. */
  readonly outcome: RunOutcome | "open";
  readonly makespanS: number;
  /** Every try of every action, in the order in which they ended; those that have not, last. */
  readonly transitions: readonly Timing[];
  /** The tries that the makespan consists of, each begun because the one before had ended. */
  readonly criticalPath: readonly Timing[];
  /** Why it is not done; empty if it is. */
  readonly because: readonly Reason[];
  readonly marking: Marking;
  /** Where the failure asked to go back: does all stand as it did before? And if not, why, a sentence each. */
  readonly rolledBack?: boolean;
  readonly obstacles?: readonly string[];
  /** Of services that were there, in the order in which they began. */
  readonly interruptions: readonly Interruption[];
  /** How much its actions say that they changed, and found as it should be. */
  readonly changed: number;
  readonly unchanged: number;
}
export interface Timing extends Changes {
  readonly instance: string;
  readonly transition: string;
  readonly attempt: number;
  readonly host: string;
  /** When all that it needs was there; until `startS` it waited for a slot of a limit. */
  readonly dueS: number;
  readonly startS: number;
  readonly endS: number;
  /** `open`: it has not ended; `endS` is as far as is known. */
  readonly ended: "well" | "badly" | "unknown" | "open";
  /** How much longer it could have taken without a longer run. */
  readonly slackS: number;
  /** The limit that it waited for, as `total`, `host web1`, `instance db` or `limit apt`; undefined if it did not wait. */
  readonly waitedFor?: string;
}
/** instance → the places that hold a token, and the transitions on which one is. */
export type Marking = Readonly<
  Record<string, { readonly places: readonly string[]; readonly transitions: readonly string[] }>
>;

const ends = { ended: "well", failed: "badly", retrying: "badly", unknown: "unknown" } as const;

/** Takes the records of a run one by one, in order, each with the steps that followed from it. */
export class Chronicle {
  readonly #state: State;
  readonly #limits: Limits;
  /** Nothing is limited. */
  readonly #isFree: boolean;
  readonly #causality = new Causality();
  readonly #interruptions = new Interruptions();
  #beganMs: number | undefined;
  #lastMs = 0;
  /** By name: what is due, what is at work. */
  readonly #due = new Map<string, Due>();
  readonly #begun = new Map<string, Begun>();
  readonly #ended: Ended[] = [];
  /** How many places are taken in each slot, and the end that last freed one when none was left. */
  readonly #taken = new Map<string, number>();
  readonly #freed = new Map<string, Moment>();

  /** @param limits  those that the run is bound by */
  constructor(state: State, limits: Limits = {}) {
    this.#state = state;
    this.#limits = limits;
    this.#isFree = isFree(limits);
  }

  add(record: JournalRecord, steps: readonly Step[]): void {
    this.#beganMs ??= record.atMs;
    this.#lastMs = record.atMs;
    if (record.type === "started") this.#begin(record);
    const ended = "transition" in record ? this.#end(record) : undefined;
    const c = this.#state.configuration;
    this.#interruptions.add(c, steps, this.#seconds(record.atMs));
    this.#causality.follow(c, steps, record.atMs, ended, (instance, transition, moment) => {
      const edge = c.life(instance).transitions[transition];
      const of = { instance: c.names[instance] ?? "", transition: edge?.name ?? "" };
      this.#due.set(transitionName(of), { atMs: record.atMs, moment });
    });
  }

  /** So far the run has come, though nothing was recorded since. */
  until(atMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  /** What came of the run, or without an outcome: what has come of it so far. O(records). */
  report(outcome: RunOutcome | "open" = "open"): Report {
    const c = this.#state.configuration;
    this.#causality.slacken(this.#lastMs);
    const told = new Map<Moment, Timing>();
    for (const one of this.#ended) told.set(one.moment, this.#timing(one, one.moment));
    const open = [...this.#begun.values()].map((one) => this.#timing(one));
    return {
      outcome,
      makespanS: this.#seconds(this.#lastMs),
      transitions: [...told.values(), ...open],
      criticalPath: this.#criticalPath(told),
      because: outcome === "done" ? [] : whyProgram(c),
      marking: markingOf(c),
      interruptions: this.#interruptions.list(),
      ...sumOf(this.#ended),
    };
  }

  #seconds(atMs: number): number {
    return (atMs - (this.#beganMs ?? atMs)) / 1000;
  }

  /** Backwards from the try that ended last; where some have not ended, from the one of these that has been at work for longest. */
  #criticalPath(told: ReadonlyMap<Moment, Timing>): readonly Timing[] {
    const open = [...this.#begun.values()].reduce<Begun | undefined>(
      (first, one) => (first !== undefined && first.startMs <= one.startMs ? first : one),
      undefined,
    );
    const path = open === undefined ? [] : [this.#timing(open)];
    const last = open === undefined ? this.#ended.at(-1)?.moment : cause(open);
    for (let one = last; one !== undefined; one = cause(one)) {
      const timing = told.get(one);
      if (timing !== undefined) path.push(timing);
    }
    return path.reverse();
  }

  #timing(one: Begun, moment?: Moment): Timing {
    const { instance, transition, attempt, host, waitedFor } = one;
    return {
      instance,
      transition,
      attempt,
      host,
      dueS: this.#seconds(one.dueMs),
      startS: this.#seconds(one.startMs),
      endS: this.#seconds(moment?.atMs ?? this.#lastMs),
      ended: (one as Ended).ended ?? "open",
      slackS: moment === undefined ? 0 : moment.slackMs / 1000,
      ...(waitedFor === undefined ? {} : { waitedFor }),
      ...changesOf(one as Ended),
    };
  }

  #begin(record: RecordOf<"started">): void {
    const { instance, transition, attempt, host, atMs } = record;
    const name = transitionName(record);
    const due = this.#due.get(name) ?? { atMs: this.#beganMs ?? atMs, moment: undefined };
    this.#due.delete(name);
    const slots = this.#slots(record);
    const freed = slots
      .map(([slot]) => ({ slot, moment: this.#freed.get(slot) }))
      .filter(({ moment }) => moment !== undefined && moment.atMs > due.atMs)
      .toSorted((a, b) => (b.moment?.atMs ?? 0) - (a.moment?.atMs ?? 0))[0];
    const after: Link[] = [];
    if (freed?.moment !== undefined) after.push({ moment: freed.moment, gapMs: 0 });
    if (due.moment !== undefined)
      after.push({ moment: due.moment, gapMs: freed === undefined ? 0 : atMs - due.atMs });
    for (const [slot] of slots) this.#taken.set(slot, (this.#taken.get(slot) ?? 0) + 1);
    const begun = { instance, transition, attempt, host, slots, after };
    const waited = freed === undefined ? {} : { waitedFor: freed.slot };
    this.#begun.set(name, { ...begun, dueMs: due.atMs, startMs: atMs, ...waited });
  }

  #slots({ instance, transition, host }: RecordOf<"started">): ReturnType<typeof slotsOf> {
    if (this.#isFree) return [];
    const c = this.#state.configuration;
    const numbers = numbersOf(c, { instance, transition });
    const { limits = [] } = declarationOf(c.life(numbers.instance), numbers.transition);
    return slotsOf(this.#limits, { instance, host, limits });
  }

  /** The end of a try, if the record is one. */
  #end(record: Extract<JournalRecord, { readonly transition: string }>): Moment | undefined {
    const { type, atMs } = record;
    const name = transitionName(record);
    const begun = this.#begun.get(name);
    if (begun === undefined || !(type in ends)) return undefined;
    this.#begun.delete(name);
    const moment = this.#causality.note(atMs, begun.after);
    this.#ended.push({
      ...begun,
      ...changesIn(record),
      moment,
      ended: ends[type as keyof typeof ends],
    });
    for (const [slot, max] of begun.slots) {
      const taken = this.#taken.get(slot) ?? 0;
      // While a place was left nobody waited for this slot.
      if (taken >= max) this.#freed.set(slot, moment);
      this.#taken.set(slot, taken - 1);
    }
    if (record.type === "retrying") this.#due.set(name, { atMs: atMs + record.delayMs, moment });
    return moment;
  }
}

const changesIn = (record: JournalRecord): Changes =>
  record.type === "ended" || record.type === "failed" || record.type === "retrying"
    ? changesOf(record)
    : {};

type RecordOf<T> = Extract<JournalRecord, { readonly type: T }>;
interface Due {
  readonly atMs: number;
  readonly moment: Moment | undefined;
}
/** A try that has begun. */
interface Begun extends Pick<Timing, "instance" | "transition" | "attempt" | "host"> {
  readonly dueMs: number;
  readonly startMs: number;
  readonly waitedFor?: string;
  readonly slots: ReturnType<typeof slotsOf>;
  readonly after: readonly Link[];
}
interface Ended extends Begun, Changes {
  readonly moment: Moment;
  readonly ended: (typeof ends)[keyof typeof ends];
}

/** The marking by names. */
export function markingOf(c: Configuration): Marking {
  return Object.fromEntries(
    [...c.all()].map((instance) => {
      const { places, transitions, docks } = c.life(instance);
      const isMarked = (slot: number): boolean => c.mark(instance, slot) > 0;
      const busy = transitions.filter((edge) =>
        [edge.out, edge.on, ...edge.docks.map((d) => docks[d]?.slot ?? 0)].some(isMarked),
      );
      const held = places.filter((_, p) => isMarked(p));
      return [c.names[instance], { places: held, transitions: busy.map(({ name }) => name) }];
    }),
  );
}
