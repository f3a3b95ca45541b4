/** What is to be expected of a run that is about to begin, by what earlier runs of the state took: its rehearsal in virtual time. */
import { DurationHistory } from "../engine/duration-history.ts";
import type { Fate, Source } from "../host/simulated-script.ts";
import { rehearse } from "../host/simulation.ts";
import { transitionName } from "../model/name.ts";
import { isProgram } from "../model/program.ts";
import { type Origin, type Prediction, predictionOf } from "../show/live/prediction.ts";
import type { Order } from "./order.ts";
import type { Bounds } from "./beginning.ts";
import type { Session } from "./session.ts";

/**
 * Leaves the state as it is. Takes time in proportion to the actions.
 *
 * @returns undefined where nothing can be said: the rehearsal does not come to its end, takes too long, or cannot be held at all. A run
 *   is not refused for that.
 */
export async function predicted(
  { state, records }: Pick<Session, "state" | "records">,
  { give, leftBehind, declared, known }: Order,
  bounds: Bounds,
): Promise<Prediction | undefined> {
  if (state.configuration.numbers.size + sizeOf(declared) > sizeMax) return undefined;
  const { durations, history = new DurationHistory(records) } = known ?? {};
  // Noted as it goes: what is deleted on the way cannot be asked about in the end.
  const sources = new Map<string, Source>();
  const sourced: Fate["sourced"] = (one, from) => void sources.set(transitionName(one), from);
  try {
    const options = { ...bounds, leftBehind, durations, history, sourced };
    const report = await rehearse(state.clone(), give, options);
    if (report.outcome !== "done") return undefined;
    return predictionOf(report, (one) => origins[sources.get(transitionName(one)) ?? "none"]);
  } catch {
    return undefined;
  }
}

/** How much there is to rehearse. More takes longer than somebody who looks on likes to wait. */
const sizeOf = (declared: Order["declared"]): number =>
  isProgram(declared) ? declared.instructions.length : Object.keys(declared.components).length;
const sizeMax = 50_000;

const origins: Readonly<Record<Source, Origin>> = {
  given: "given",
  measured: "measured",
  declared: "declared",
  assumed: "guessed",
  none: "none",
};
