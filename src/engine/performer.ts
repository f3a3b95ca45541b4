/** Who performs actions: the interface between the engine and whatever does the work, real or simulated. */
import type { Changes, Failure } from "../store/journal.ts";
import type { ProcessGroup } from "./host.ts";
import type { Applicant } from "./limit.ts";

/** One try of one action. */
export interface Work extends Applicant {
  readonly instance: string;
  readonly transition: string;
  /** The instance's number, for reading its ports in the configuration. */
  readonly number: number;
  readonly edge: number;
  readonly attempt: number;
  readonly key: string;
}

/** What came of an action. */
export type Outcome = Ended | Failed | Cut;
interface Ended {
  readonly kind: "ended";
  readonly station?: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly changes?: Changes;
}
export interface Failed {
  readonly kind: "failed";
  readonly error: Failure;
  readonly changes?: Changes;
}

/** It was ended from outside, or is out of reach (`error` says why): whether it had an effect is not known. */
interface Cut {
  readonly kind: "cut";
  readonly error?: Failure;
}

/** What is known of an action in whose middle the engine died, once nothing of it is alive. `ask`: only the operator can say. */
export type Verdict = Ended | { readonly kind: "rerun" | "ask" } | Left;
/** It may still be alive, so nothing may be done about it. */
interface Left {
  readonly kind: "left";
  readonly error?: Failure;
}

export interface Watcher {
  /** A process group was made for the action; it begins when this has returned, and never if it throws. */
  registered(group: ProcessGroup, daemon: boolean): void;
}

export interface Performer {
  /** Begins a try; `done` is called once, never before `perform` has returned. */
  perform(work: Work, watcher: Watcher, done: (outcome: Outcome) => void): void;
  /** Ends all tries that are under way; each is then `done` as `cut` (or as what it was, if it was quicker). */
  cut(): void;
  /**
   * Makes certain that nothing of an interrupted try is alive any more, then finds out what became of it; `done` as above.
   *
   * @param processes  what is known to have been begun by it
   */
  recover(
    work: Work,
    processes: readonly ProcessGroup[],
    watcher: Watcher,
    done: (verdict: Verdict) => void,
  ): void;
}
