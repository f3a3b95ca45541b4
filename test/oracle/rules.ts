/**
 * The rules of sections 3 and 4 that move the tokens of one instance.
 *
 * Each gives the state after it, or undefined where its guard does not hold.
 */
import { type Spot, awaited, edge, leaving, placeOf, providePorts, usePorts } from "./anatomy.ts";
import { gainsOnlyServed, losesOnlyUnused, readable, served, useActive } from "./ports.ts";
import {
  type Instance,
  type State,
  type Token,
  type Version,
  active,
  held,
  instanceOf,
  tokenAt,
  tokenOf,
  tokenOnPlace,
  withInstance,
} from "./state.ts";

/** Place → output docks of all its transitions in the active behavior. */
export function leave(state: State, name: string, place: string): State | undefined {
  const instance = instanceOf(state, name);
  const token = tokenOnPlace(instance, place);
  const next = leaving(instance.type, active(instance), place);
  if (token === undefined || next.length === 0 || instance.withdrawal !== undefined)
    return undefined;
  if (next.some((transition) => tokenOf(instance, transition.name) !== undefined)) return undefined;
  const past = { was: "left", place, before: token.past } as const;
  const weight = token.weight / next.length;
  const forked = next.map(
    (transition): Token => ({ at: { on: "output", transition: transition.name }, weight, past }),
  );
  const after = {
    ...instance,
    tokens: [...instance.tokens.filter((other) => other !== token), ...forked],
    lost: instance.lost.filter((other) => other !== place),
  };
  return losesOnlyUnused(state, name, after) ? withInstance(state, name, after) : undefined;
}

/** Output dock → transition: its action starts. */
export function fire(state: State, name: string, transition: string): State | undefined {
  const instance = instanceOf(state, name);
  const token = tokenAt(instance, { on: "output", transition });
  if (token === undefined || state.stopped || instance.withdrawal !== undefined) return undefined;
  const named = usePorts(instance.type).filter((use) => use.in.includes(transition));
  const ready = named.every((use) =>
    use.kind === "data"
      ? readable(state, name, use)
      : served(state, name, use, !useActive(instance, use.port)),
  );
  const after = moved(instance, token, { on: "transition", transition, status: "running" });
  return ready ? withInstance(state, name, after) : undefined;
}

/** Running → input dock of the chosen station, with the values that the action gave. */
export const end = (
  state: State,
  name: string,
  transition: string,
  station: string,
  gives: readonly string[],
): State | undefined => arrive(state, name, transition, station, gives, ["running"]);

/** The operator takes a transition that did not end well as ended. */
export const skip = (
  state: State,
  name: string,
  transition: string,
  station: string,
  gives: readonly string[],
): State | undefined => arrive(state, name, transition, station, gives, ["failed", "unknown"]);

function arrive(
  state: State,
  name: string,
  transition: string,
  station: string,
  gives: readonly string[],
  from: readonly string[],
): State | undefined {
  const instance = instanceOf(state, name);
  const token = tokenOf(instance, transition);
  if (token?.at.on !== "transition" || !from.includes(token.at.status)) return undefined;
  if (!edge(instance.type, transition).stations.includes(station)) return undefined;
  const after = moved(instance, token, { on: "input", transition, station });
  const values = gives.reduce(give, instance.values);
  return withInstance(state, name, { ...after, values });
}

type Values = Readonly<Record<string, Version>>;

const give = (values: Values, port: string): Values => {
  const version = values[port] ?? 0;
  return { ...values, [port]: version === 0 ? 0 : version + 1 };
};

/** Input docks of a station → its place. */
export function enter(state: State, name: string, station: string): State | undefined {
  const after = entered(state, name, station);
  const missing = after !== undefined && lacksValue(after, placeOf(station));
  return after === undefined || missing ? undefined : withInstance(state, name, after);
}

/** What arrived enters a place of a data port that was never given a value: it fails instead. */
export function ungiven(state: State, name: string, station: string): State | undefined {
  const after = entered(state, name, station);
  const missing = after !== undefined && lacksValue(after, placeOf(station));
  return missing ? putBack(state, name, station) : undefined;
}

/** A second token: the place is marked, so what arrived fails instead of entering. */
export function collide(state: State, name: string, station: string): State | undefined {
  const instance = instanceOf(state, name);
  const marked = tokenOnPlace(instance, placeOf(station)) !== undefined;
  return marked ? putBack(state, name, station) : undefined;
}

function entered(state: State, name: string, station: string): Instance | undefined {
  const instance = instanceOf(state, name);
  const place = placeOf(station);
  const arrived = allArrived(instance, station);
  if (arrived === undefined || tokenOnPlace(instance, place) !== undefined) return undefined;
  const weight = arrived.reduce((sum, token) => sum + token.weight, 0);
  const past = { was: "joined", before: arrived.map((token) => token.past) } as const;
  const others = instance.tokens.filter((token) => !arrived.includes(token));
  const values = dataProvidesAt(instance, place).reduce(disclose, instance.values);
  const after = { ...instance, tokens: [...others, { ...held(place, weight), past }], values };
  return gainsOnlyServed(state, name, after) ? after : undefined;
}

const disclose = (values: Values, port: string): Values =>
  values[port] === 0 ? { ...values, [port]: 1 } : values;

const lacksValue = (instance: Instance, place: string): boolean =>
  dataProvidesAt(instance, place).some((port) => instance.values[port] === undefined);

const dataProvidesAt = (instance: Instance, place: string): readonly string[] =>
  providePorts(instance.type)
    .filter((provide) => provide.kind === "data" && provide.in.includes(place))
    .map(({ port }) => port);

/** All tokens that are awaited at `station`, or undefined where one has not arrived yet. */
function allArrived(instance: Instance, station: string): readonly Token[] | undefined {
  const all = awaited(instance.type, active(instance), station);
  const arrived = all.flatMap(
    ({ name }) => tokenAt(instance, { on: "input", transition: name, station }) ?? [],
  );
  return all.length > 0 && arrived.length === all.length ? arrived : undefined;
}

/**
 * The tokens of a station fail on the transitions that they came from.
 *
 * A use that names such a transition becomes active again by this, so it must be served: nothing uses what is not there.
 */
function putBack(state: State, name: string, station: string): State | undefined {
  const instance = instanceOf(state, name);
  const after = allArrived(instance, station)?.reduce(
    (now, token) =>
      token.at.on === "input"
        ? moved(now, token, { on: "transition", transition: token.at.transition, status: "failed" })
        : now,
    instance,
  );
  if (after === undefined || !gainsOnlyServed(state, name, after)) return undefined;
  return withInstance(state, name, after);
}

/** The active behavior has nothing more to do. */
export function finish(state: State, name: string): State | undefined {
  const instance = instanceOf(state, name);
  const over = instance.tokens.every(
    ({ at }) =>
      at.on === "place" && leaving(instance.type, active(instance), at.place).length === 0,
  );
  return over && instance.queue.length > 0
    ? withInstance(state, name, { ...withoutPasts(instance), queue: instance.queue.slice(1) })
    : undefined;
}

/** All tokens as held from now on: the next behavior begins. */
export const withoutPasts = (instance: Instance): Instance => ({
  ...instance,
  tokens: instance.tokens.map((token) =>
    token.at.on === "place" ? held(token.at.place, token.weight) : token,
  ),
});

export const moved = (instance: Instance, token: Token, at: Spot): Instance => ({
  ...instance,
  tokens: instance.tokens.map((other) => (other === token ? { ...token, at } : other)),
});
