/** What one instance does in a change, and where it stops on its way so that others can go on. */
import { type Lifecycle, lifecycle } from "../../semantics/lifecycle.ts";
import type { Slots } from "../translate/outcome.ts";
import { interfaceOf, isHeldAt } from "./interface.ts";
import { type Passage, endsIn, takesIn } from "./passage.ts";
import { routeOf } from "./route.ts";
import { type System, type Wanted, type WantedInstance, goalOf } from "./system.ts";

export interface Leg {
  readonly name: string;
  /** It stays (and may step aside meanwhile), comes, goes, or goes and comes again. */
  readonly kind: "stays" | "comes" | "goes" | "anew";
  /** The type that it has now, and the one that it has then: the same where it stays. */
  readonly life: Lifecycle;
  readonly next: Lifecycle;
  readonly wanted: WantedInstance | undefined;
  readonly places: Slots;
  readonly goal: Slots;
  /** A behavior that it is to pass. */
  via: number | undefined;
  /** Uses that it has to let go of, all at one stand. */
  readonly release: Set<number>;
  /** Uses whose providers go away, and that it lets go of on its way anyway. */
  readonly sheds: Set<number>;
  /** Uses that get a further connection. */
  readonly gains: Set<number>;
  /** It stops on its way, and is asked for the rest when everybody else has stopped. */
  halts: boolean;
  /** Its passages under the type that it has now, and how many of them lead to where it may halt. */
  way: readonly Passage[];
  letGo: number;
  /** Those that lead it on when it has been added. */
  coming: readonly Passage[];
}

/** @param isItsTurn  to be made anew, if that is wanted of it; until then it stays where it is, and does so afterwards */
export function legOf(name: string, now: System, wanted: Wanted, isItsTurn: boolean): Leg {
  const there = now.instances.get(name);
  const one = wanted.instances.get(name);
  const next = one === undefined ? undefined : lifecycle(one.component);
  const life = there?.life ?? next;
  if (life === undefined) throw new RangeError(`${name} is nowhere`);
  const kind =
    there === undefined
      ? "comes"
      : one === undefined
        ? "goes"
        : one.anew === true && isItsTurn
          ? "anew"
          : "stays";
  const places = there?.places ?? [life.initial];
  const stays = one?.anew === true ? places : goalOf(life, places, one ?? {});
  const goal = kind === "stays" ? stays : [life.initial];
  return {
    name,
    kind,
    life,
    next: kind === "stays" ? life : (next ?? life),
    wanted: one,
    places,
    goal,
    via: undefined,
    release: new Set(),
    sheds: new Set(),
    gains: new Set(),
    halts: false,
    way: [],
    letGo: 0,
    coming: [],
  };
}

/** Finds its way; what keeps it from it in words, if anything does. */
export function lead(leg: Leg): string | undefined {
  const { name, kind, life, next, wanted, places, goal, via, release } = leg;
  if (kind !== "comes") {
    const renew = new Set(kind === "stays" ? wanted?.renew : []);
    const route = routeOf(interfaceOf(life), { from: places, to: goal, via, release, renew });
    if (route === undefined) return obstacle(leg);
    leg.way = route.passages;
    leg.letGo = route.letGo;
    if (leg.gains.size > 0) haltToGain(leg);
  }
  if (kind !== "comes" && kind !== "anew") return undefined;
  const begin = [next.initial];
  const to = goalOf(next, begin, wanted ?? {});
  const route = routeOf(interfaceOf(next), { from: begin, to });
  if (route === undefined)
    return `no behavior of ${name} leads from ${at(next, begin)} to ${at(next, to)}`;
  leg.coming = route.passages;
  return undefined;
}

/** What moves takes what it gains before it goes on, if it ever stands where it does not hold on to the port. */
function haltToGain(leg: Leg): void {
  const { life, way, letGo, gains } = leg;
  for (let k = letGo; k <= way.length; k++) {
    if ([...gains].some((port) => isHeldAt(life, port, standAfter(leg, k)))) continue;
    leg.letGo = k;
    leg.halts = true;
    return;
  }
}

/** How many passages it takes until it has let go of all that is in the way of others. */
export const lettingGo = ({ letGo, sheds, way }: Leg): number =>
  [...sheds]
    .map((port) => 1 + way.findIndex((one) => endsIn(one, port)))
    .reduce((most, passages) => Math.max(most, passages), letGo);

/** What is asked of it before all have stopped, and after that. Where it has let go it goes on as far as it takes nothing. */
export function halvesOf(leg: Leg): {
  readonly first: readonly Passage[];
  readonly second: readonly Passage[];
} {
  const { kind, way, coming } = leg;
  if (kind === "comes" || kind === "anew" || kind === "goes") return { first: way, second: coming };
  const split = leg.halts ? splitOf(leg) : way.length;
  return { first: way.slice(0, split), second: way.slice(split) };
}

/** Where it stands between the two. */
export const haltOf = (leg: Leg): Slots => standAfter(leg, halvesOf(leg).first.length);

/** Where it stands in the end. */
export const endOf = ({ kind, places, way, next, coming }: Leg): Slots =>
  kind === "stays" ? (way.at(-1)?.to ?? places) : (coming.at(-1)?.to ?? [next.initial]);

function splitOf(leg: Leg): number {
  const { life, way, release, gains } = leg;
  const isTaken = (passage: Passage): boolean =>
    life.ports.some(
      ({ side, kind }, port) =>
        side === "use" &&
        (kind === "service" || release.has(port) || gains.has(port)) &&
        takesIn(passage, port),
    );
  let split = lettingGo(leg);
  for (let next = way[split]; next !== undefined && !isTaken(next); next = way[split]) split++;
  return split;
}

const standAfter = ({ way, places }: Leg, passages: number): Slots =>
  way[passages - 1]?.to ?? places;

export const isAsked = ({ way, coming }: Leg): boolean => way.length > 0 || coming.length > 0;

function obstacle({ name, life, places, goal, via, release }: Leg): string {
  const held = [...release].filter((port) => isHeldAt(life, port, places));
  const ports = held.map((port) => `${name}.${life.ports[port]?.name}`);
  const letting = ports.length === 0 ? "" : ` and lets go of ${ports.join(" and ")} on the way`;
  const passing = via === undefined ? "" : ` by ${life.behaviors[via]}`;
  return places.join() === goal.join()
    ? `no behavior of ${name} leads from ${at(life, places)}${passing} and back${letting}`
    : `no behavior of ${name} leads from ${at(life, places)} to ${at(life, goal)}${passing}${letting}`;
}

const at = (life: Lifecycle, slots: Slots): string =>
  slots.map((place) => life.places[place]).join(" and ");
