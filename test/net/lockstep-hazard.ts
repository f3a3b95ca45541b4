/** The steps of the semantics where actions may fail and be fired again, and where limits say how many run at once. */
import type { Hazards } from "../../src/net/hazard.ts";
import { take } from "../../src/semantics/advance.ts";
import { type Configuration, failed, running } from "../../src/semantics/configuration.ts";
import type { Event } from "../../src/semantics/event.ts";
import { type StepsOf, type TextStep, enabledSteps } from "./lockstep.ts";

/** Says each hazard that it meets. */
export const hazardousSteps =
  (hazards: Hazards, say: (hazard: string) => void): StepsOf =>
  (c, failures) => {
    const fails = failures < hazards.failuresMax ? marked(c, running) : [];
    const refires = hazards.isRefired ? marked(c, failed) : [];
    const steps = [
      ...enabledSteps(c, failures),
      ...fails.map((at) => stepOf(c, "fail", at)),
      ...refires.map((at) => stepOf(c, "refire", at)),
    ];
    return steps.filter(({ text }) => {
      const [rule = "", name = "", element] = text.split(" ");
      const starts = rule === "fire" || rule === "refire";
      const may = !starts || hasSlot(c, hazards, name, Number(element));
      say(may ? rule : "no slot");
      return may;
    });
  };

interface Action {
  readonly instance: number;
  readonly transition: number;
}

const marked = (c: Configuration, mark: number): readonly Action[] =>
  [...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .transitions.flatMap(({ on }, transition) =>
        c.mark(instance, on) === mark ? [{ instance, transition }] : [],
      ),
  );

function stepOf(c: Configuration, rule: "fail" | "refire", at: Action): TextStep {
  const error = { code: "MADEUS_TEST", message: "it was told to fail" };
  const event: Event =
    rule === "fail" ? { type: "failed", ...at, error } : { type: "refire", ...at };
  return {
    text: `${rule} ${c.names[at.instance]} ${at.transition}`,
    isFailure: rule === "fail",
    after: () => {
      const next = c.clone();
      take(next, event);
      next.agenda.clear();
      next.steps.clear();
      return next;
    },
  };
}

function hasSlot(c: Configuration, { limits }: Hazards, name: string, transition: number): boolean {
  const life = c.life(c.number(name) ?? 0);
  return limits
    .filter(({ isAbout }) => isAbout(name, life, transition))
    .every(({ slots, isAbout }) => {
      const taken = marked(c, running).filter((at) =>
        isAbout(c.names[at.instance] ?? "", c.life(at.instance), at.transition),
      );
      return taken.length < slots;
    });
}
