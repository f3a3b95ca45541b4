/** What a behavior needs: the use ports that must have their providers before it can come to its end. */
import type { AnyComponent } from "./component.ts";
import { type BoundPort, outlineOf, reachable, usePortsOf } from "./outline.ts";

export interface Need {
  readonly use: BoundPort;
  /** How many providers at least. */
  readonly count: number;
  /** Will a token that begins in the initial place come to what is bound to the port, whatever is chosen? */
  readonly certain: boolean;
}

/** The ports that a transition of `behavior`, or a place that it enters, waits for. */
export function needsOf(component: AnyComponent, behavior: string): readonly Need[] {
  const outline = outlineOf(component);
  const edges = outline.edges.filter((edge) => edge.behavior === behavior);
  const sure = reachable(
    [component.initial],
    edges.filter(({ ends }) => ends.length === 1),
  );
  return usePortsOf(component).flatMap((use) => {
    const count = use.min ?? 1;
    // Whatever else is in the group of the port ends at a place that the port names.
    const bound = new Set(use.in);
    const waiting = edges.filter(
      ({ name, ends }) => bound.has(name) || ends.some(({ place }) => bound.has(place)),
    );
    if (waiting.length === 0) return [];
    const certain = waiting.some(
      ({ name, from, ends }) => sure.has(from) && (bound.has(name) || ends.length === 1),
    );
    return [{ use, count, certain }];
  });
}
