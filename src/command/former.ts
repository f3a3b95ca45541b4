/** How things stood before a program, as the journal tells. */
import { withParts } from "../engine/part.ts";
import { State, fold, partFor } from "../engine/fold.ts";
import { systemOf } from "../net/plan/system.ts";
import { type Former } from "../net/plan/retreat.ts";
import type { Scope } from "../model/scope.ts";
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
 * @param part  what a run with a scope has in hand: before that took it out
 */
export function formerOf(
  records: Iterable<JournalRecord>,
  catalog: Catalog,
  part?: { readonly scope: Scope; readonly run: number | undefined },
): Past {
  const all = [...records];
  const isBegin = (one: JournalRecord): boolean =>
    one.type === "run" &&
    (part === undefined
      ? one.scope === undefined && !continuing.has(one.verb)
      : one.run === part.run);
  const begun = all.findLastIndex(isBegin);
  const state = new State();
  for (const record of begun < 0 ? all : all.slice(0, begun)) fold(state, record);
  // One about all takes in what others have in hand, at rest or not.
  const before = part === undefined ? withParts(state) : partFor(state, part.scope);
  return formerState(before, catalog);
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
