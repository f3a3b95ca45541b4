/** A deployment of a commit as planners and rehearsals need it: under component types that are known here. */
import { State } from "../engine/fold.ts";
import type { AnyComponent } from "../model/component.ts";
import { withArticle } from "../model/name.ts";
import type { Stance } from "../net/plan/system.ts";
import { lifecycle } from "../semantics/lifecycle.ts";
import { type Resting, restored, valuesByPort } from "../semantics/restored.ts";
import { componentVersion } from "../store/component-version.ts";
import {
  type ComponentDescription,
  type Declaration,
  describedType,
  skeleton,
} from "../store/declaration.ts";
import { type DeployedInstance, type Deployment, isAtRest } from "../store/deployment.ts";
import type { Catalog } from "../store/catalog.ts";
import type { Past } from "./former.ts";

/** Finds the type of an instance; undefined: nobody knows it any more. */
export type FindType = (name: string, one: DeployedInstance) => AnyComponent | undefined;

/** Under the types of a file. */
export const findIn =
  (catalog: Catalog): FindType =>
  (name, { type }) =>
    catalog.find(type, name);

/** Under the types that the runs pinned: of the version that the instance has, else as it was declared last. They have no code. */
export function findPinned(declarations: Iterable<Declaration>): FindType {
  const latestFirst = [...declarations].toReversed();
  const known = new Map<ComponentDescription, AnyComponent>();
  const bare = (description: ComponentDescription): AnyComponent => {
    const component = known.get(description) ?? skeleton(description);
    known.set(description, component);
    return component;
  };
  return (name, { type, version }) => {
    const all = latestFirst.flatMap((one) => describedType(one, type, name) ?? []);
    const found = all.find((one) => componentVersion(one) === version) ?? all[0];
    return found === undefined ? undefined : bare(found);
  };
}

/** The first of these that knows it. */
export const findFirst =
  (...finds: readonly FindType[]): FindType =>
  (name, one) => {
    for (const find of finds) {
      const found = find(name, one);
      if (found !== undefined) return found;
    }
    return undefined;
  };

/**
 * How things stood, for one who is to go back there.
 *
 * @param catalog  the types of what may have to come again, with their actions
 * @returns with `strange`, why it cannot be told how they stood, a sentence each
 */
export function pastOf(
  deployment: Deployment,
  find: FindType,
  catalog: Catalog,
): { readonly past: Past; readonly strange: string[] } {
  const stances = new Map<string, Stance>();
  const strange: string[] = [];
  for (const [name, one] of deployment.instances) {
    const stance = stanceOf(find(name, one), one);
    if (typeof stance === "string") strange.push(`${name} ${stance}`);
    else stances.set(name, stance);
  }
  const past: Past = {
    system: { instances: stances, connections: deployment.connections },
    on: fieldOf(deployment, "host"),
    versions: fieldOf(deployment, "version"),
    isAtRest: isAtRest(deployment),
    typeOf: (component, instance) => catalog.find(component, instance),
  };
  return { past, strange };
}

/**
 * A state that is as the deployment was; its journal is nowhere.
 *
 * @param deployment  at rest
 */
export function stateOf(deployment: Deployment, find: FindType, catalog: Catalog): State {
  const resting = new Map<string, Resting>();
  for (const [name, one] of deployment.instances) {
    const component = find(name, one);
    const stance = stanceOf(component, one);
    if (typeof stance === "string") continue;
    const { life, places } = stance;
    const lost = one.lost.map((place) => life.places.indexOf(place));
    resting.set(name, { life, places, lost, values: valuesByPort(life, one.values) });
  }
  const state = new State(catalog);
  state.configuration = restored(resting, deployment.connections);
  state.home = deployment.home;
  for (const [name, host] of fieldOf(deployment, "host")) state.on.set(name, host);
  for (const [name, version] of fieldOf(deployment, "version")) state.versions.set(name, version);
  return state;
}

/** Or why not, as the end of a sentence. */
function stanceOf(
  component: AnyComponent | undefined,
  { type, places }: DeployedInstance,
): Stance | string {
  if (component === undefined) return `was ${withArticle(type)}, which is not known here`;
  const life = lifecycle(component);
  const strange = places.find((place) => !life.places.includes(place));
  if (strange !== undefined) return `stood at ${strange}, which ${type} has no longer`;
  const numbers = places.map((place) => life.places.indexOf(place));
  return { life, places: numbers.sort((a, z) => a - z) };
}

function fieldOf({ instances }: Deployment, field: "host" | "version"): Map<string, string> {
  const known = [...instances].flatMap(([name, one]) => {
    const value = one[field];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Map(known);
}
