/**
 * Takes over what others have recorded: what stands is what the branch `main` says, to which a pull, a bundle or a clone has brought it.
 *
 * Nobody is asked and nothing is run. What this state had on record is over from then on.
 */
import { fold } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { deployment as instructionsOf, portText } from "../model/program.ts";
import { declarationOfTypes } from "../store/declaration.ts";
import { type Deployment, deploymentIn, isAtRest } from "../store/deployment.ts";
import { mainBranch } from "../store/historian.ts";
import { catalogOf } from "../store/catalog.ts";
import type { TakenEntry, TakenInstance } from "../store/journal.ts";
import type { ObjectId } from "../store/object-id.ts";
import { commitAt } from "../store/objects.ts";
import { Tree } from "../store/tree.ts";
import { type Session, beginRun } from "./session.ts";
import { findIn, pastOf } from "./stood.ts";
import type { Wish } from "./wish.ts";

/**
 * Writes a run of its own, in one transaction. There is no new commit: what stands is what the one that is there says.
 *
 * @returns  the instances that are on record now
 * @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where nothing is recorded, or what is recorded is not at rest or not known by the file
 */
export function takeOverRecorded(session: Session, wish: Wish): readonly string[] {
  const { journal, state, store } = session;
  const { assembly, loaded, name } = wish;
  const commit = store.branches.find(mainBranch);
  if (commit === undefined) throw refused("Nothing is recorded on main", "Deploy, pull or clone.");
  const recorded = recordedAt(session, commit);
  const components = componentsOf(recorded, wish);
  const declaration = declarationOfTypes(components);
  const { file, settings } = loaded;
  const beginning = { verb: "adopt", declared: assembly, file, name, settings };
  beginRun(session, beginning, { limits: recorded.limits });
  if (!state.declarations.has(declaration.hash)) {
    const entry = { type: "declaration", ...declaration } as const;
    fold(state, { ...journal.append(entry), ...entry });
  }
  const taken = takenEntry(commit, declaration.hash, recorded);
  fold(state, { ...journal.append(taken), ...taken });
  journal.append({ type: "result", outcome: "done" });
  journal.commit();
  return [...recorded.instances.keys()];
}

function recordedAt({ store }: Session, commit: ObjectId): Deployment {
  const recorded = deploymentIn(Tree.at(store.objects, commitAt(store.objects, commit).tree));
  if (isAtRest(recorded)) return recorded;
  throw refused(
    "What is recorded stands in the middle of a run",
    "Let whoever began the run bring it to its end, and push; then pull.",
  );
}

/** @throws MadeusError  `MADEUS_NOT_ADOPTABLE` where the file lacks the type of one, or a place of it */
function componentsOf(
  recorded: Deployment,
  { assembly, loaded }: Wish,
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
  { instances, connections }: Deployment,
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
  };
}

const refused = (what: string, hint: string): MadeusError =>
  new MadeusError("MADEUS_NOT_ADOPTABLE", `${what}.`, { hint });
