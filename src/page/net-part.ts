/** Of which part of an instance a node of the net is made: what a click on it asks about. */
import type { Lifecycle } from "../semantics/lifecycle.ts";
import type { NetStep } from "../net/translate/translate.ts";
import type { Part } from "./selection.ts";

/** The place of the net that stands for a slot. */
export function partOfSlot(life: Lifecycle, slot: number): Part | undefined {
  if (slot < life.places.length) return placePart(life, slot);
  return transitionPart(
    life,
    life.transitions.findIndex(({ slots }) => slots.includes(slot)),
  );
}

/** The transition of the net that stands for a step; undefined where that is about the instance as a whole. */
export function partOfStep(life: Lifecycle, { rule, element }: NetStep): Part | undefined {
  switch (rule) {
    case "leave":
      return placePart(life, element);
    case "enter":
    case "collide":
      return placePart(life, life.stations[element]?.place ?? -1);
    case "fire":
    case "fail":
    case "refire":
      return transitionPart(life, element);
    case "end":
      return transitionPart(life, life.docks[element]?.transition ?? -1);
    default:
      return undefined;
  }
}

function placePart({ places }: Lifecycle, place: number): Part | undefined {
  const name = places[place];
  return name === undefined ? undefined : { kind: "place", name };
}

function transitionPart({ transitions }: Lifecycle, transition: number): Part | undefined {
  const name = transitions[transition]?.name;
  return name === undefined ? undefined : { kind: "transition", name };
}
