/** What a file wants of what stands: where each instance is to be, and what is different, in words. */
import type { State } from "../engine/fold.ts";
import type { Assembly } from "../model/assembly.ts";
import type { AnyComponent } from "../model/component.ts";
import { withArticle } from "../model/name.ts";
import { connections, portText } from "../model/program.ts";
import { lostPlaces } from "../net/plan/repair.ts";
import { type Wanted, type WantedInstance, goalOf, systemOf } from "../net/plan/system.ts";
import { interfaceOf } from "../net/plan/interface.ts";
import { routeOf } from "../net/plan/route.ts";
import { textOf } from "../net/plan/wires.ts";
import type { Wiring } from "../semantics/assembled.ts";
import { lifecycle } from "../semantics/lifecycle.ts";
import { componentVersion, isDeclared } from "../store/component-version.ts";
import { describeComponent } from "../store/declaration.ts";

/** What is different, in words; `to` says how it is brought about. */
export interface Discrepancy {
  readonly what:
    | "added"
    | "removed"
    | "changed"
    | "moved"
    | "replaced"
    | "wired"
    | "unwired"
    | "behind"
    | "stands"
    | "under way"
    | "value"
    | "lost";
  /** An instance, `web.database=db.sql`, or of a value its port, `db.address`. */
  readonly name: string;
  readonly text: string;
}
/** What is wanted: some instances of an assembly. */
export interface Order {
  readonly assembly: Assembly;
  readonly instances: readonly string[];
  /** Replicas are changed together, not one after the other. */
  readonly atOnce?: boolean | undefined;
}

/** O(instances + connections). */
export function wantedOf(
  state: State,
  { assembly, instances }: Order,
): { readonly wanted: Wanted; readonly differences: readonly Discrepancy[] } {
  const { configuration: c } = state;
  const { components } = assembly;
  const isWhole = instances.length === Object.keys(components).length;
  const asked = new Set(instances);
  const wanted = new Map<string, WantedInstance>();
  const differences: Discrepancy[] = [];
  for (const name of instances) {
    const component = components[name] as AnyComponent;
    const on = Object.hasOwn(assembly.on, name) ? assembly.on[name] : undefined;
    const one = wantedInstance(state, name, { component, on });
    wanted.set(name, one.wanted);
    if (one.difference !== undefined) differences.push(one.difference);
  }
  for (const number of c.all()) {
    const name = c.names[number] ?? "";
    if (asked.has(name)) continue;
    if (isWhole) differences.push(removal(name));
    else wanted.set(name, { component: c.life(number).component, places: c.placesOf(number) });
  }
  const now = systemOf(c).connections;
  const declared = connections(assembly);
  const kept = isWhole ? [] : now.filter(({ use }) => !asked.has(use.instance));
  const wires = [...kept, ...declared.filter(({ use }) => asked.has(use.instance))];
  return {
    wanted: { instances: wanted, connections: wires },
    differences: [...differences, ...rewired(now, wires, new Set(differences.map((d) => d.name)))],
  };
}

interface Declared {
  readonly component: AnyComponent;
  readonly on: string | undefined;
}

function wantedInstance(
  state: State,
  name: string,
  declared: Declared,
): { readonly wanted: WantedInstance; readonly difference?: Discrepancy } {
  const { configuration: c, versions } = state;
  const { component, on } = declared;
  const number = c.number(name);
  if (number === undefined) return { wanted: declared, difference: addition(name, component) };
  const before = c.life(number).component.name as string;
  const host = state.on.get(name);
  const anew = { ...declared, anew: true };
  if (before !== component.name) {
    const text = `was ${withArticle(before)} and is to be ${withArticle(component.name)}: it is taken away and comes anew`;
    return { wanted: anew, difference: { what: "replaced", name, text } };
  }
  if (host !== on) {
    const text = `goes from ${host ?? "this machine"} to ${on ?? "this machine"}: it is taken away and comes anew`;
    return { wanted: anew, difference: { what: "moved", name, text } };
  }
  const version = versions.get(name);
  if (version !== undefined && version !== componentVersion(describeComponent(component)))
    return changed(state, name, declared);
  const life = lifecycle(component);
  const places = c.placesOf(number);
  const renew = lostPlaces(c, number);
  if (renew.length > 0) {
    const text = `is no longer ${renew.map((place) => life.places[place]).join(" and ")}: it is brought back`;
    return { wanted: { ...declared, renew }, difference: { what: "lost", name, text } };
  }
  if (goalOf(life, places, {}).join() === places.join()) return { wanted: declared };
  const text = `is at ${places.map((place) => life.places[place]).join(" and ")}: deploy leads it on`;
  return { wanted: declared, difference: { what: "behind", name, text } };
}

/** By `update`, where that leads back to where `deploy` does; else it is made anew. */
function changed(
  { configuration: c, versions }: State,
  name: string,
  declared: Declared,
): { readonly wanted: WantedInstance; readonly difference: Discrepancy } {
  const { component } = declared;
  const life = lifecycle(component);
  const places = c.placesOf(c.number(name) ?? 0);
  const via = life.behaviors.indexOf("update");
  const renew = lostPlaces(c, c.number(name) ?? 0);
  const errand = { from: places, to: goalOf(life, places, {}), via, renew: new Set(renew) };
  const how = changeText(versions.get(name) ?? "", component.version);
  if (via >= 0 && routeOf(interfaceOf(life), errand) !== undefined)
    return {
      wanted: { ...declared, via: "update", renew },
      difference: { what: "changed", name, text: `${how}: update brings it there` },
    };
  return {
    wanted: { ...declared, anew: true },
    difference: { what: "changed", name, text: `${how}: it is taken away and comes anew` },
  };
}

function changeText(was: string, is: string | undefined): string {
  if (is === undefined) return "the actions of its component have changed";
  return isDeclared(was) ? `version ${was} is to be ${is}` : `it is to be version ${is}`;
}

export const addition = (name: string, component: AnyComponent | undefined): Discrepancy => ({
  what: "added",
  name,
  text: `comes, ${withArticle(component?.name ?? "")}`,
});

const removal = (name: string): Discrepancy => ({
  what: "removed",
  name,
  text: "is no longer declared: it is taken away",
});

/** Connections of instances that are there before and after. */
function rewired(
  now: readonly Wiring[],
  wanted: readonly Wiring[],
  told: ReadonlySet<string>,
): readonly Discrepancy[] {
  const [is, shall] = [new Set(now.map(textOf)), new Set(wanted.map(textOf))];
  const isNews = ({ use }: Wiring): boolean => !told.has(use.instance);
  const difference = (what: "wired" | "unwired", one: Wiring): Discrepancy => {
    const [use, provide] = [portText(one.use), portText(one.provide)];
    const text =
      what === "wired" ? `${use} is to use ${provide}` : `${use} is to let go of ${provide}`;
    return { what, name: textOf(one), text };
  };
  return [
    ...now
      .filter((one) => !shall.has(textOf(one)) && isNews(one))
      .map((one) => difference("unwired", one)),
    ...wanted
      .filter((one) => !is.has(textOf(one)) && isNews(one))
      .map((one) => difference("wired", one)),
  ];
}
