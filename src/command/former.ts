/** How things stood before a program, as the journal tells. */
import { State, fold } from "../engine/fold.ts";
import { systemOf } from "../net/plan/system.ts";
import { type Former } from "../net/plan/retreat.ts";
import type { Catalog } from "../store/catalog.ts";
import type { JournalRecord } from "../store/journal.ts";

export interface Past extends Former {
  /** instance → the version of its component that it was made from. */
  readonly versions: ReadonlyMap<string, string>;
  /** Nothing was asked of anybody. Else `system` does not tell how it was. */
  readonly isAtRest: boolean;
}

/** Verbs of runs that go on with the program of a run before them. */
export const continuing: ReadonlySet<string> = new Set(["resume", "rollback"]);

/**
 * Before the last program that was begun.
 *
 * @param catalog  the types of what may have to come again, with their actions
 */
export function formerOf(records: Iterable<JournalRecord>, catalog: Catalog): Past {
  const all = [...records];
  const begun = all.findLast((one) => one.type === "run" && !continuing.has(one.verb));
  const state = new State();
  for (const record of all) if (begun === undefined || record.run < begun.run) fold(state, record);
  return formerState(state, catalog);
}

/** As it is in this state. */
export const formerState = (
  { configuration, on, versions }: Pick<State, "configuration" | "on" | "versions">,
  catalog: Catalog,
): Past => ({
  system: systemOf(configuration),
  on: new Map(on),
  versions: new Map(versions),
  isAtRest: configuration.done,
  typeOf: (component, instance) => catalog.find(component, instance),
});
