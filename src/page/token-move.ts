/** Which token went where between two moments: the rules say what is marked, a picture shows who moved. */
import type { Lifecycle } from "../semantics/lifecycle.ts";

/** A token of an instance. Its identity says nothing but that it is the same one. */
export interface Mover {
  readonly id: number;
  readonly slot: number;
}

/**
 * The tokens that are on `slots` now. One that has stayed is the same; one that is new came from where one has gone, if possible along
 * its transition; where several came of one, the others are new.
 */
export function moved(
  before: readonly Mover[],
  slots: readonly number[],
  life: Lifecycle,
  fresh: () => number,
): readonly Mover[] {
  const stayed = before.filter(({ slot }) => slots.includes(slot));
  const gone = before.filter(({ slot }) => !slots.includes(slot));
  const came = slots.filter((slot) => !before.some((one) => one.slot === slot));
  const movers = came.map((slot): Mover => {
    const near = gone.findIndex((one) => areNear(life, one.slot, slot));
    const [from] = gone.splice(near < 0 ? gone.length - 1 : near, 1);
    return { id: from?.id ?? fresh(), slot };
  });
  return [...stayed, ...movers].toSorted((a, b) => a.id - b.id);
}

/** Are both passed by the token of one transition? */
function areNear(life: Lifecycle, from: number, to: number): boolean {
  return life.transitions.some(({ source, slots, docks }) => {
    const ends = docks.map((d) => life.stations[life.docks[d]?.station ?? -1]?.place ?? -1);
    const passed = [source, ...slots, ...ends];
    return passed.includes(from) && passed.includes(to);
  });
}
