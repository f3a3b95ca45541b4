/** A run of a translated net, taken step by step in the semantics: what the net says, configurations can then be asked about. */
import { take } from "../../semantics/advance.ts";
import { type Configuration, nothing } from "../../semantics/configuration.ts";
import type { Event, Step } from "../../semantics/event.ts";
import { apply } from "../../semantics/step.ts";
import { supposedFailure } from "../translate/hazard.ts";
import type { NetStep, Translation } from "../translate/translate.ts";

/**
 * The configuration after a run of the net. Cost: its steps.
 *
 * @param look  is told of each step before it is taken
 */
export function replay(
  { desk, stepOf }: Translation,
  trace: Iterable<number>,
  look: (step: NetStep, instance: number, c: Configuration) => void = () => {},
): Configuration {
  const c = desk.configuration.clone();
  for (const transition of trace) {
    const step = stepOf(transition);
    const name = desk.course.members[step.member]?.name;
    const instance = name === undefined ? nothing : (c.number(name) ?? nothing);
    look(step, instance, c);
    tell(c, step, instance);
  }
  return c;
}

/** What an action does, or an operator decides, comes as an event; all else is a step that can be chosen. */
function tell(c: Configuration, { rule, element }: NetStep, instance: number): void {
  if (rule !== "fail" && rule !== "refire")
    return apply(c, { rule, instance, element } satisfies Step);
  const event: Event =
    rule === "fail"
      ? { type: "failed", instance, transition: element, error: supposedFailure }
      : { type: "refire", instance, transition: element };
  take(c, event);
  c.agenda.clear();
  c.steps.clear();
}
