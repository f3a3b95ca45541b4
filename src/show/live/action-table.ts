/**
 * The actions of a run, and what is known of each; found by instance and transition, as records and lines of output name them.
 *
 * Names are looked up as they come, never put together: a table by `instance.transition` would have to hash a new text for every record.
 */
import { transitionName } from "../../model/name.ts";
import type { Named, Running } from "./front.ts";
import type { Expected, Prediction } from "./prediction.ts";

export interface Action extends Named {
  /** Its passings in order; none where nothing was predicted. */
  readonly expected: readonly Expected[];
  /** How often a token has passed. */
  passed: number;
  /** Due, but not begun. */
  isDue: boolean;
  /** The try that is at work. */
  running: Running | undefined;
}

export class ActionTable {
  readonly #expected: Prediction["expected"];
  readonly #ofInstance = new Map<string, Action[]>();

  constructor(prediction: Prediction | undefined) {
    this.#expected = prediction?.expected ?? new Map();
  }

  /** O(actions of the instance), as all here. */
  find(instance: string, transition: string): Action | undefined {
    const all = this.#ofInstance.get(instance);
    if (all !== undefined) for (const one of all) if (one.transition === transition) return one;
    return undefined;
  }

  /** The same; where there is none yet, a new one. */
  open(instance: string, transition: string): Action {
    const known = this.find(instance, transition);
    if (known !== undefined) return known;
    const action: Action = {
      name: transitionName({ instance, transition }),
      instance,
      transition,
      expected: this.#expectedOf(instance, transition),
      passed: 0,
      isDue: false,
      running: undefined,
    };
    const all = this.#ofInstance.get(instance);
    if (all === undefined) this.#ofInstance.set(instance, [action]);
    else all.push(action);
    return action;
  }

  #expectedOf(instance: string, transition: string): readonly Expected[] {
    const all = this.#expected.get(instance) ?? [];
    return all.filter((one) => one.transition === transition);
  }
}
