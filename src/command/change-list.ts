/** What the actions of a run say that they changed: gathered from its records, for its end. */
import { type ChangeSum, changesOf, sumOf } from "../engine/changes.ts";
import { numbersOf } from "../engine/entry-event.ts";
import type { State } from "../engine/fold.ts";
import { hasAction } from "../model/component.ts";
import { transitionName } from "../model/name.ts";
import { declarationOf } from "../semantics/declared.ts";
import type { Changes, JournalRecord } from "../store/journal.ts";
import type { Output } from "./output.ts";
import type { StepLook, TransitionNames } from "./step-look.ts";

/** Of one try of an action; without `changed` it did not say whether it has changed anything. */
export interface Change {
  readonly instance: string;
  readonly transition: string;
  readonly changed?: readonly string[];
  readonly changedMore?: number;
}

export class ChangeList {
  readonly #state: State;
  readonly #said: Changes[] = [];
  readonly #changes: Change[] = [];
  /** By name: does a transition that was begun have an action? Its instance may be gone when it has ended. */
  readonly #acting = new Map<string, boolean>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Takes every record of the run, after it was folded. */
  add(record: JournalRecord): void {
    if (record.type === "started") this.#acting.set(transitionName(record), this.#acts(record));
    if (record.type !== "ended" && record.type !== "failed" && record.type !== "retrying") return;
    const { instance, transition } = record;
    const changes = changesOf(record);
    this.#said.push(changes);
    const { changed, changedMore, unchanged } = changes;
    if (changed !== undefined)
      this.#changes.push({ instance, transition, changed, ...(changedMore && { changedMore }) });
    else if (unchanged === undefined && record.type === "ended" && record.skipped !== true) {
      if (this.#acting.get(transitionName(record)) ?? this.#acts(record))
        this.#changes.push({ instance, transition });
    }
  }

  get sum(): ChangeSum {
    return sumOf(this.#said);
  }

  /** The sum, and where it is asked for each change; an action that says nothing is taken to have changed something. */
  ending(isAsked: boolean): { readonly sum: ChangeSum; readonly changes?: readonly Change[] } {
    return { sum: this.sum, ...(isAsked ? { changes: this.#changes } : {}) };
  }

  #acts({ instance, transition }: TransitionNames): boolean {
    const c = this.#state.configuration;
    if (c.number(instance) === undefined) return true;
    const numbers = numbersOf(c, { instance, transition });
    return hasAction(declarationOf(c.life(numbers.instance), numbers.transition));
  }
}

export function tellChanges(to: Output, changes: readonly Change[]): void {
  for (const change of changes) {
    const { changed = ["does not say what it has changed"], changedMore = 0 } = change;
    for (const what of changed) to.result(`${transitionName(change)}: ${what}`);
    if (changedMore > 0) to.result(`${transitionName(change)}: … and ${changedMore} more`);
  }
}

/** What looks have found, as if it had been changed; what could not be told is among it. */
export const changesFound = (looks: readonly StepLook[]): readonly Change[] =>
  looks
    .filter(({ found }) => found === "change" || found === "unknown")
    .map(({ instance, transition, step, found, what }) => {
      const text = found === "unknown" ? `cannot be looked at: ${what}` : what;
      return {
        instance,
        transition,
        changed: [step === undefined ? `${text}` : `${step}: ${text}`],
      };
    });
