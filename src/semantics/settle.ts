/** One run to the end with no world: every action ends well, at its first destination, in the order in which they started. */
import { advance } from "./advance.ts";
import type { Configuration } from "./configuration.ts";
import type { Event, Step } from "./event.ts";
import { everything } from "./step.ts";

export interface Settled {
  readonly outcome: "done" | "stuck";
  /** Every step taken, in order. */
  readonly steps: readonly Step[];
}

/** Hands `event` to the configuration and lets it run until nothing moves. Ends: behaviors have no cycles and programs are finite. */
export function settle(c: Configuration, event: Event): Settled {
  const steps = [...advance(c, event)];
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k];
    if (step?.rule !== "fire") continue;
    const { instance, element: transition } = step;
    const values = everything(c, instance);
    for (const next of advance(c, { type: "ended", instance, transition, values }))
      steps.push(next);
  }
  return { outcome: c.done ? "done" : "stuck", steps };
}
