/** Where the tokens of one instance are, as the net tells them apart. */
import { type Configuration, failed, none } from "../../semantics/configuration.ts";

/** A token: on a slot, running or (of a transition) failed. */
export interface Spot {
  readonly slot: number;
  readonly isFailed?: boolean;
}

/** The tokens of an instance, by slot. */
export function spotsIn(c: Configuration, instance: number): Spot[] {
  const { slots, firstOn, firstIn } = c.life(instance);
  return Array.from({ length: slots }, (_, slot) => slot)
    .filter((slot) => c.mark(instance, slot) !== none)
    .map((slot) =>
      slot >= firstOn && slot < firstIn && c.mark(instance, slot) === failed
        ? { slot, isFailed: true }
        : { slot },
    );
}
