/** Answers to the questions of `check --ask`, as `--json` has them. Like the other lines these types are final (`docs/events.md`). */
import type { Difference } from "../net/question/difference.ts";
import type { Checked } from "./check-ending.ts";

/** A question of `--ask` and what is said to it; what else is there hangs on the question. */
export interface Answered {
  readonly question: string;
  readonly verdict: Checked["verdict"];
  /** One sentence. */
  readonly text: string;
  /** What belongs to it, for people. */
  readonly details?: readonly string[];
  readonly bounds?: Checked["bounds"];
  readonly criticalPath?: Checked["criticalPath"];
  /** Actions at once; `together` names as many as `atLeast`. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly together?: readonly string[];
  /** Of an invariant: the worst sum that was found. */
  readonly worst?: number;
  /** Without `toS`: it does not come back. */
  readonly interruptions?: readonly {
    readonly instance: string;
    readonly port: string;
    readonly fromS: number;
    readonly toS?: number;
  }[];
  /** Instances that do not finish, those that do only if they are not too late, and those that do. */
  readonly lost?: readonly string[];
  readonly atRisk?: readonly string[];
  readonly kept?: readonly string[];
  /** The same of each action by itself, the worst first. */
  readonly losses?: readonly {
    readonly failing: string;
    readonly lost: readonly string[];
    readonly atRisk?: readonly string[];
  }[];
  readonly races?: readonly string[];
  readonly findings?: readonly string[];
  readonly difference?: Difference;
}
