/** What is to be expected of a run that is about to begin, by what earlier runs of the state took: its rehearsal in virtual time. */
import { DurationHistory } from "../engine/duration-history.ts";
import { type Source, durationOf } from "../host/simulated-script.ts";
import { rehearse } from "../host/simulation.ts";
import { hasAction } from "../model/component.ts";
import { isProgram } from "../model/program.ts";
import { declarationOf } from "../semantics/declared.ts";
import { type Origin, type Prediction, predictionOf } from "../show/live/prediction.ts";
import type { Order } from "./order.ts";
import type { Bounds, Session } from "./session.ts";

/**
 * Leaves the state as it is. Takes time in proportion to the actions.
 *
 * @returns undefined where nothing can be said: the rehearsal does not come to its end, takes too long, or cannot be held at all. A run
 *   is not refused for that.
 */
export async function predicted(
  { state, records }: Pick<Session, "state" | "records">,
  { give, leftBehind, declared }: Order,
  bounds: Bounds,
): Promise<Prediction | undefined> {
  if (state.configuration.numbers.size + sizeOf(declared) > sizeMax) return undefined;
  const history = new DurationHistory(records);
  const stage = state.clone();
  try {
    const report = await rehearse(stage, give, { ...bounds, leftBehind, history });
    if (report.outcome !== "done") return undefined;
    const c = stage.configuration;
    return predictionOf(report, (instance, transition): Origin => {
      const number = c.number(instance);
      // It was deleted on the way.
      if (number === undefined) return "none";
      const life = c.life(number);
      const edge = life.transitions.findIndex(({ name }) => name === transition);
      if (edge < 0) return "none";
      const declared = declarationOf(life, edge);
      if (!hasAction(declared)) return "none";
      const of = { instance, transition, component: life.component.name };
      return origins[durationOf({ history }, of, declared).from];
    });
  } catch {
    return undefined;
  }
}

/** How much there is to rehearse. More takes longer than somebody who looks on likes to wait. */
const sizeOf = (declared: Order["declared"]): number =>
  isProgram(declared) ? declared.instructions.length : Object.keys(declared.components).length;
const sizeMax = 50_000;

const origins: Readonly<Record<Source, Origin>> = {
  given: "declared",
  measured: "measured",
  declared: "declared",
  assumed: "guessed",
  none: "none",
};
