/**
 * The behavioral interface of a component: where it can stand when nothing is asked of it, and what each behavior does from there.
 *
 * It is all that somebody who writes programs needs to know of a component: no docks, no transitions, no order of steps within.
 */
import { declarationOf, declaredS } from "../../semantics/declared.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Slots } from "../translate/outcome.ts";
import { type LastsS, type Passage, passagesOf } from "./passage.ts";

export interface Interface {
  readonly life: Lifecycle;
  /** The initial place first, then in the order in which they are found. */
  readonly stands: readonly Stand[];
  /** There are more stands than are told. */
  readonly isCut: boolean;
}
export interface Stand {
  /** Places with tokens, in ascending order. */
  readonly places: Slots;
  /** Of every behavior that does something from here: one for each way to choose. */
  readonly passages: readonly Passage[];
}

/** By its declaration; worked out once. */
export function interfaceOf(life: Lifecycle): Interface {
  let made = known.get(life);
  if (made === undefined) known.set(life, (made = interfaceFrom(life, [[life.initial]])));
  return made;
}
const known = new WeakMap<Lifecycle, Interface>();

/** From some sets of places on. Cost: stands × behaviors × ways × transitions. */
export function interfaceFrom(
  life: Lifecycle,
  begins: readonly Slots[],
  lastsS: LastsS = declaredLastsS,
): Interface {
  const stands = new Map<string, Stand>();
  const open = [...begins];
  for (const places of open) {
    if (stands.has(places.join())) continue;
    if (stands.size >= standsMax) return { life, stands: [...stands.values()], isCut: true };
    const passages = life.behaviors.flatMap((_, b) =>
      passagesOf(life, b, places, lastsS).filter(({ fires }) => fires.length > 0),
    );
    stands.set(places.join(), { places, passages });
    open.push(...passages.map(({ to }) => to));
  }
  return { life, stands: [...stands.values()], isCut: false };
}
const standsMax = 1000;

export const declaredLastsS: LastsS = (life, transition) =>
  declaredS(declarationOf(life, transition));

/** Is a service port active while tokens are on these places? */
export const isHeldAt = ({ ports }: Lifecycle, port: number, places: Slots): boolean =>
  ports[port]?.group.some((slot) => places.includes(slot)) === true;

/** The service ports of one side that are active while tokens are on these places. */
export const heldAt = (
  life: Lifecycle,
  side: "use" | "provide",
  places: Slots,
): readonly number[] =>
  life.ports.flatMap((port, q) =>
    port.side === side && port.kind === "service" && isHeldAt(life, q, places) ? [q] : [],
  );
