/** What every last line of `--json` says of how a verb ended. */
import type { Exit } from "./exit.ts";

export interface Ended<Outcome extends string> {
  readonly outcome: Outcome;
  readonly exitCode: Exit;
}
