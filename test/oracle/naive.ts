/**
 * The semantics of Madeus once more, naively: immutable objects, names, and every rule tried everywhere.
 *
 * It is written from the page alone and shares nothing with `src/semantics`, so that a difference means something. A rule is a
 * function from a state to the state after it, or to undefined where its guard does not hold.
 */
import type { Instruction } from "../../src/model/program.ts";
import { edges, providePorts, stations } from "./anatomy.ts";
import { abandon, askWithdrawal, fail, found, go, lost, refire, stop, unknown } from "./failure.ts";
import { instruct, submit } from "./instructions.ts";
import { collide, end, enter, finish, fire, leave, skip, ungiven } from "./rules.ts";
import { type Instance, type State, active, empty } from "./state.ts";
import type { Event, NaiveStep, Rule } from "./step.ts";
import { withdraw } from "./withdraw.ts";

export { submit };

/** Nothing exists yet. */
export const initial = (): State => empty;

/** All rules that may be applied next, and the state after each. An `end` gives all data provide ports. */
export const successors = (
  state: State,
): readonly { readonly step: Rule; readonly after: State }[] =>
  [
    { rule: "instruct" } as const,
    ...Object.entries(state.instances).flatMap(([name, instance]) => rulesOf(name, instance)),
  ].flatMap((step) => {
    const after = attempt(state, step);
    return after === undefined ? [] : [{ step, after }];
  });

export const steps = (state: State): readonly Rule[] => successors(state).map(({ step }) => step);

/** All events of one kind that the engine or the operator may tell now. */
export const events = (state: State, rule: Event["rule"]): readonly Event[] =>
  [
    ...Object.entries(state.instances).flatMap(([name, instance]) => eventsOf(name, instance)),
    ...(["stop", "go", "abandon"] as const).map((one): Event => ({ rule: one })),
  ].filter((event) => event.rule === rule && attempt(state, event) !== undefined);

/** @throws where the step is not enabled */
export function apply(state: State, step: NaiveStep): State {
  const after = attempt(state, step);
  if (after === undefined) throw new Error(`not enabled: ${JSON.stringify(step)}`);
  return after;
}

function attempt(state: State, step: NaiveStep): State | undefined {
  switch (step.rule) {
    case "leave":
      return leave(state, step.instance, step.place);
    case "fire":
      return fire(state, step.instance, step.transition);
    case "end":
      return end(state, step.instance, step.transition, step.station, step.gives);
    case "enter":
      return enter(state, step.instance, step.station);
    case "collide":
      return collide(state, step.instance, step.station);
    case "ungiven":
      return ungiven(state, step.instance, step.station);
    case "finish":
      return finish(state, step.instance);
    case "withdraw":
      return withdraw(state, step.instance);
    case "instruct":
      return instruct(state);
    case "fail":
      return fail(state, step.instance, step.transition);
    case "unknown":
      return unknown(state, step.instance, step.transition);
    case "refire":
      return refire(state, step.instance, step.transition);
    case "skip":
      return skip(state, step.instance, step.transition, step.station, step.gives);
    case "ask":
      return askWithdrawal(state, step.instance, step.next);
    case "lost":
      return lost(state, step.instance, step.place);
    case "found":
      return found(state, step.instance, step.place);
    case "stop":
      return stop(state);
    case "go":
      return go(state);
    case "abandon":
      return abandon(state);
  }
}

/** Every rule at every name of the instance, enabled or not. */
function rulesOf(instance: string, state: Instance): readonly Rule[] {
  const { type } = state;
  const behavior = active(state);
  const gives = dataPorts(type);
  const moving = edges(type).filter((edge) => edge.behavior === behavior);
  return [
    ...(type.places as readonly string[]).map(
      (place): Rule => ({ rule: "leave", instance, place }),
    ),
    ...moving.map(({ name }): Rule => ({ rule: "fire", instance, transition: name })),
    ...moving.flatMap(({ name, stations }) =>
      stations.map(
        (station): Rule => ({ rule: "end", instance, transition: name, station, gives }),
      ),
    ),
    ...stations(type, behavior).flatMap((station): readonly Rule[] => [
      { rule: "enter", instance, station },
      { rule: "collide", instance, station },
      { rule: "ungiven", instance, station },
    ]),
    { rule: "finish", instance },
    { rule: "withdraw", instance },
  ];
}

function eventsOf(instance: string, { type }: Instance): readonly Event[] {
  const behaviors = [undefined, ...Object.keys(type.behaviors)];
  const gives = dataPorts(type);
  return [
    ...edges(type).flatMap(({ name: transition, stations }): readonly Event[] => [
      { rule: "fail", instance, transition },
      { rule: "unknown", instance, transition },
      { rule: "refire", instance, transition },
      ...stations.map((station): Event => ({ rule: "skip", instance, transition, station, gives })),
    ]),
    ...behaviors.map((next): Event => ({ rule: "ask", instance, next })),
    ...(type.places as readonly string[]).flatMap((place): readonly Event[] => [
      { rule: "lost", instance, place },
      { rule: "found", instance, place },
    ]),
  ];
}

const dataPorts = (type: Instance["type"]): readonly string[] =>
  providePorts(type)
    .filter(({ kind }) => kind === "data")
    .map(({ port }) => port);

/** The configuration of `instructions` as a program in an empty assembly. */
export const started = (instructions: readonly Instruction[]): State =>
  submit(initial(), instructions);
