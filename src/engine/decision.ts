/** What an operator may decide about what failed or is unknown, and whether it can be done as things are. Pure. */
import { refusal } from "../semantics/advance.ts";
import { nothing } from "../semantics/configuration.ts";
import type { Entry } from "../store/journal.ts";
import { numbersOf } from "./entry-event.ts";
import type { State } from "./fold.ts";

/** Run an action again, take it as ended, or send an instance back. */
export type Decision = Entry & { readonly type: "refire" | "ended" | "withdraw" };

export const isDecision = (entry: Entry): entry is Decision =>
  entry.type === "refire" ||
  entry.type === "withdraw" ||
  (entry.type === "ended" && entry.skipped === true);

/** May it be decided now? A sentence that says why not, or undefined. */
export function objection(state: State, decision: Decision): string | undefined {
  const c = state.configuration;
  const instance = c.number(decision.instance);
  if (instance === undefined) return `There is no instance "${decision.instance}".`;
  if (decision.type === "withdraw")
    return c.behavior(instance) === nothing
      ? `${decision.instance} is idle: nothing is to be withdrawn.`
      : undefined;
  const { transition } = numbersOf(c, decision);
  if (transition < 0) return `${decision.instance} has no transition "${decision.transition}".`;
  const wanted =
    decision.type === "ended"
      ? ({ type: "ended", skipped: true } as const)
      : ({ type: "refire" } as const);
  return refusal(c, { ...wanted, instance, transition });
}
