/** Ports in a state: which are active, which refuse, and what a change of one instance does to those on the other side. */
import { type UsePort, inGroup, leaving, providePorts, usePorts } from "./anatomy.ts";
import { type Connection, type Instance, type State, active, instanceOf } from "./state.ts";

const holdsToken = (instance: Instance, bound: readonly string[]): boolean =>
  instance.tokens.some((token) => inGroup(instance.type, bound, token.at));

export const useOf = (instance: Instance, port: string): UsePort | undefined =>
  usePorts(instance.type).find((use) => use.port === port);

const provideOf = (instance: Instance, port: string) =>
  providePorts(instance.type).find((provide) => provide.port === port);

export const useActive = (instance: Instance, port: string): boolean =>
  holdsToken(instance, useOf(instance, port)?.in ?? []);

export const provideActive = (instance: Instance, port: string): boolean =>
  holdsToken(instance, provideOf(instance, port)?.in ?? []);

/** A refusing provider gains no new active use. */
export function refusing(instance: Instance, port: string): boolean {
  const bound = provideOf(instance, port)?.in ?? [];
  const spots = instance.tokens
    .map(({ at }) => at)
    .filter((at) => inGroup(instance.type, bound, at));
  const impaired = spots.some((at) =>
    at.on === "place"
      ? instance.lost.includes(at.place)
      : at.on === "transition" && at.status !== "running",
  );
  return (
    impaired || spots.every((at) => at.on === "place" && leavesGroup(instance, bound, at.place))
  );
}

/** `place` has transitions in the active behavior and none of them is in the group. */
function leavesGroup(instance: Instance, bound: readonly string[], place: string): boolean {
  const next = leaving(instance.type, active(instance), place);
  return (
    next.length > 0 &&
    !next.some(({ name }) =>
      inGroup(instance.type, bound, { on: "transition", transition: name, status: "running" }),
    )
  );
}

export const connectionsOfUse = (state: State, instance: string, port: string) =>
  state.connections.filter(({ use }) => use.instance === instance && use.port === port);

/** The connections of a provide port whose use is active. */
export const activeUsesOf = (state: State, instance: string, port: string) =>
  state.connections
    .filter(({ provide }) => provide.instance === instance && provide.port === port)
    .filter(({ use }) => useActive(instanceOf(state, use.instance), use.port));

/** Enough connections, every provider active and, where the use is `fresh`, none refusing. */
export function served(state: State, instance: string, use: UsePort, fresh: boolean): boolean {
  const connections = connectionsOfUse(state, instance, use.port);
  return (
    connections.length >= use.min &&
    connections.every((connection) => offered(state, connection, fresh))
  );
}

/** The provider of `connection` is active and, for a `fresh` use, not refusing. */
export function offered(state: State, { provide }: Connection, fresh: boolean): boolean {
  const provider = instanceOf(state, provide.instance);
  return provideActive(provider, provide.port) && !(fresh && refusing(provider, provide.port));
}

/** Every provider of a data use has a value that can be read. */
export function readable(state: State, instance: string, use: UsePort): boolean {
  const connections = connectionsOfUse(state, instance, use.port);
  return (
    connections.length >= use.min &&
    connections.every(
      ({ provide }) => (instanceOf(state, provide.instance).values[provide.port] ?? 0) > 0,
    )
  );
}

/** May the instance `name` become `after`: every service use that becomes active by it is served. */
export function gainsOnlyServed(state: State, name: string, after: Instance): boolean {
  const before = instanceOf(state, name);
  return usePorts(before.type)
    .filter(({ kind }) => kind === "service")
    .filter(({ port }) => !useActive(before, port) && useActive(after, port))
    .every((use) => served(state, name, use, true));
}

/** May the instance `name` become `after`: no service provide that becomes inactive by it is in use. */
export function losesOnlyUnused(state: State, name: string, after: Instance): boolean {
  const before = instanceOf(state, name);
  return providePorts(before.type)
    .filter(({ kind }) => kind === "service")
    .filter(({ port }) => provideActive(before, port) && !provideActive(after, port))
    .every(({ port }) => activeUsesOf(state, name, port).length === 0);
}
