/** Where trials are made for real: a place for one state, what the command line is to be told, and a look at the world afterwards. */
import type { Exercise } from "./exercise.ts";
import type { End } from "./prediction.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";

export interface Ground extends AsyncDisposable {
  /** What is deployed, with its settings as `name=value`. */
  readonly file: string;
  readonly settings: readonly string[];
  /** The directory of the state. */
  readonly state: string;
  /** Takes the power from a host once the action that is to be struck is at work there. */
  kill(host: string): Promise<void>;
  /** What the world has that it should not have, or lacks, where something was rolled back or taken down; empty: nothing. */
  blemishes(ended: Ended): Promise<readonly string[]>;
}
export interface Ended extends End {
  readonly exercise: Exercise;
  readonly configuration: Configuration;
}
