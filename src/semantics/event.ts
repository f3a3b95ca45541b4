/** What the semantics is told (events) and what it answers (steps). Instances, transitions and places are numbers here. */
import type { Instruction } from "../model/program.ts";
import { Pairs } from "./table.ts";

/** Something that happened outside, or that the operator decided. */
export type Event =
  /** More instructions, after those already given. */
  | { readonly type: "program"; readonly instructions: readonly Instruction[] }
  /** An action has ended well (`skipped`: is taken as ended). `dock` says which of its destinations was chosen, by its place in `to`. */
  | {
      readonly type: "ended";
      readonly instance: number;
      readonly transition: number;
      readonly dock?: number;
      readonly values?: Readonly<Record<string, unknown>>;
      readonly skipped?: true;
    }
  /** An action has failed, all its tries included. */
  | {
      readonly type: "failed";
      readonly instance: number;
      readonly transition: number;
      readonly error: Failure;
    }
  /** Whether an action has ended cannot be told: the engine died in its middle, or `error` keeps it from being known. */
  | {
      readonly type: "unknown";
      readonly instance: number;
      readonly transition: number;
      readonly error?: Failure;
    }
  /** A failed or unknown action is to run again. */
  | { readonly type: "refire"; readonly instance: number; readonly transition: number }
  /** An instance is to go back to where it was in one piece; then `behavior`, if given, is the next one asked of it. */
  | { readonly type: "withdraw"; readonly instance: number; readonly behavior?: number }
  /** A probe found that a place no longer holds, or holds again. */
  | { readonly type: "lost" | "found"; readonly instance: number; readonly place: number }
  /** No action starts any more; or again. */
  | { readonly type: "stop" | "go" }
  /** What has not begun is given up: instructions not reached, behaviors that are not active. */
  | { readonly type: "abandon" };

/** Why an action failed; `code` is one of `model/code` or the action's own. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The rules of the semantics (§3–§5), numbered. */
export const rules = {
  leave: 0,
  fire: 1,
  end: 2,
  enter: 3,
  collide: 4,
  ungiven: 5,
  finish: 6,
  enable: 7,
  disable: 8,
  fail: 9,
  unknown: 10,
  withdraw: 11,
  instruct: 12,
} as const;
export type Rule = keyof typeof rules;

/**
 * One application of a rule. A `fire` is the effect that somebody must perform: start the action.
 *
 * `element` is the place that was left; the transition that fires, fails or is unknown; the input dock where an action ended; the
 * station that was entered (or collided); the behavior that finished or was withdrawn; the provide port that was enabled or disabled;
 * the number of the instruction.
 */
export interface Step {
  readonly rule: Rule;
  readonly instance: number;
  readonly element: number;
}

/**
 * The steps that were taken last, in order. They are integers in one place for all events, so that a million of them cost no garbage.
 *
 * Whoever wants them after the next event copies them: `list`.
 */
export class Steps implements Iterable<Step> {
  /** Rule and element in one number, and the instance. */
  #taken = new Pairs();

  get length(): number {
    return this.#taken.length;
  }
  rule(k: number): Rule {
    return ruleNames[this.#taken.first(k) & rulesMask] ?? "instruct";
  }
  element(k: number): number {
    return this.#taken.first(k) >> rulesBits;
  }
  instance(k: number): number {
    return this.#taken.second(k);
  }
  /** As they are now. */
  list(): readonly Step[] {
    return Array.from({ length: this.length }, (_, k) => ({
      rule: this.rule(k),
      instance: this.instance(k),
      element: this.element(k),
    }));
  }
  [Symbol.iterator](): Iterator<Step> {
    return this.list().values();
  }

  push(rule: number, instance: number, element: number): void {
    this.#taken.push((element << rulesBits) | rule, instance);
  }
  clear(): void {
    if (this.length > roomKept) this.#taken = new Pairs();
    else this.#taken.clear();
  }
}
export const ruleNames: readonly Rule[] = Object.keys(rules) as readonly Rule[];
const rulesBits = 4;
const rulesMask = 2 ** rulesBits - 1;
/** Room for more steps than this is given back. */
const roomKept = 4096;
