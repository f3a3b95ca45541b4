/** How long transitions take by what the flags say of it, in the words of the net: a range, what is expected, what chance gives. */
import { drawnS, expectedS, extentOf } from "../engine/duration.ts";
import { type Fate, durationOf } from "../host/simulated-script.ts";
import type { RangeOf } from "../net/proof/extent.ts";
import { declarationOf } from "../semantics/declared.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";

/** Where durations are from; else the declaration says them. */
export type Known = Pick<Fate, "durations" | "history">;

/** @param assumed  is told of each action, `instance.transition`, of which nobody says how long it takes */
export const rangeFrom =
  (known: Known, assumed: (name: string) => void = () => {}): RangeOf =>
  (instance, life, transition) => {
    const { duration, from } = sourceOf(known, instance, life, transition);
    if (from === "assumed") assumed(`${instance}.${life.transitions[transition]?.name}`);
    return extentOf(duration);
  };

/** Of a transition (by number) of an instance, in seconds. */
export type SecondsOf = (instance: string, life: Lifecycle, transition: number) => number;

/** Within the range: a mean of a skewed distribution need not be. */
export const expectedFrom =
  (known: Known): SecondsOf =>
  (instance, life, transition) =>
    expectedS(durationFrom(known, instance, life, transition));

/** @param chance  as `drawnS` has it */
export const drawnFrom =
  (known: Known, chance: (k: number) => number): SecondsOf =>
  (instance, life, transition) =>
    drawnS(durationFrom(known, instance, life, transition), chance);

function sourceOf(known: Known, instance: string, life: Lifecycle, transition: number) {
  const name = life.transitions[transition]?.name ?? "";
  const one = { instance, transition: name, component: life.component.name };
  return durationOf(known, one, declarationOf(life, transition));
}

const durationFrom = (known: Known, instance: string, life: Lifecycle, transition: number) =>
  sourceOf(known, instance, life, transition).duration;
