/** What tokens lack: on their places, on docks, on transitions; those of one instance together; and what a withdrawal lacks. */
import { type Configuration, failed, lost, none, running, unknown } from "./configuration.ts";
import { entryOf, isClear, isJoined, isKept, isMissed, isServed } from "./enabled.ts";
import { type Lack, type Question, nameOf, portOf, portText } from "./lack.ts";
import { lacksOfService, usersOf } from "./lack-port.ts";
import type { Edge, Station } from "./lifecycle.ts";
import { isAtWork } from "./marking.ts";
import { withdrawalBlocked } from "./withdraw.ts";

/** All that the tokens of an instance lack, and its withdrawal; empty where it is idle or can move. */
export function lacksOfInstance(c: Configuration, instance: number): readonly Lack[] {
  const life = c.life(instance);
  const places = life.places.flatMap((_, place) => lacksOfPlace(c, instance, place));
  const moving = life.transitions.flatMap((edge, t) =>
    c.mark(instance, edge.out) !== none || c.mark(instance, edge.on) !== none
      ? lacksOfTransition(c, instance, t)
      : [],
  );
  const joining = life.stations.flatMap((_, s) => lacksOfStation(c, instance, s));
  return [...lacksOfWithdrawal(c, instance), ...joining, ...places, ...moving];
}

/** What the token on a place lacks, or that of the transition whose slot `on` is given, wherever it is. */
export function lacksOfToken(c: Configuration, instance: number, slot: number): readonly Lack[] {
  const life = c.life(instance);
  if (slot < life.places.length) return lacksOfPlace(c, instance, slot);
  const t = life.transitions.findIndex(({ on }) => on === slot);
  const dock = life.transitions[t]?.docks.find((d) => isOnDock(c, instance, d));
  return dock === undefined
    ? lacksOfTransition(c, instance, t)
    : lacksOfStation(c, instance, life.docks[dock]?.station ?? 0);
}

/** What impairs a provide: the places of its group that are lost, the actions in it whose end is bad or not known. */
export function lacksOfHarm(c: Configuration, instance: number, provide: number): readonly Lack[] {
  const life = c.life(instance);
  const group = life.ports[provide]?.group ?? [];
  const name = nameOf(c, instance);
  const places = life.places.filter((_, p) => group.includes(p) && c.mark(instance, p) === lost);
  return [
    ...places.map((place): Lack => {
      const text = `${name} is no longer ${place}`;
      return { kind: "lost", instance: name, element: place, text, ask: [] };
    }),
    ...life.transitions.flatMap((edge, t) =>
      group.includes(edge.on) && c.mark(instance, edge.on) > running
        ? lacksOfTransition(c, instance, t)
        : [],
    ),
  ];
}

/** Why a withdrawal that was asked for is not made. */
export function lacksOfWithdrawal(c: Configuration, instance: number): readonly Lack[] {
  if (!c.withdrawals.has(instance)) return [];
  const life = c.life(instance);
  const name = nameOf(c, instance);
  const who = `the withdrawal of ${name}`;
  const waits = (element: string | undefined, text: string, ask: Lack["ask"]): Lack => ({
    kind: "waits",
    instance: name,
    element,
    text: `${who} waits: ${text}`,
    ask,
  });
  const atWork = life.transitions.filter(({ on }) => isAtWork(c.mark(instance, on)));
  if (atWork.length > 0)
    return atWork.map((edge) =>
      waits(edge.name, `${name}.${edge.name} has not ended`, [tokenOf(instance, edge)]),
    );
  const blocked = withdrawalBlocked(c, instance);
  if (blocked === undefined) return [];
  if ("place" in blocked) {
    const place = life.places[blocked.place];
    const text = `${name} cannot go back to ${place}: another token is there`;
    return [{ kind: "never", instance: name, element: place, text, ask: [] }];
  }
  if (life.ports[blocked.port]?.side === "use")
    return lacksOfService(c, instance, blocked.port, { element: undefined, text: who });
  const text = `${portText(c, instance, blocked.port)} is in use`;
  return [waits(portOf(c, instance, blocked.port), text, usersOf(c, instance, blocked.port))];
}

/** A token that its behavior moves away from a place, and may not. */
function lacksOfPlace(c: Configuration, instance: number, place: number): readonly Lack[] {
  const life = c.life(instance);
  const departure = c.departure(instance, place);
  if (departure === undefined || c.mark(instance, place) === none) return [];
  const name = nameOf(c, instance);
  const at = life.places[place];
  const waits = (text: string, ask: Lack["ask"]): Lack => ({
    kind: "waits",
    instance: name,
    element: at,
    text: `${name} may not leave ${at}: ${text}`,
    ask,
  });
  if (c.withdrawals.has(instance))
    return [waits("it is to be withdrawn", [withdrawalOf(instance)])];
  const before = departure.transitions.filter((t) => !isClear(c, instance, t));
  const kept = departure.provides.filter((q) => isKept(c, instance, q));
  return [
    ...before.flatMap((t) => {
      const edge = life.transitions[t];
      const text = `the token before it is still on ${edge?.name}`;
      return edge === undefined ? [] : [waits(text, [tokenOf(instance, edge)])];
    }),
    ...kept.map((q) => waits(`${portText(c, instance, q)} is in use`, usersOf(c, instance, q))),
  ];
}

