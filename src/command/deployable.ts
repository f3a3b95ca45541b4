/** May something be deployed on, or changed in, what a state holds? */
import type { Part } from "../engine/part.ts";
import { MadeusError } from "../model/code.ts";
import { quoteAll } from "../model/name.ts";
import { summaryOf } from "../store/run.ts";
import type { Session } from "./session.ts";

/** @throws MadeusError  `MADEUS_RUN_UNFINISHED` where the state holds a deployment whose last run about all is not done */
export function ensureFinished({
  state,
  last,
  directory,
}: Pick<Session, "state" | "last" | "directory">): void {
  // One with a scope begins only where what was about all is done.
  if (state.configuration.numbers.size === 0 || last?.scope !== undefined) return;
  if (last?.outcome === "done") return;
  const how = last?.outcome === undefined ? "was cut off" : `ended ${last.outcome}`;
  throw new MadeusError(
    "MADEUS_RUN_UNFINISHED",
    `The last run in ${directory}, ${last?.verb ?? "deploy"}, ${how}.`,
    {
      hint: "Go on with `madeus resume`, go back with `madeus resume --rollback`, or take it down with `madeus down`.",
    },
  );
}

/** @throws MadeusError  `MADEUS_RUN_UNFINISHED` where any run is not done, whatever it is about */
export function ensureAllFinished(session: Session): void {
  ensureFinished(session);
  const [open] = session.open;
  if (open !== undefined) throw unfinished(session, open);
}

/** What a run with a scope has left open stands in the way. @param name  what is wanted of it */
export function unfinished(
  { records, directory }: Pick<Session, "records" | "directory">,
  { runs, scope }: Pick<Part, "runs" | "scope">,
  name?: string,
): MadeusError {
  const [first] = runs;
  const { verb = "reconfigure" } = summaryOf(records, first) ?? {};
  const outcome = summaryOf(records, runs.at(-1) ?? first)?.outcome;
  const how = outcome === undefined ? "was cut off" : `ended ${outcome}`;
  const about = name === undefined ? quoteAll(scope.instances) : `"${name}"`;
  return new MadeusError(
    "MADEUS_RUN_UNFINISHED",
    `Run ${first} in ${directory}, ${verb}, which has ${about} in hand, ${how}.`,
    {
      hint: `Go on with \`madeus resume --run ${first}\`, go back with \`madeus resume --rollback --run ${first}\`, or take all down with \`madeus down\`.`,
    },
  );
}
