/**
 * Runs of `src/semantics` as an engine makes them, replayed in the naive semantics.
 *
 * Told of an event, `advance` takes many steps at once. Each must be one that the naive semantics allows there, in that order, and
 * when it returns nothing may be left to do but to wait for actions.
 */
import type { Instruction } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import type { Event as DenseEvent, Step } from "../../src/semantics/event.ts";
import { type Lifecycle, lifecycle } from "../../src/semantics/lifecycle.ts";
import { dense, eventOf, namedStep } from "./dense.ts";
import { pictureOf } from "./naive-picture.ts";
import { apply, initial, steps, submit } from "./naive.ts";
import { canonical } from "./picture.ts";
import { type State, instanceOf } from "./state.ts";
import { type NaiveStep, stepText } from "./step.ts";
import { type Walk, stepAt } from "./walk.ts";

/** The story up to the first step that is not allowed, or was forgotten; undefined when there is none. */
export function firstUnlawful({ programs, draws }: Walk): string | undefined {
  const run = new Replay();
  const waiting = [...programs];
  for (const drawn of draws) {
    const program = drawn % 8 === 0 || run.isIdle ? waiting.shift() : undefined;
    const fault = program === undefined ? run.take(Math.floor(drawn / 8)) : run.submit(program);
    if (fault !== undefined) return [...run.story, fault].join("\n");
  }
  return undefined;
}

class Replay {
  readonly story: string[] = [];
  readonly #c = new Configuration();
  readonly #numbers = new Numbers();
  #state: State = initial();

  get isIdle(): boolean {
    return steps(this.#state).length === 0;
  }

  submit(instructions: readonly Instruction[]): string | undefined {
    this.story.push(`submit ${instructions.length}`);
    this.#state = submit(this.#state, instructions);
    return this.#advance({ type: "program", instructions });
  }

  /** The drawn event, or the end of a drawn action. */
  take(drawn: number): string | undefined {
    const event = stepAt(this.#state, drawn);
    if (event === undefined) return undefined;
    this.story.push(stepText(event));
    const told = eventOf(this.#c, event);
    this.#state = apply(this.#state, event);
    return told === undefined ? `${event.rule} was left to do` : this.#advance(told, event);
  }

  #advance(told: DenseEvent, event?: NaiveStep): string | undefined {
    const own = event === undefined ? undefined : ownStep(event);
    const taken = [...advance(this.#c, told)];
    if (own !== undefined && taken[0]?.rule === own) taken.shift();
    for (const step of taken) {
      const fault = this.#replay(step);
      if (fault !== undefined) return fault;
    }
    const left = steps(this.#state).filter(({ rule }) => rule !== "end");
    const expected = canonical(pictureOf(this.#state));
    const found = canonical(dense.picture(this.#c));
    if (left.length > 0) return `left to do: ${left.map(stepText).join(", ")}\n${expected}`;
    return found === expected ? undefined : `naive:\n${expected}\ndense:\n${found}`;
  }

  #replay(step: Step): string | undefined {
    if (tellsOnly.includes(step.rule)) return undefined;
    const text = step.rule === "instruct" ? step.rule : this.#reading(step);
    const found = steps(this.#state).find((one) => stepText(one) === text);
    if (found === undefined) return `not allowed: ${text}\n${canonical(pictureOf(this.#state))}`;
    this.story.push(`  ${text}`);
    const [next] = this.#state.program.rest;
    if (step.rule === "instruct" && next !== undefined) this.#numbers.instruct(next);
    this.#state = apply(this.#state, found);
    return undefined;
  }

  #reading(step: Step): string | undefined {
    const name = this.#numbers.name(step.instance);
    if (name === undefined) return undefined;
    const read = namedStep(step, name, lifecycle(instanceOf(this.#state, name).type));
    return read && stepText(read);
  }
}

/**
 * The names behind the numbers in steps. A configuration says only what they are when `advance` has returned, and by then an instance
 * may have been deleted and another one added under its name: so they are given here as it gives them.
 */
class Numbers {
  readonly #names: (string | undefined)[] = [];
  /** Of deleted instances: an added one of the same type gets the last of them. */
  readonly #vacant = new Map<Lifecycle, number[]>();
  readonly #types = new Map<string, Lifecycle>();

  name(number: number): string | undefined {
    return this.#names[number];
  }

  instruct(instruction: Instruction): void {
    if (instruction.op === "add") {
      const type = lifecycle(instruction.component);
      this.#types.set(instruction.instance, type);
      this.#names[this.#vacant.get(type)?.pop() ?? this.#names.length] = instruction.instance;
    } else if (instruction.op === "del") this.#delete(instruction.instance);
  }

  #delete(name: string): void {
    const type = this.#types.get(name);
    const number = this.#names.indexOf(name);
    if (type === undefined) throw new Error(`${name} was never added`);
    this.#names[number] = undefined;
    this.#vacant.set(type, [...(this.#vacant.get(type) ?? []), number]);
  }
}

/** What follows from another step: a provide port comes or goes, the tokens of a refused entry fail. */
const tellsOnly: readonly Step["rule"][] = ["enable", "disable", "fail"];

/** What `advance` calls the event itself among the steps that it returns. */
function ownStep({ rule }: NaiveStep): Step["rule"] | undefined {
  switch (rule) {
    case "end":
    case "skip":
      return "end";
    case "refire":
      return "fire";
    case "fail":
    case "unknown":
      return rule;
    default:
      return undefined;
  }
}
