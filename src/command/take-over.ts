/**
 * Takes over what others have recorded: what stands is what the branch `main` says, to which a pull, a bundle or a clone has brought it; or
 * what `main` and a branch come to that others have carried out.
 *
 * Nobody is asked and nothing is run. What this state had on record is over from then on.
 */
import { treeOfCommit } from "../store/commit.ts";
import { fold } from "../engine/fold.ts";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { quote } from "../model/name.ts";
import { deployment as instructionsOf, portText } from "../model/program.ts";
import { declarationOfTypes } from "../store/declaration.ts";
import {
  type DeployedInstance,
  type Deployment,
  deploymentIn,
  isIdle,
} from "../store/deployment.ts";
import { mainBranch } from "../store/historian.ts";
import { catalogOf } from "../store/catalog.ts";
import type { ResultEntry, TakenEntry, TakenInstance } from "../store/journal.ts";
import type { ObjectId } from "../store/object-id.ts";
import { behindOf } from "./current.ts";
import { underwayText } from "./deployment-difference.ts";
import type { Loaded } from "./load.ts";
import { beginRun } from "./beginning.ts";
import type { Session } from "./session.ts";
import { findIn, pastOf } from "./stood.ts";

/** The file, and what is meant of it. */
export interface Declarer {
  readonly loaded: Loaded;
  /** Under which the file exports the assembly. */
  readonly name: string;
  readonly assembly: Assembly;
}
export interface Recording {
  readonly verb: string;
  readonly recorded: Deployment;
  /** The commit that says so. */
  readonly commit: ObjectId;
  /** It is merged by that. */
  readonly merges?: ObjectId;
}

/**
 * There is no new commit: what stands is what the one that is there says.
 *
 * @param said  `instance=place`: where those are that were under way
 * @returns  the instances that are on record now; undefined: what is recorded is this state's own
 * @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where nothing is recorded, or what is recorded is not at rest or not known by the file;
 *   `MADEUS_OBJECTION`
 */
export function takeOverRecorded(
  session: Session,
  declarer: Declarer,
  said: readonly string[],
): readonly string[] | undefined {
  const { store } = session;
  if (store.branches.find(mainBranch) === undefined)
    throw refused("Nothing is recorded on main", "Deploy, pull or clone.");
  const commit = behindOf(session);
  if (commit === undefined) return undefined;
  const recorded = placed(deploymentIn(treeOfCommit(store.objects, commit)), placesSaid(said));
  putOnRecord(session, declarer, { verb: "adopt", recorded, commit });
  return [...recorded.instances.keys()];
}

/**
 * Writes a run of its own, in one transaction; of a merge it makes the commit, too.
 *
 * @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where the file lacks the type of an instance, or a place of it
 */
export function putOnRecord(
  session: Session,
  declarer: Declarer,
  { verb, recorded, commit, merges }: Recording,
): void {
  const { journal, state, historian } = session;
  const declaration = declarationOfTypes(componentsOf(recorded, declarer));
  const { assembly, loaded, name } = declarer;
  const { file, settings } = loaded;
  const more = merges === undefined ? {} : { merges };
  const beginning = { verb, declared: assembly, file, name, settings, ...more };
  beginRun(session, beginning, { limits: recorded.limits });
  if (!state.declarations.has(declaration.hash)) {
    const entry = { type: "declaration", ...declaration } as const;
    fold(state, { ...journal.append(entry), ...entry });
  }
  const taken = takenEntry(commit, declaration.hash, recorded);
  fold(state, { ...journal.append(taken), ...taken });
  const end: ResultEntry = { type: "result", outcome: "done" };
  const record = { ...journal.append(end), ...end };
  if (merges !== undefined) {
    historian?.loseTrack();
    historian?.note(record, []);
  }
  journal.commit();
}

/** instance → the places that it is said to be at. */
function placesSaid(said: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const pairs = said.map((text): readonly [string, string] => {
    const [, instance, place] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (instance !== undefined && place !== undefined) return [instance, place];
    throw new MadeusError("MADEUS_OBJECTION", `--at ${quote(text)} is not written INSTANCE=PLACE.`);
  });
  const byInstance = Map.groupBy(pairs, ([instance]) => instance);
  return new Map([...byInstance].map(([name, all]) => [name, all.map(([, place]) => place)]));
}

/** With those that were under way at the places where they are said to be; what was left of the program is over. */
function placed(recorded: Deployment, said: ReadonlyMap<string, readonly string[]>): Deployment {
  const moving = [...recorded.instances].filter(([, one]) => !isIdle(one));
  const stranger = [...said.keys()].find((name) => !moving.some(([other]) => other === name));
  if (stranger !== undefined)
    throw new MadeusError(
      "MADEUS_OBJECTION",
      `--at names ${quote(stranger)}, which is not under way in what is recorded.`,
    );
  const untold = moving.filter(([name]) => !said.has(name));
  if (untold.length > 0) throw midway(untold);
  const instances = [...recorded.instances].map(([name, one]): [string, DeployedInstance] => {
    const places = said.get(name);
    if (places === undefined) return [name, one];
    const lost = one.lost.filter((place) => places.includes(place));
    return [name, { ...one, places, lost, transitions: {}, behaviors: [] }];
  });
  const { position } = recorded.program;
  return { ...recorded, instances: new Map(instances), program: { position, left: [] } };
}

function midway(moving: readonly (readonly [string, DeployedInstance])[]): MadeusError {
  const who = moving.map(([name, one]) => `${name} is ${underwayText(one)}`);
  const flags = moving.map(([name]) => `--at ${name}=PLACE`);
  return refused(
    `What is recorded stands in the middle of a run: ${who.join("; ")}`,
    `Let whoever began the run bring it to its end, and push; then pull. Where nobody can, look where it is, and say so: madeus adopt --recorded ${flags.join(" ")}`,
  );
}

/** @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where the file lacks the type of one, or a place of it */
function componentsOf(
  recorded: Deployment,
  { assembly, loaded }: Declarer,
): ReadonlyMap<string, AnyComponent> {
  const catalog = catalogOf(instructionsOf(assembly), loaded.components);
  const find = findIn(catalog);
  const { strange } = pastOf(recorded, find, catalog);
  if (strange.length > 0)
    throw refused(strange.join("; "), "Bring the file to where the others have theirs.");
  const found = [...recorded.instances].flatMap(([name, one]) => {
    const component = find(name, one);
    return component === undefined ? [] : [[name, component] as const];
  });
  return new Map(found);
}

function takenEntry(
  commit: ObjectId,
  declaration: string,
  { instances, connections, home }: Deployment,
): TakenEntry {
  const all = [...instances].map(([name, one]): readonly [string, TakenInstance] => {
    const { type: component, version, host, places, lost, values } = one;
    const more = {
      ...(version !== undefined && { version }),
      ...(host !== undefined && { host }),
      ...(lost.length > 0 && { lost }),
      ...(Object.keys(values).length > 0 && { values }),
    };
    return [name, { component, places, ...more }];
  });
  return {
    type: "taken",
    commit,
    declaration,
    instances: Object.fromEntries(all),
    connections: connections.map(({ use, provide }) => ({
      use: portText(use),
      provide: portText(provide),
    })),
    ...(home !== undefined && { home }),
  };
}

const refused = (what: string, hint: string): MadeusError =>
  new MadeusError("MADEUS_NOT_ADOPTABLE", `${what}.`, { hint });
