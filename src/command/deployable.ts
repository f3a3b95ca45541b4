/** May something be deployed on, or changed in, what a state holds? */
import { MadeusError } from "../model/code.ts";
import type { Session } from "./session.ts";

/** @throws MadeusError  `MADEUS_RUN_UNFINISHED` where the state holds a deployment whose last run is not done */
export function ensureFinished({ state, last, directory }: Session): void {
  if (state.configuration.numbers.size === 0 || last?.outcome === "done") return;
  const how = last?.outcome === undefined ? "was cut off" : `ended ${last.outcome}`;
  throw new MadeusError(
    "MADEUS_RUN_UNFINISHED",
    `The last run in ${directory}, ${last?.verb ?? "deploy"}, ${how}.`,
    {
      hint: "Go on with `madeus resume`, go back with `madeus resume --rollback`, or take it down with `madeus down`.",
    },
  );
}
