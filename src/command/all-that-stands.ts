/** All that stands, with what runs have in hand of it just now, or left unfinished. */
import type { State } from "../engine/fold.ts";
import { type Part, withParts } from "../engine/part.ts";
import { treeOf, withRun } from "../store/deployment-tree.ts";
import type { JournalRecord } from "../store/journal.ts";
import { lastRun, summaryOf, wholeRecords } from "../store/run.ts";
import type { Tree } from "../store/tree.ts";
import type { Session } from "./session.ts";

/** All that stood when the journal was read, but for what others had in hand. */
export const wholeIn = ({ state, part }: Pick<Session, "state" | "part">): State =>
  part?.whole ?? state;

/** All that stands, with what this process has in hand of it as that is now. */
export const standingIn = ({ state, part }: Pick<Session, "state" | "part">): State =>
  part === undefined ? state : withParts(part.whole, [{ scope: part.scope, state }]);

/**
 * The tree that a commit of it has. O(state).
 *
 * @param records  the journal that the state was read from
 * @param own  a part that is at hand, as it is now
 */
export function treeOfAll(
  state: State,
  records: readonly JournalRecord[],
  own?: Pick<Part, "state" | "scope">,
): Tree {
  const others = [...state.parts.values()].filter((part) => part.state !== own?.state);
  const { configuration, versions, on, home } = withParts(
    state,
    own === undefined ? others : [...others, own],
  );
  const { assembly = "", limits = {} } = lastRun(wholeRecords(records)) ?? {};
  const tree = treeOf({ configuration, versions, on, home, assembly, limits });
  return others.reduce((before, { runs, state: { configuration: c } }) => {
    const { limits: bounds = {} } = summaryOf(records, runs.at(-1) ?? runs[0]) ?? {};
    return withRun(before, runs[0], { configuration: c, limits: bounds });
  }, tree);
}
