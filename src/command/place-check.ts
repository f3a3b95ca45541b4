/** Asking every place once whether it still holds, and taking down what has changed. */
import { type PlaceName, isNews, markOf } from "../engine/drift.ts";
import { fold } from "../engine/fold.ts";
import { probedPlaces } from "../engine/watch.ts";
import { type MadeusError, isMadeusError } from "../model/code.ts";
import { lost } from "../semantics/configuration.ts";
import { manned } from "./manned.ts";
import { type Output, paint } from "./output.ts";
import type { Session } from "./session.ts";

export interface PlaceCheck {
  /** Places with a token that do not hold. */
  readonly lost: readonly PlaceName[];
  /** Instances that could not be asked. */
  readonly unasked: readonly string[];
}

/**
 * Asks every marked place that has a probe; what it says is taken into the state, and where that is wanted into the journal. Why some could
 * not be asked is told.
 */
export async function checkPlaces(
  session: Session,
  to: Pick<Output, "say">,
  records: boolean,
): Promise<PlaceCheck> {
  const { state, journal } = session;
  const { crew, close } = manned(session);
  const own = session.part && new Set(session.part.scope.instances);
  const asked = probedPlaces(state).filter(({ instance }) => own?.has(instance) !== false);
  const answers = await Promise.allSettled(
    asked.map(async ({ instance, place }) =>
      crew.probePlace(state.configuration.number(instance) ?? 0, place),
    ),
  );
  await close();
  const unasked = new Map<string, MadeusError>();
  for (const [k, about] of asked.entries()) {
    const answer = answers[k];
    if (answer?.status === "rejected") {
      if (!isMadeusError(answer.reason)) throw answer.reason;
      unasked.set(about.instance, answer.reason);
    } else if (answer?.value !== undefined && isNews(state.configuration, about, answer.value)) {
      const entry = { type: answer.value ? "found" : "lost", ...about } as const;
      if (records) journal.append(entry);
      fold(state, entry);
    }
  }
  if (records) journal.commit();
  const reasons = [...unasked.values()].map(({ code, message }) => `${code}: ${message}`);
  for (const reason of new Set(reasons)) to.say(`${paint.yellow("warning")} ${reason}`);
  return {
    lost: asked.filter((about) => markOf(state.configuration, about) === lost),
    unasked: [...unasked.keys()],
  };
}
