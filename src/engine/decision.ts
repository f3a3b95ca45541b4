/** What an operator may decide about what failed or is unknown, and whether it can be done as things are. Pure. */
import { refusal } from "../semantics/advance.ts";
import { nothing } from "../semantics/configuration.ts";
import type { Entry } from "../store/journal.ts";
import { type State, numbersOf } from "./fold.ts";

/** About one action: run it again, or take it as ended. */
export type Decision = Entry & { readonly type: "refire" | "ended" };

export const isDecision = (entry: Entry): entry is Decision =>
  entry.type === "refire" || (entry.type === "ended" && entry.skipped === true);

/** May it be decided now? A sentence that says why not, or undefined. */
export function objection(
  state: State,
  entry: Decision | (Entry & { readonly type: "withdraw" }),
): string | undefined {
  const c = state.configuration;
  const instance = c.number(entry.instance);
  if (instance === undefined) return `There is no instance "${entry.instance}".`;
  if (entry.type === "withdraw")
    return c.behavior(instance) === nothing
      ? `${entry.instance} is idle: nothing is to be withdrawn.`
      : undefined;
  const { transition } = numbersOf(c, entry);
  if (transition < 0) return `${entry.instance} has no transition "${entry.transition}".`;
  const decision =
    entry.type === "ended"
      ? ({ type: "ended", skipped: true } as const)
      : ({ type: "refire" } as const);
  return refusal(c, { ...decision, instance, transition });
}
