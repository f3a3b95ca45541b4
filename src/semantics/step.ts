/** Single steps, chosen from outside: what exploration and tests use; a run takes them all at once by `advance`. */
import { type Configuration, nothing, running } from "./configuration.ts";
import { entry, mayFinish, mayFire, mayLeave } from "./enabled.ts";
import type { Step } from "./event.ts";
import { instruct, mayInstruct } from "./instruction.ts";
import { end, enter, finish, fire, leave, refuseEntry } from "./rule.ts";
import { mayWithdraw, withdraw } from "./withdraw.ts";

/** Every step that may be taken next, in declaration order; an action that runs may end at each of its docks. Cost: the whole configuration. */
export function enabled(c: Configuration): Step[] {
  const steps: Step[] = [];
  for (const instance of c.all()) {
    const life = c.life(instance);
    const offer = (rule: Step["rule"], element: number, may: boolean): void => {
      if (may) steps.push({ rule, instance, element });
    };
    life.places.forEach((_, p) => offer("leave", p, mayLeave(c, instance, p)));
    life.transitions.forEach((_, t) => offer("fire", t, mayFire(c, instance, t)));
    life.docks.forEach(({ transition }, d) =>
      offer("end", d, c.mark(instance, life.transitions[transition]?.on ?? 0) === running),
    );
    life.stations.forEach((_, s) => {
      const rule = entry(c, instance, s);
      if (rule !== undefined) offer(rule, s, true);
    });
    offer("finish", c.behavior(instance), mayFinish(c, instance));
    offer("withdraw", c.behavior(instance), mayWithdraw(c, instance));
  }
  if (mayInstruct(c)) steps.push({ rule: "instruct", instance: nothing, element: c.position });
  return steps;
}

/** Takes one of the `enabled` steps; an action that ends gives a value through every data port of its instance. */
export function apply(c: Configuration, { rule, instance, element }: Step): void {
  perform(c, rule, instance, element);
  c.agenda.clear();
  c.steps.clear();
}

/** A value for every data port that an instance provides: what an action gives where no action is run. */
export function everything(c: Configuration, instance: number): Record<string, unknown> {
  const given = c
    .life(instance)
    .ports.filter(({ kind, side }) => kind === "data" && side === "provide");
  return Object.fromEntries(given.map(({ name }) => [name, null]));
}

function perform(c: Configuration, rule: Step["rule"], instance: number, element: number): void {
  switch (rule) {
    case "leave":
      return leave(c, instance, element);
    case "fire":
      return fire(c, instance, element);
    case "end":
      return end(c, instance, element, everything(c, instance));
    case "enter":
      return enter(c, instance, element);
    case "collide":
    case "ungiven":
      return refuseEntry(c, instance, element, rule);
    case "finish":
      return finish(c, instance);
    case "withdraw":
      return withdraw(c, instance);
    case "instruct":
      instruct(c);
      return;
    case "enable":
    case "disable":
    case "fail":
    case "unknown":
      throw new RangeError(`${rule} is not a step that can be chosen`);
  }
}
