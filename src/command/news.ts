/**
 * News of what stands: places that were lost, or found again, since that was recorded, and steps that would change something now. Whoever
 * deploys asks for them first, so that "nothing to do" is never said of what is broken, or not as it is declared.
 */
import type { Command } from "commander";
import { isNews } from "../engine/drift.ts";
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { componentVersion } from "../store/component-version.ts";
import { describeComponent } from "../store/declaration.ts";
import { holdersAtWork } from "./at-work.ts";
import { type Change, changesFound } from "./change-list.ts";
import { ensureAllFinished } from "./deployable.ts";
import { drift } from "./drift.ts";
import { type Output, paint } from "./output.ts";
import { type PlaceNews, askPlaces, recordNews } from "./place-check.ts";
import { type Session, adopt, openSession, sessionIfAny } from "./session.ts";
import type { StepLook } from "./step-look.ts";
import type { Wish } from "./wish.ts";

export interface News {
  readonly places: readonly PlaceNews[];
  /** Of steps by which instances came to where they stand: what would be changed, or cannot be told. */
  readonly looks: readonly StepLook[];
}
const noNews: News = { places: [], looks: [] };

export interface ProbeFlags {
  readonly probe?: boolean;
}

export const withProbeFlag = (command: Command): Command =>
  command.option(
    "--no-probe",
    "believe the record: do not ask whether what stands still does, and is as declared",
  );

/**
 * Asks the probes of what is wanted and stands already, and looks at its steps; of what is to be another version not, for its probes and steps
 * are other ones. Nothing is asked while others are at work, or where a run is not at its end: they have yet to say what stands.
 *
 * @param session  it adopts the file's actions
 */
export async function newsIn(
  session: Session | undefined,
  wish: Wish,
  { probe = true }: ProbeFlags,
  to: Pick<Output, "say">,
): Promise<News> {
  if (!probe || session === undefined) return noNews;
  if (!isAtRest(session) || !adopts(session, wish)) return noNews;
  const wanted = new Set(wish.part.instances.filter((name) => isUnchanged(name, session, wish)));
  const { news, unasked } = await askPlaces(session, to, (instance) => wanted.has(instance));
  const gone = new Set([...unasked, ...news.map(({ instance }) => instance)]);
  const looks = await drift(session, (name) => wanted.has(name) && !gone.has(name));
  for (const reason of unknownIn(looks)) to.say(`${paint.yellow("warning")} ${reason}`);
  return { places: news, looks: looks.filter(({ found }) => found !== "no change") };
}

/** The same of the state as it is now. */
export async function newsOf(
  wish: Wish,
  flags: ProbeFlags,
  to: Pick<Output, "say">,
): Promise<News> {
  const session = sessionIfAny({ directory: wish.directory, mode: "read" });
  try {
    return await newsIn(session, wish, flags, to);
  } finally {
    session?.close();
  }
}

/** A sentence for each instance of which something could not be told: the first. */
function unknownIn(looks: readonly StepLook[]): readonly string[] {
  const unknown = looks.filter(({ found }) => found === "unknown");
  return [...Map.groupBy(unknown, ({ instance }) => instance)].map(
    ([instance, [one]]) => `${instance} cannot be looked at: ${one?.what ?? ""}`,
  );
}

/** Instance → what its steps would change: those that a deployment can put right. */
export function differing({ looks }: Pick<News, "looks">): ReadonlyMap<string, string> {
  const changes = looks.filter(({ found, waits }) => found === "change" && waits === undefined);
  return new Map(
    [...Map.groupBy(changes, ({ instance }) => instance)].map(([instance, [one, ...others]]) => {
      const text = `${one?.step ?? one?.transition}: ${one?.what ?? ""}`;
      return [instance, others.length === 0 ? text : `${text}, and ${others.length} more`];
    }),
  );
}

/** All of it, as if it had been changed. */
export const changesIn = ({ places, looks }: News): readonly Change[] => [
  ...places
    .filter(({ type }) => type === "lost")
    .map(({ instance, place }) => ({ instance, transition: place, changed: ["no longer so"] })),
  ...changesFound(looks),
];

/**
 * Takes them down, a record each.
 *
 * @param command  that does so
 * @throws MadeusError  `MADEUS_STATE_LOCKED` where another one has begun meanwhile; `MADEUS_PLAN_STALE` where they are none of what stands
 */
export function takeDown(wish: Wish, news: readonly PlaceNews[], command: string): void {
  const session = openSession({ directory: wish.directory, mode: "write", command });
  try {
    adopt(session, declaredBy(wish));
    const c = session.state.configuration;
    const unfit = news.find((one) => !isNews(c, one, one.type === "found"));
    if (unfit !== undefined) throw outdated(unfit);
    recordNews(session, news);
  } finally {
    session.close();
  }
}

const outdated = ({ instance, place }: PlaceNews): MadeusError =>
  new MadeusError("MADEUS_PLAN_STALE", `Nothing is news of ${instance} at ${place} any more.`, {
    hint: "Run the same command again; of a plan, make a new one first.",
  });

const declaredBy = ({ assembly, loaded: { components } }: Wish) =>
  ({ declared: assembly, components, knows: "moving" }) as const;

function isAtRest(session: Session): boolean {
  if (session.state.configuration.numbers.size === 0) return false;
  if (holdersAtWork(session.file).length > 0) return false;
  return passes(() => ensureAllFinished(session));
}

/** What does not fit is said by whoever is going to change it. */
const adopts = (session: Session, wish: Wish): boolean =>
  passes(() => adopt(session, declaredBy(wish)));

function passes(ensure: () => void): boolean {
  try {
    ensure();
    return true;
  } catch (error) {
    if (isMadeusError(error)) return false;
    throw error;
  }
}

function isUnchanged(name: string, { state: { versions } }: Session, { assembly }: Wish): boolean {
  const version = versions.get(name);
  const component: AnyComponent | undefined = assembly.components[name];
  if (version === undefined || component === undefined) return true;
  return version === componentVersion(describeComponent(component));
}
