/** What a run left in its middle when it was cut off: nobody is at it any more, and what became of it is not known. */
import type { State } from "../engine/fold.ts";
import { advance } from "../semantics/advance.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { holderAtWork } from "./at-work.ts";
import type { Session } from "./session.ts";

/** As it is to be told: where no run is at work, nothing runs. The state stays as it is. O(state). */
export function toldOf(session: Session): Configuration {
  const { state, last, holder, file } = session;
  const isOver = last?.outcome !== undefined;
  const isAtWork = holder === undefined && holderAtWork(file) !== undefined;
  return isOver || isAtWork ? state.configuration : cutOff(state);
}

function cutOff({ configuration, tasks }: State): Configuration {
  const c = configuration.clone();
  for (const { instance, transition, state } of tasks)
    if (state === "at-work" || state === "pausing")
      advance(c, { type: "unknown", instance, transition });
  return c;
}
