/**
 * The heart: told of an event, the configuration takes every step that has become possible.
 *
 * Synchronous, deterministic and total on events that `refusal` accepts; no clock, no promise, no I/O. Steps are taken eagerly, in the
 * order in which they became possible, in declaration order among equals. Cost: what the steps touch.
 */
import { type Configuration, none, nothing, running } from "./configuration.ts";
import { entry, isStuck, mayFinish, mayFire, mayLeave } from "./enabled.ts";
import type { Event, Step } from "./event.ts";
import { instruct, mayInstruct } from "./instruction.ts";
import { type Lifecycle, elementOf, elements } from "./lifecycle.ts";
import { dropQueued } from "./queue.ts";
import {
  doubt,
  end,
  enter,
  fail,
  finish,
  fire,
  leave,
  observe,
  refire,
  refuseEntry,
} from "./rule.ts";
import { forgetWait, reach } from "./wait.ts";
import { mayWithdraw, withdraw } from "./withdraw.ts";

/**
 * Applies an event, then every rule that is enabled, until none is.
 *
 * @returns the steps taken, in order; each `fire` among them is an action that must be started
 * @throws RangeError  where `refusal` says that the event does not fit: that is a fault of the caller
 */
export function advance(c: Configuration, event: Event): readonly Step[] {
  const refused = refusal(c, event);
  if (refused !== undefined) throw new RangeError(refused);
  take(c, event);
  do drain(c);
  while (step(c));
  const steps = c.steps;
  c.steps = [];
  return steps;
}

/** Why an event does not fit the configuration, or undefined if it does. */
export function refusal(c: Configuration, event: Event): string | undefined {
  if (!("instance" in event)) return undefined;
  if (!c.exists(event.instance)) return "there is no such instance";
  if (!("transition" in event)) return undefined;
  const edge = c.life(event.instance).transitions[event.transition];
  if (edge === undefined) return "there is no such transition";
  const where = (): string => `${c.names[event.instance]}.${edge.name}`;
  if (event.type === "ended" && edge.docks[event.dock ?? 0] === undefined)
    return `${where()} cannot end there`;
  const runs = c.mark(event.instance, edge.on) === running;
  const stuck = isStuck(c, event.instance, event.transition);
  if (event.type === "refire" || (event.type === "ended" && event.skipped))
    return stuck ? undefined : `${where()} is neither failed nor unknown`;
  if (event.type === "unknown") return runs ? undefined : `${where()} is not running`;
  return runs || stuck ? undefined : `${where()} is not running`;
}

/** Takes an event itself, without what follows from it. */
export function take(c: Configuration, event: Event): void {
  switch (event.type) {
    case "program": {
      const isNew = c.position === c.program.length;
      for (const instruction of event.instructions) c.program.push(instruction);
      if (!isNew) return;
      c.firstPush = c.nextPush;
      return reach(c);
    }
    case "ended": {
      const docks = c.life(event.instance).transitions[event.transition]?.docks;
      return end(c, event.instance, docks?.[event.dock ?? 0] ?? nothing, event.values);
    }
    case "failed":
      return fail(c, event.instance, event.transition, event.error);
    case "unknown":
      return doubt(c, event.instance, event.transition);
    case "refire":
      return refire(c, event.instance, event.transition);
    case "withdraw":
      if (c.behavior(event.instance) === nothing) return;
      c.withdrawals.set(event.instance, event.behavior ?? nothing);
      return c.agenda.push(event.instance, elements.withdraw);
    case "lost":
    case "found":
      return observe(c, event);
    case "stop":
      c.stopped = true;
      return;
    case "go":
      c.stopped = false;
      for (const instance of c.all()) wakeDocks(c, instance);
      return;
    case "abandon":
      c.position = c.program.length;
      forgetWait(c);
      for (const instance of c.all()) dropQueued(c, instance);
  }
}

/** Takes the steps on the agenda, and those they add to it. */
function drain(c: Configuration): void {
  for (let k = 0; k < c.agenda.length; k++) {
    const instance = c.agenda.first(k);
    if (c.exists(instance)) attempt(c, instance, c.life(instance), c.agenda.second(k));
  }
  c.agenda.clear();
}

/** Applies the rule that moves an element, if it is enabled. */
function attempt(c: Configuration, instance: number, life: Lifecycle, element: number): void {
  const firstTransition = elementOf(life, "transition", 0);
  const firstStation = elementOf(life, "station", 0);
  if (element === elements.finish) {
    if (mayFinish(c, instance)) finish(c, instance);
  } else if (element === elements.withdraw) {
    if (mayWithdraw(c, instance)) withdraw(c, instance);
  } else if (element < firstTransition) {
    if (mayLeave(c, instance, element)) leave(c, instance, element);
  } else if (element < firstStation) {
    const transition = element - firstTransition;
    if (mayFire(c, instance, transition)) fire(c, instance, transition);
  } else {
    const station = element - firstStation;
    const rule = entry(c, instance, station);
    if (rule === "enter") enter(c, instance, station);
    else if (rule !== undefined) refuseEntry(c, instance, station, rule);
  }
}

function step(c: Configuration): boolean {
  if (!mayInstruct(c)) return false;
  instruct(c);
  return true;
}

function wakeDocks(c: Configuration, instance: number): void {
  const life = c.life(instance);
  life.transitions.forEach((edge, t) => {
    if (c.mark(instance, edge.out) !== none)
      c.agenda.push(instance, elementOf(life, "transition", t));
  });
}
