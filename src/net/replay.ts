/** A run of a translated net, taken step by step in the semantics: what the net says, configurations can then be asked about. */
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { apply } from "../semantics/step.ts";
import type { Translation } from "./translate.ts";

/**
 * The configuration after a run of the net. Cost: its steps.
 *
 * @param look  is told of each step before it is taken
 */
export function replay(
  { desk, stepOf }: Translation,
  trace: Iterable<number>,
  look: (step: Step, c: Configuration) => void = () => {},
): Configuration {
  const c = desk.configuration.clone();
  for (const transition of trace) {
    const { rule, member, element } = stepOf(transition);
    const name = desk.course.members[member]?.name;
    const step = {
      rule,
      element,
      instance: name === undefined ? nothing : (c.number(name) ?? nothing),
    };
    look(step, c);
    apply(c, step);
  }
  return c;
}
