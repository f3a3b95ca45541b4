/** What runs left in their middle when they were cut off: nobody is at it any more, and what became of it is not known. */
import { advance } from "../semantics/advance.ts";
import type { State } from "./fold.ts";

/** The state as it is to be told where no run is at work on it. The one given stays as it is. O(state). */
export function cutOff(state: State): State {
  const told = state.clone();
  for (const { instance, transition, state: how } of state.tasks)
    if (how === "at-work" || how === "pausing")
      advance(told.configuration, { type: "unknown", instance, transition });
  return told;
}
