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
  /** Those of them that nobody named: where they stand already, they are left as they are. */
  readonly needed?: ReadonlyMap<string, string> | undefined;
  /** Replicas are changed together, not one after the other. */
  readonly atOnce?: boolean | undefined;
  /** Instance → what its steps would change: it is not as it is declared. */
  readonly differing?: ReadonlyMap<string, string> | undefined;
}

/** Without those that are only needed, and stand where `deploy` leads. O(instances). */
export const namedIn = (
  { configuration: c }: Pick<State, "configuration">,
  { instances, needed = new Map() }: Pick<Order, "instances" | "needed">,
): readonly string[] =>
  instances.filter((name) => {
    const number = c.number(name);
    if (number === undefined || !needed.has(name) || lostPlaces(c, number).length > 0) return true;
    const places = c.placesOf(number);
    return goalOf(c.life(number), places, {}).join() !== places.join();
  });

/** O(instances + connections). */
export function wantedOf(
  state: State,
  { assembly, instances, differing = new Map() }: Order,
): {
  readonly wanted: Wanted;
  readonly differences: readonly Discrepancy[];
  /** Those that nothing puts right. */
  readonly beyond: readonly Discrepancy[];
} {
  const { configuration: c } = state;
  const { components } = assembly;
  const isWhole = instances.length === Object.keys(components).length;
  const asked = new Set(instances);
  const wanted = new Map<string, WantedInstance>();
  const differences: Discrepancy[] = [];
  const beyond: Discrepancy[] = [];
  for (const name of instances) {
    const component = components[name] as AnyComponent;
    const on = Object.hasOwn(assembly.on, name) ? assembly.on[name] : undefined;
    const one = wantedInstance(state, name, { component, on, differs: differing.get(name) });
    wanted.set(name, one.wanted);
    if (one.difference === undefined) continue;
    (one.isBeyond === true ? beyond : differences).push(one.difference);
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
    beyond,
  };
}

interface Declared {
  readonly component: AnyComponent;
  readonly on: string | undefined;
  /** What its steps would change. */
  readonly differs?: string | undefined;
}
interface WantedOne {
  readonly wanted: WantedInstance;
  readonly difference?: Discrepancy;
  /** Nothing puts it right. */
  readonly isBeyond?: true;
}

function wantedInstance(state: State, name: string, { differs, ...declared }: Declared): WantedOne {
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
  if (goalOf(life, places, {}).join() === places.join())
    return differs === undefined ? { wanted: declared } : corrected(state, name, declared, differs);
  const text = `is at ${places.map((place) => life.places[place]).join(" and ")}: deploy leads it on`;
  return { wanted: declared, difference: { what: "behind", name, text } };
}

/** By `update`, where that leads back to where `deploy` does; else it is made anew. */
function changed(state: State, name: string, declared: Declared): WantedOne {
  const how = changeText(state.versions.get(name) ?? "", declared.component.version);
  return (
    updated(state, name, declared, how) ?? {
      wanted: { ...declared, anew: true },
      difference: { what: "changed", name, text: `${how}: it is taken away and comes anew` },
    }
  );
}

/** Likewise; but it is the same thing still, so that it is not taken away for that. */
function corrected(state: State, name: string, declared: Declared, differs: string): WantedOne {
  const text = `${differs}, and it stays so: no behavior update leads it to deploy again`;
  return (
    updated(state, name, declared, differs) ?? {
      wanted: declared,
      difference: { what: "changed", name, text },
      isBeyond: true,
    }
  );
}

function updated(
  { configuration: c }: State,
  name: string,
  declared: Declared,
  how: string,
): WantedOne | undefined {
  const life = lifecycle(declared.component);
  const number = c.number(name) ?? 0;
  const places = c.placesOf(number);
  const via = life.behaviors.indexOf("update");
  const renew = lostPlaces(c, number);
  const errand = { from: places, to: goalOf(life, places, {}), via, renew: new Set(renew) };
  if (via < 0 || routeOf(interfaceOf(life), errand) === undefined) return undefined;
  return {
    wanted: { ...declared, via: "update", renew },
    difference: { what: "changed", name, text: `${how}: update brings it there` },
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
