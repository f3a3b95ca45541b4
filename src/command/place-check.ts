/** Asking every place once whether it still holds, and taking down what has changed. */
import { type PlaceName, isNews, markOf } from "../engine/drift.ts";
import { fold } from "../engine/fold.ts";
import { probedPlaces } from "../engine/watch.ts";
import { type MadeusError, isMadeusError } from "../model/code.ts";
import { lost } from "../semantics/configuration.ts";
import { manned } from "./manned.ts";
import { type Output, paint } from "./output.ts";
import type { Session } from "./session.ts";

/** A place that the record says something else of. */
export interface PlaceNews extends PlaceName {
  readonly type: "lost" | "found";
}
export interface PlaceAnswers {
  readonly asked: readonly PlaceName[];
  readonly news: readonly PlaceNews[];
  /** Instances that could not be asked. */
  readonly unasked: readonly string[];
}
export interface PlaceCheck extends Pick<PlaceAnswers, "unasked"> {
  /** Places with a token that do not hold. */
  readonly lost: readonly PlaceName[];
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
  const { state } = session;
  const own = session.part && new Set(session.part.scope.instances);
  const { asked, news, unasked } = await askPlaces(session, to, (name) => own?.has(name) !== false);
  if (records) recordNews(session, news);
  else for (const one of news) fold(state, one);
  return { lost: asked.filter((about) => markOf(state.configuration, about) === lost), unasked };
}

/** Asks them, and leaves the state as it is. */
export async function askPlaces(
  session: Session,
  to: Pick<Output, "say">,
  isAsked: (instance: string) => boolean,
): Promise<PlaceAnswers> {
  const { state } = session;
  const { crew, close } = manned(session);
  const asked = probedPlaces(state).filter(({ instance }) => isAsked(instance));
  const answers = await Promise.allSettled(
    asked.map(async ({ instance, place }) =>
      crew.probePlace(state.configuration.number(instance) ?? 0, place),
    ),
  );
  await close();
  const unasked = new Map<string, MadeusError>();
  const news: PlaceNews[] = [];
  for (const [k, about] of asked.entries()) {
    const answer = answers[k];
    if (answer?.status === "rejected") {
      if (!isMadeusError(answer.reason)) throw answer.reason;
      unasked.set(about.instance, answer.reason);
    } else if (answer?.value !== undefined && isNews(state.configuration, about, answer.value))
      news.push({ type: answer.value ? "found" : "lost", ...about });
  }
  const reasons = [...unasked.values()].map(({ code, message }) => `${code}: ${message}`);
  for (const reason of new Set(reasons)) to.say(`${paint.yellow("warning")} ${reason}`);
  return { asked, news, unasked: [...unasked.keys()] };
}

/** Into the journal, and into the state. */
export function recordNews({ state, journal }: Session, news: readonly PlaceNews[]): void {
  for (const one of news) {
    journal.append(one);
    fold(state, one);
  }
  journal.commit();
}