/** A token on an output dock, or on the transition itself. */
function lacksOfTransition(c: Configuration, instance: number, t: number): readonly Lack[] {
  const edge = c.life(instance).transitions[t];
  if (edge === undefined) return [];
  const at = `${nameOf(c, instance)}.${edge.name}`;
  const about = { instance: nameOf(c, instance), element: edge.name };
  const cause = (kind: Lack["kind"], text: string): readonly Lack[] => [
    { ...about, kind, text, ask: [] },
  ];
  const mark = c.mark(instance, edge.on);
  if (mark === running) return cause("running", `${at} is running`);
  const failure = c.failure(instance, edge.on)?.message;
  if (mark === unknown) {
    const behind = failure === undefined ? "" : `: ${failure}`;
    return cause("unknown", `whether ${at} has ended is not known${behind}`);
  }
  if (mark === failed) return cause("failed", `${at} failed: ${failure}`);
  if (c.mark(instance, edge.out) === none) return [];
  if (c.withdrawals.has(instance)) {
    const text = `${at} does not start: ${about.instance} is to be withdrawn`;
    return [{ ...about, kind: "waits", text, ask: [withdrawalOf(instance)] }];
  }
  const unserved = edge.uses.filter((use) => !isServed(c, instance, use));
  if (unserved.length === 0)
    return c.stopped ? cause("stopped", `${at} does not start: the run is stopping`) : [];
  return unserved.flatMap((use) => lacksOfService(c, instance, use, { ...about, text: at }));
}

/** Tokens on the docks of a station that lack the others, or a service. */
function lacksOfStation(c: Configuration, instance: number, s: number): readonly Lack[] {
  const life = c.life(instance);
  const station = life.stations[s];
  if (station === undefined || !station.docks.some((d) => isOnDock(c, instance, d))) return [];
  const text = `${nameOf(c, instance)} before ${station.name}`;
  if (isJoined(c, instance, s)) {
    const missed = station.gains[entryOf(c, instance, s)].filter((q) => isMissed(c, instance, q));
    const who = { element: station.name, text };
    return missed.flatMap((use) => lacksOfService(c, instance, use, who));
  }
  return station.docks
    .filter((d) => !isOnDock(c, instance, d))
    .map((d) => lackOfArrival(c, instance, station, life.docks[d]?.transition ?? 0));
}

/** A station awaits a transition: its token may still come, or has gone elsewhere. */
function lackOfArrival(c: Configuration, instance: number, station: Station, t: number): Lack {
  const edge = c.life(instance).transitions[t];
  const name = nameOf(c, instance);
  const text = `${name} before ${station.name} waits for ${name}.${edge?.name}`;
  const coming = edge === undefined ? [] : tokensBefore(c, instance, edge);
  return coming.length === 0
    ? {
        kind: "chosen-otherwise",
        instance: name,
        element: station.name,
        text: `${text}, which will not come`,
        ask: [],
      }
    : { kind: "waits", instance: name, element: station.name, text, ask: coming };
}

/** The tokens that may still pass through a transition, its own included, each as a question. */
function tokensBefore(c: Configuration, instance: number, awaited: Edge): readonly Question[] {
  const life = c.life(instance);
  if (c.mark(instance, awaited.out) !== none || c.mark(instance, awaited.on) !== none)
    return [tokenOf(instance, awaited)];
  if (awaited.docks.some((d) => isOnDock(c, instance, d))) return [];
  const slots = new Set<number>();
  const places = new Set([awaited.source]);
  for (const place of places) {
    if (c.mark(instance, place) !== none) slots.add(place);
    for (const edge of life.transitions) {
      const ends = edge.docks.filter(
        (d) => life.stations[life.docks[d]?.station ?? 0]?.place === place,
      );
      if (edge.behavior !== awaited.behavior || ends.length === 0) continue;
      places.add(edge.source);
      const isOnItsWay = c.mark(instance, edge.out) !== none || c.mark(instance, edge.on) !== none;
      if (isOnItsWay || ends.some((d) => isOnDock(c, instance, d))) slots.add(edge.on);
    }
  }
  return [...slots].map((index) => ({ about: "token", instance, index }));
}

const isOnDock = (c: Configuration, instance: number, dock: number): boolean =>
  c.mark(instance, c.life(instance).docks[dock]?.slot ?? 0) !== none;
const tokenOf = (instance: number, { on }: Edge): Question => ({
  about: "token",
  instance,
  index: on,
});
const withdrawalOf = (instance: number): Question => ({ about: "withdrawal", instance, index: 0 });
