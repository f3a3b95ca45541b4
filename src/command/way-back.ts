/** The way back from where a run has come to: by tokens, and to the versions that instances were made from. */
import type { State } from "../engine/fold.ts";
import type { AnyComponent } from "../model/component.ts";
import { goalOf } from "../net/plan/system.ts";
import { interfaceOf } from "../net/plan/interface.ts";
import { type Retreat, retreat } from "../net/plan/retreat.ts";
import { routeOf } from "../net/plan/route.ts";
import { advance } from "../semantics/advance.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { lifecycle } from "../semantics/lifecycle.ts";
import { componentVersion, isDeclared } from "../store/component-version.ts";
import { describeComponent } from "../store/declaration.ts";
import type { Past } from "./former.ts";

type Standing = Pick<State, "configuration" | "tasks" | "versions" | "catalog" | "on">;

/** What leads back to `past` if what is at work is ended; it is not begun. @param state  under the types of the file; it stays as it is */
export function wayBack(state: Standing, past: Past): Retreat {
  if (!past.isAtRest) return noWay(["it was not at rest before either"]);
  const { brings, obstacles } = formerVersions(state, past);
  if (obstacles.length > 0) return noWay(obstacles);
  const c = state.configuration.clone();
  for (const { instance, transition, state: how } of state.tasks.values())
    if (how !== "failed") advance(c, { type: "failed", instance, transition, error: givenUp });
  return retreat(c, { ...past, brings }, state.on);
}
const givenUp = { code: "MADEUS_INTERRUPTED", message: "it was given up" };

const noWay = (obstacles: readonly string[]): Retreat => ({
  withdrawn: [],
  instructions: [],
  obstacles,
});

/** Who has to be brought to another version again, and how; and who cannot be, for the file does not have that version. */
function formerVersions(
  { configuration: c, versions, catalog }: Standing,
  past: Past,
): {
  readonly brings: ReadonlyMap<string, "update" | "anew">;
  readonly obstacles: readonly string[];
} {
  const brings = new Map<string, "update" | "anew">();
  const obstacles: string[] = [];
  for (const [name, { life: before, places }] of past.system.instances) {
    const was = past.versions.get(name);
    const component = catalog.find(before.component.name, name);
    if (was === undefined || component === undefined) continue;
    const number = c.number(name);
    const isThere = number !== undefined && !isBack(c, number, places);
    if (isThere && versions.get(name) === was) continue;
    if (componentVersion(describeComponent(component)) !== was) obstacles.push(lost(name, was));
    else if (isThere) brings.set(name, bringing(component));
  }
  return { brings, obstacles };
}

/** How an instance is brought to another version: by `update`, where that leads back to where `deploy` does, else anew. */
export function bringing(component: AnyComponent): "update" | "anew" {
  const life = lifecycle(component);
  const via = life.behaviors.indexOf("update");
  const from = goalOf(life, [life.initial], {});
  const isUpdated = via >= 0 && routeOf(interfaceOf(life), { from, to: from, via }) !== undefined;
  return isUpdated ? "update" : "anew";
}

/** Is it where it would have to begin anew? */
function isBack(c: Configuration, instance: number, before: readonly number[]): boolean {
  const { initial } = c.life(instance);
  return c.mark(instance, initial) !== 0 && !before.includes(initial);
}

const lost = (name: string, was: string): string =>
  isDeclared(was)
    ? `${name} was version ${was}, and the file has another one`
    : `${name} was made by other actions than the file has now`;
