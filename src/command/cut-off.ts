/** What runs left in their middle when they were cut off: nobody is at it any more, and what became of it is not known. */
import type { State } from "../engine/fold.ts";
import type { Part } from "../engine/part.ts";
import { advance } from "../semantics/advance.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { withParts } from "./all-that-stands.ts";
import { holderAtWork, holdersAtWork } from "./at-work.ts";
import { holderOf } from "./open-run.ts";
import type { Session } from "./session.ts";

/** All that stands, as it is to be told: where no run is at work, nothing runs. The state stays as it is. O(state). */
export function toldOf(session: Session): Configuration {
  const { state, last, holder, file } = session;
  if (state.parts.size > 0) return withParts(state, toldParts(session)).configuration;
  const isOver = last?.outcome !== undefined;
  const isAtWork = holder === undefined && holderAtWork(file) !== undefined;
  return isOver || isAtWork ? state.configuration : cutOff(state).configuration;
}

/** The same of what each run with a scope has in hand, or left unfinished. */
export function toldParts({ state, file }: Session): readonly Part[] {
  const holders = state.parts.size === 0 ? [] : holdersAtWork(file);
  return [...state.parts.values()].map((part) => {
    const isAtWork = holderOf(part, holders) !== undefined;
    return isAtWork ? part : { ...part, state: cutOff(part.state) };
  });
}

function cutOff(state: State): State {
  const told = state.clone();
  const c = told.configuration;
  for (const { instance, transition, state: how } of state.tasks)
    if (how === "at-work" || how === "pausing")
      advance(c, { type: "unknown", instance, transition });
  return told;
}
