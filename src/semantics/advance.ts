/**
 * The heart: told of an event, the configuration takes every step that has become possible.
 *
 * Synchronous, deterministic and total on events that `refusal` accepts; no clock, no promise, no I/O. Steps are taken eagerly, in the
 * order in which they became possible, in declaration order among equals. Cost: what the steps touch.
 */
import { type Configuration, none, nothing, running, unknown } from "./configuration.ts";
import { entry, mayFinish, mayFire, mayLeave } from "./enabled.ts";
import type { Event, Steps } from "./event.ts";
import { instruct } from "./instruction.ts";
import { type Edge, type Lifecycle, elements } from "./lifecycle.ts";
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
 * @returns the steps taken, in order, until the next event; each `fire` among them is an action that must be started
 * @throws RangeError  where `refusal` says that the event does not fit: that is a fault of the caller
 */
export function advance(c: Configuration, event: Event): Steps {
  const refused = refusal(c, event);
  if (refused !== undefined) throw new RangeError(refused);
  c.steps.clear();
  take(c, event);
  do drain(c);
  while (instruct(c));
  return c.steps;
}

/** Why an event does not fit the configuration, or undefined if it does. */
export function refusal(c: Configuration, event: Event): string | undefined {
  if (!("instance" in event)) return undefined;
  if (!c.exists(event.instance)) return "there is no such instance";
  if (!("transition" in event)) return undefined;
  const edge = c.life(event.instance).transitions[event.transition];
  if (edge === undefined) return "there is no such transition";
  const misfit = misfitOf(event, edge, c.mark(event.instance, edge.on));
  return misfit === undefined ? undefined : `${c.names[event.instance]}.${edge.name} ${misfit}`;
}

/** Why an event does not fit a transition with this mark. */
function misfitOf(
  event: Event & { readonly transition: number },
  { docks }: Edge,
  mark: number,
): string | undefined {
  const { type } = event;
  if (type === "ended" && docks[event.dock ?? 0] === undefined) return "cannot end there";
  if (type === "refire" || (type === "ended" && event.skipped))
    return mark > running ? undefined : "is neither failed nor unknown";
  const fits = type === "unknown" ? mark === running || mark === unknown : mark !== none;
  return fits ? undefined : "is not running";
}

/** Takes an event itself, without what follows from it. */
export function take(c: Configuration, event: Event): void {
  switch (event.type) {
    case "program": {
      const isNew = c.position === c.program.length;
      if (isNew) c.begins.length = 0;
      c.begins.push(c.program.length);
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
      return doubt(c, event.instance, event.transition, event.error);
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
    attempt(c, instance, c.life(instance), c.agenda.second(k));
  }
  c.agenda.clear();
}

/** Applies the rule that moves an element, if it is enabled. */
function attempt(c: Configuration, instance: number, life: Lifecycle, element: number): void {
  if (element === elements.finish) {
    if (mayFinish(c, instance)) finish(c, instance);
  } else if (element === elements.withdraw) {
    if (mayWithdraw(c, instance)) withdraw(c, instance);
  } else if (element < life.places.length) {
    if (mayLeave(c, instance, element)) leave(c, instance, element);
  } else if (element < life.firstOn) {
    const transition = element - life.places.length;
    if (mayFire(c, instance, transition)) fire(c, instance, transition);
  } else {
    const station = element - life.firstOn;
    const rule = entry(c, instance, station);
    if (rule === "enter") enter(c, instance, station);
    else if (rule !== undefined) refuseEntry(c, instance, station, rule);
  }
}

function wakeDocks(c: Configuration, instance: number): void {
  const life = c.life(instance);
  for (const edge of life.transitions)
    if (c.mark(instance, edge.out) !== none) c.agenda.push(instance, edge.element);
}
