/** Where a run ends by the rules alone: no engine, no clock, no policy; every action ends well, but for one. */
import type { Assembly, Program } from "madeus";
import { isProgram } from "../../src/model/program.ts";
import { type Instruction, deployment } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import type { Event } from "../../src/semantics/event.ts";
import { everything } from "../../src/semantics/step.ts";

/** @param at  `instance.transition`: the action that fails, if any does */
export function endByRules(declared: Assembly | Program, at?: string): Configuration {
  const c = new Configuration();
  const from = isProgram(declared) ? declared.from : declared;
  const programs: readonly (readonly [readonly Instruction[], string | undefined])[] = isProgram(
    declared,
  )
    ? [
        [deployment(from), undefined],
        [declared.instructions, at],
      ]
    : [[deployment(from), at]];
  for (const [instructions, failing] of programs)
    run(c, { type: "program", instructions }, failing);
  return c;
}

function run(c: Configuration, event: Event, failing: string | undefined): void {
  const events: Event[] = [event];
  for (let next = events.shift(); next !== undefined; next = events.shift())
    for (const { rule, instance, element: transition } of advance(c, next)) {
      if (rule !== "fire") continue;
      const name = `${c.names[instance]}.${c.life(instance).transitions[transition]?.name}`;
      const values = everything(c, instance);
      const error = { code: "MADEUS_ACTION_FAILED", message: "it was to fail" };
      events.push(
        name === failing
          ? { type: "failed", instance, transition, error }
          : { type: "ended", instance, transition, values },
      );
    }
}
