/**
 * Who goes last: what is not wanted any more stays until those who used it are back without it. So nobody waits for a withdrawal but who is
 * withdrawn; and while others are still on their way, there is something to go back to.
 */
import type { Draft } from "./draft.ts";
import { type Leg, isAsked } from "./leg.ts";
import { wiresOf } from "./wires.ts";

/** By name: all that go, but those whose providers move, or go first themselves. Cost: the connections of those that go. */
export function goingLast(draft: Draft): ReadonlySet<string> {
  const { ofUser, ofProvider } = wiresOf(draft.now.connections);
  const goers = draft.legs.filter(goes).map(({ name }) => name);
  const first = new Set(
    goers.filter((name) => ofUser(name).some(({ provide }) => moves(draft.leg(provide.instance)))),
  );
  // A Set that grows while it is iterated is iterated to its new end.
  for (const name of first)
    for (const { use } of ofProvider(name)) {
      const user = draft.leg(use.instance);
      if (user !== undefined && goes(user)) first.add(user.name);
    }
  return new Set(goers).difference(first);
}

const goes = ({ kind }: Leg): boolean => kind === "goes";

/** Is it away for a time? */
const moves = (leg: Leg | undefined): boolean => leg !== undefined && !goes(leg) && isAsked(leg);
