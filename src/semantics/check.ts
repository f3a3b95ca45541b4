/**
 * check: all that is wrong with an assembly or a program, before the first action.
 *
 * What is ill-formed is found by looking (`model/check`); what is well-formed is then run once to its end, with no world, and whoever
 * still waits has a story to tell.
 */
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import type { Finding } from "../model/code.ts";
import { type Program, deployment } from "../model/program.ts";
import { Configuration, nothing } from "./configuration.ts";
import type { Step } from "./event.ts";
import { settle } from "./settle.ts";
import { causes, whyProgram } from "./why.ts";

/** Every finding, errors first. Empty: the deployment (or the program, run on the deployed assembly) comes to its end. */
export function check(declared: Assembly | Program): readonly Finding[] {
  const findings = wellFormed(declared);
  const sound = findings.every(({ severity }) => severity === "warning");
  const all = sound ? [...findings, ...behaves(declared)] : findings;
  return all.toSorted(
    (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"),
  );
}

/** What one run to the end finds. */
function behaves(declared: Assembly | Program): readonly Finding[] {
  const c = new Configuration();
  const from = isAssembly(declared) ? declared : declared.from;
  const deployed = settle(c, { type: "program", instructions: deployment(from) });
  if (isAssembly(declared)) return outcomeOf(c, deployed, from.at);
  if (deployed.outcome === "stuck") return outcomeOf(c, deployed, from.at);
  const run = settle(c, { type: "program", instructions: declared.instructions });
  return outcomeOf(
    c,
    run,
    declared.instructions[c.position - deployment(from).length]?.at ?? from.at,
  );
}

function outcomeOf(
  c: Configuration,
  run: ReturnType<typeof settle>,
  at: Finding["at"],
): readonly Finding[] {
  const collided = run.steps.filter(({ rule }) => rule === "collide");
  if (collided.length > 0) return collided.map((step) => collision(c, step));
  if (run.outcome === "stuck") return [deadlock(c, at)];
  return deadTransitions(c, run.steps);
}

function collision(c: Configuration, { instance, element }: Step): Finding {
  const life = c.life(instance);
  const place = life.places[life.stations[element]?.place ?? -1];
  return {
    code: "MADEUS_SECOND_TOKEN",
    severity: "error",
    at: life.component.at,
    text: `a second token would enter ${c.names[instance]}.${place}`,
    hint: "let the transitions that end there share one station, or end elsewhere",
  };
}

function deadlock(c: Configuration, at: Finding["at"]): Finding {
  const reasons = whyProgram(c);
  const story = causes(reasons).map(({ text }) => text);
  return {
    code: "MADEUS_DEADLOCK",
    severity: "error",
    at,
    text: `it cannot come to its end: ${story.join("; ") || "nothing can move"}`,
    hint: "provide the port in an earlier place, or use it in a later one",
  };
}

/** Transitions of behaviors that were asked for, and that did not run; where a choice leads elsewhere nothing is said. */
function deadTransitions(c: Configuration, steps: readonly Step[]): readonly Finding[] {
  const fired = new Set(
    steps.filter(({ rule }) => rule === "fire").map((step) => `${step.instance} ${step.element}`),
  );
  const asked = new Set(
    steps.filter(({ rule }) => rule === "finish").map((step) => `${step.instance} ${step.element}`),
  );
  const found = new Map<string, Finding>();
  for (const instance of c.all()) {
    const life = c.life(instance);
    life.transitions.forEach((edge, t) => {
      const chosen = life.transitions.some(
        (one) => one.behavior === edge.behavior && one.docks.length > 1,
      );
      if (chosen || fired.has(`${instance} ${t}`) || !asked.has(`${instance} ${edge.behavior}`))
        return;
      const behavior = life.behaviors[edge.behavior] ?? nothing;
      found.set(`${life.component.name} ${t}`, {
        code: "MADEUS_DEAD_TRANSITION",
        severity: "warning",
        at: life.component.at,
        text: `${c.names[instance]}.${edge.name} never runs: ${behavior} does not come by ${life.places[edge.source]}`,
        hint: `let another transition of ${behavior} end there, or ask for it from elsewhere`,
      });
    });
  }
  return [...found.values()];
}
