/**
 * News of what stands: places that were lost, or found again, since that was recorded. Whoever deploys asks for them first, so that "nothing to
 * do" is never said of what is broken.
 */
import type { Command } from "commander";
import { isMadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { componentVersion } from "../store/component-version.ts";
import { describeComponent } from "../store/declaration.ts";
import { holdersAtWork } from "./at-work.ts";
import { ensureAllFinished } from "./deployable.ts";
import type { Output } from "./output.ts";
import { type PlaceNews, askPlaces, recordNews } from "./place-check.ts";
import { type Session, adopt, openSession, sessionIfAny } from "./session.ts";
import type { Wish } from "./wish.ts";

export interface ProbeFlags {
  readonly probe?: boolean;
}

export const withProbeFlag = (command: Command): Command =>
  command.option("--no-probe", "believe the record: do not ask whether what stands still does");

/**
 * Asks the probes of what is wanted and stands already; of what is to be another version not, for its probes are other ones. Nothing is asked
 * while others are at work, or where a run is not at its end: they have yet to say what stands.
 */
export async function newsOf(
  wish: Wish,
  { probe = true }: ProbeFlags,
  to: Pick<Output, "say">,
): Promise<readonly PlaceNews[]> {
  if (!probe) return [];
  const session = sessionIfAny({ directory: wish.directory, mode: "read" });
  if (session === undefined) return [];
  try {
    if (!isAtRest(session) || !adopts(session, wish)) return [];
    const wanted = new Set(wish.part.instances.filter((name) => isUnchanged(name, session, wish)));
    return (await askPlaces(session, to, (instance) => wanted.has(instance))).news;
  } finally {
    session.close();
  }
}

/**
 * Takes them down, a record each.
 *
 * @param command  that does so
 * @throws MadeusError  `MADEUS_STATE_LOCKED` where another one has begun meanwhile
 */
export function takeDown(wish: Wish, news: readonly PlaceNews[], command: string): void {
  const session = openSession({ directory: wish.directory, mode: "write", command });
  try {
    adopt(session, declaredBy(wish));
    recordNews(session, news);
  } finally {
    session.close();
  }
}

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
