/** How things stand, for whoever tells it: what a dead run left in its middle is told as cut off. */
import { cutOff } from "../engine/cut-off.ts";
import { type Part, withParts } from "../engine/part.ts";
import type { Configuration } from "../semantics/configuration.ts";
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
