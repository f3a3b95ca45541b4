/** What came of a run, as a fold of its records. Pure. */
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { type Reason, whyProgram } from "../semantics/why.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { RunOutcome } from "./engine.ts";
import type { State } from "./fold.ts";

/** Times in seconds from the beginning of the run. */
export interface Report {
  readonly outcome: RunOutcome;
  readonly makespanS: number;
  /** Every try of every action, in the order in which they ended. */
  readonly transitions: readonly Timing[];
  /** The tries that the makespan consists of, each begun because the one before had ended. */
  readonly criticalPath: readonly Timing[];
  /** Why it is not done; empty if it is. */
  readonly because: readonly Reason[];
  readonly marking: Marking;
}
export interface Timing {
  readonly instance: string;
  readonly transition: string;
  readonly attempt: number;
  readonly startS: number;
  readonly endS: number;
  readonly ended: "well" | "badly" | "unknown";
}
/** instance → the places that hold a token, and the transitions on which one is. */
export type Marking = Readonly<
  Record<string, { readonly places: readonly string[]; readonly transitions: readonly string[] }>
>;

const ends = { ended: "well", failed: "badly", retrying: "badly", unknown: "unknown" } as const;

/** Takes the records of a run one by one, in order, each with the steps that followed from it. */
export class Chronicle {
  readonly #state: State;
  readonly #transitions: Timing[] = [];
  #beganMs: number | undefined;
  #lastMs = 0;
  readonly #begun = new Map<string, { readonly attempt: number; readonly startS: number }>();
  /** The try of a transition that ended last; and what ended just before the transition became due. */
  readonly #latest = new Map<string, Timing>();
  readonly #cause = new Map<string, Timing | undefined>();
  readonly #before = new Map<Timing, Timing | undefined>();

  constructor(state: State) {
    this.#state = state;
  }

  add(record: JournalRecord, steps: readonly Step[]): void {
    this.#beganMs ??= record.atMs;
    this.#lastMs = record.atMs;
    const ended = "transition" in record ? this.#note(record) : undefined;
    const c = this.#state.configuration;
    for (const { rule, instance, element } of steps)
      if (rule === "fire")
        this.#cause.set(
          `${c.names[instance]}.${c.life(instance).transitions[element]?.name}`,
          ended,
        );
  }

  report(outcome: RunOutcome): Report {
    const c = this.#state.configuration;
    return {
      outcome,
      makespanS: this.#seconds(this.#lastMs),
      transitions: this.#transitions,
      criticalPath: this.#criticalPath(),
      because: outcome === "done" ? [] : whyProgram(c),
      marking: markingOf(c),
    };
  }

  #seconds(atMs: number): number {
    return (atMs - (this.#beganMs ?? atMs)) / 1000;
  }

  /** Backwards from the try that ended last. */
  #criticalPath(): readonly Timing[] {
    const path: Timing[] = [];
    for (let one = this.#transitions.at(-1); one !== undefined; one = this.#before.get(one))
      path.push(one);
    return path.reverse();
  }

  #note(record: Extract<JournalRecord, { readonly transition: string }>): Timing | undefined {
    const { type, instance, transition } = record;
    const name = `${instance}.${transition}`;
    const nowS = this.#seconds(record.atMs);
    if (type === "started") this.#begun.set(name, { attempt: record.attempt, startS: nowS });
    const begun = this.#begun.get(name);
    if (begun === undefined || !(type in ends)) return undefined;
    this.#begun.delete(name);
    const ended = ends[type as keyof typeof ends];
    const timing = { instance, transition, ...begun, endS: nowS, ended };
    const isAgain = begun.attempt > 1 && this.#latest.has(name);
    this.#before.set(timing, isAgain ? this.#latest.get(name) : this.#cause.get(name));
    this.#latest.set(name, timing);
    this.#transitions.push(timing);
    return timing;
  }
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
