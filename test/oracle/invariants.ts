/** The invariants of section 7 as far as they can be seen in a state, or in a state and the one after it. */
import { type Spot, edge, providePorts, usePorts } from "./anatomy.ts";
import { connectionsOfUse, provideActive, refusing, useActive } from "./ports.ts";
import { type Connection, type Instance, type State, active, spotText } from "./state.ts";
import type { NaiveStep } from "./step.ts";

/** What is wrong with `state`; empty when all is well. */
export const invariants = (state: State): readonly string[] => [
  ...Object.entries(state.instances).flatMap(([name, instance]) =>
    ofInstance(instance).map((fault) => `${name}: ${fault}`),
  ),
  ...Object.keys(state.instances).flatMap((name) => unservedUses(state, name)),
  ...state.connections
    .filter(
      ({ use, provide }) => !state.instances[use.instance] || !state.instances[provide.instance],
    )
    .map((connection) => `I9 ${connectionText(connection)} of a deleted instance`),
];

/** What is wrong with the step that led from `before` to `after`. */
export const stepInvariants = (before: State, step: NaiveStep, after: State): readonly string[] => [
  ...conserved(before, step, after),
  ...queued(before, step, after),
  ...gained(before, after),
  ...forgotten(before, after),
  ...instructed(before, step, after),
  ...disconnected(before, after),
];

function ofInstance(instance: Instance): readonly string[] {
  const spots = instance.tokens.map(({ at }) => at);
  const homes = spots.map(home);
  const weight = instance.tokens.reduce((sum, token) => sum + token.weight, 0);
  const strayed = spots.filter(
    (at) => at.on !== "place" && edge(instance.type, at.transition).behavior !== active(instance),
  );
  const marked = spots.flatMap((at) => (at.on === "place" ? [at.place] : []));
  return [
    ...(new Set(homes).size === homes.length ? [] : [`I1 two tokens on one of ${homes.join(" ")}`]),
    ...(spots.length > 0 ? [] : ["I2 no token"]),
    ...(Math.abs(weight - 1) < 1e-9 ? [] : [`I3 the tokens weigh ${weight}`]),
    ...strayed.map((at) => `I8 ${spotText(at)} outside of the active behavior`),
    ...instance.lost
      .filter((place) => !marked.includes(place))
      .map((p) => `${p} unmarked and lost`),
  ];
}

/** A transition and its docks hold one token between them. */
const home = (at: Spot): string => (at.on === "place" ? at.place : at.transition);

function unservedUses(state: State, name: string): readonly string[] {
  const instance = state.instances[name];
  if (instance === undefined) return [];
  return usePorts(instance.type)
    .filter(({ kind, port }) => kind === "service" && useActive(instance, port))
    .flatMap(({ port, min }) => {
      const connections = connectionsOfUse(state, name, port);
      const missing = connections.length < min ? [`I4 ${name}.${port} active, not connected`] : [];
      const inactive = connections.filter(
        ({ provide }) => !offers(state, provide.instance, provide.port),
      );
      return [
        ...missing,
        ...inactive.map((one) => `I4 ${connectionText(one)} active, not provided`),
      ];
    });
}

function offers(state: State, name: string, port: string): boolean {
  const instance = state.instances[name];
  return instance !== undefined && provideActive(instance, port);
}

/** I3: leave −1 + outdegree, enter −|station| + 1, withdraw n → 1 for each place, all others 1:1. */
function conserved(before: State, step: NaiveStep, after: State): readonly string[] {
  if (!("instance" in step)) return [];
  const was = before.instances[step.instance];
  const is = after.instances[step.instance];
  if (was === undefined || is === undefined) return [`I3 ${step.instance} went`];
  const places = (instance: Instance) =>
    instance.tokens.filter(({ at }) => at.on === "place").length;
  const all = is.tokens.length - was.tokens.length;
  const onPlaces = places(is) - places(was);
  const right =
    step.rule === "leave"
      ? onPlaces === -1 && all >= 0
      : step.rule === "enter"
        ? onPlaces === 1 && all <= 0
        : step.rule === "withdraw"
          ? places(is) === is.tokens.length
          : all === 0 && onPlaces === 0;
  return right ? [] : [`I3 ${step.rule} changed ${all} tokens, ${onPlaces} on places`];
}

/** I7: one push is appended, or taken from the head by `finish`; `withdraw` exchanges the head; `abandon` keeps the head alone. */
function queued(before: State, step: NaiveStep, after: State): readonly string[] {
  return Object.entries(after.instances).flatMap(([name, { queue }]) => {
    const was = (before.instances[name]?.queue ?? []).map(({ identity }) => identity);
    const is = queue.map(({ identity }) => identity);
    const tail = step.rule === "finish" || step.rule === "withdraw" ? was.slice(1) : was;
    const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();
    const right =
      same(is, was) ||
      (step.rule === "finish" && same(is, tail)) ||
      (step.rule === "withdraw" && (same(is, tail) || same(is.slice(1), tail))) ||
      (step.rule === "abandon" && same(is, was.slice(0, 1))) ||
      (step.rule === "instruct" && same(is.slice(0, -1), was));
    return right ? [] : [`I7 queue of ${name} [${was.join()}] became [${is.join()}]`];
  });
}

/** I10: a refusing provider gains no use. */
function gained(before: State, after: State): readonly string[] {
  return after.connections
    .filter((one) => isUsed(after, one))
    .flatMap((one) => {
      const provider = before.instances[one.provide.instance];
      const known = before.connections.includes(one) && isUsed(before, one);
      return known || (provider !== undefined && !refusing(provider, one.provide.port))
        ? []
        : [`I10 ${connectionText(one)} gained while refusing`];
    });
}

/** I11: a value stays as long as its instance, and its version never sinks. */
function forgotten(before: State, after: State): readonly string[] {
  return Object.entries(before.instances).flatMap(([name, { type, values }]) => {
    const still = after.instances[name];
    if (still === undefined) return [];
    return providePorts(type).flatMap(({ port }) => {
      const right = (still.values[port] ?? -1) >= (values[port] ?? -1);
      return right ? [] : [`I11 the value of ${name}.${port} went`];
    });
  });
}

/** I12: only the first instruction of the program is ever applied. */
function instructed(before: State, step: NaiveStep, after: State): readonly string[] {
  if (step.rule === "abandon") return [];
  const was = before.program.rest;
  const is = after.program.rest;
  const rest = step.rule === "instruct" ? was.slice(1) : was;
  const right = is.length === rest.length && is.every((one, k) => one === rest[k]);
  return right ? [] : ["I12 instructions out of order"];
}

/** I9: no connection is removed while it is used. */
const disconnected = (before: State, after: State): readonly string[] =>
  before.connections
    .filter((one) => !after.connections.includes(one) && isUsed(before, one))
    .map((one) => `I9 ${connectionText(one)} removed in use`);

/** The use of a service connection is active. */
function isUsed(state: State, { use }: Connection): boolean {
  const instance = state.instances[use.instance];
  return instance !== undefined && isService(instance, use.port) && useActive(instance, use.port);
}

const isService = (instance: Instance, port: string): boolean =>
  usePorts(instance.type).some((use) => use.port === port && use.kind === "service");

const connectionText = ({ use, provide }: Connection): string =>
  `${use.instance}.${use.port} = ${provide.instance}.${provide.port}`;
