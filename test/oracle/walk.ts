/**
 * Random walks through the naive semantics, alone or side by side with another implementation.
 *
 * At every state the other one must look the same and have the same rules enabled; invariants are checked on the way.
 */
import fc from "fast-check";
import type { Instruction } from "../../src/model/program.ts";
import { type System, type SystemSizes, systems } from "./arbitrary.ts";
import { invariants, stepInvariants } from "./invariants.ts";
import { pictureOf } from "./naive-picture.ts";
import { apply, events, initial, steps, submit } from "./naive.ts";
import { type Picture, canonical } from "./picture.ts";
import type { State } from "./state.ts";
import { type Event, type NaiveStep, stepText } from "./step.ts";

/** An implementation that can be walked step by step. A state may be changed in place: only the last one is used. */
export interface Walker<S> {
  initial(): S;
  submit(state: S, instructions: readonly Instruction[]): S;
  /** The texts (`stepText`) of all rules that are enabled, `end` at each station included. */
  enabled(state: S): readonly string[];
  apply(state: S, step: NaiveStep): S;
  picture(state: S): Picture;
}
export interface Walk {
  /** Submitted one after the other: each when nothing else can be done, or before. */
  readonly programs: readonly (readonly Instruction[])[];
  /** What is drawn at each step. */
  readonly draws: readonly number[];
}

/** Walks of up to `lengthMax` steps through a system whose instructions are given as several programs. */
export const walks = (
  lengthMax: number,
  sizes: Partial<SystemSizes> = {},
  system: fc.Arbitrary<System> = systems({ instructionsMax: 24, ...sizes }),
): fc.Arbitrary<Walk> =>
  fc
    .record({
      system,
      cuts: fc.array(fc.integer({ min: 4, max: 40 }), { maxLength: 6, size: "max" }),
      draws: fc.array(fc.nat(1_999_999), { minLength: 20, maxLength: lengthMax, size: "max" }),
    })
    .map(({ system: { instructions, ...text }, cuts, draws }) => {
      const ends = [...cuts.toSorted((a, b) => a - b), instructions.length];
      const programs = ends.map((end, k) => instructions.slice(ends[k - 1] ?? 0, end));
      return { programs: programs.filter(({ length }) => length > 0), draws, ...text };
    });

/** Components that fork and join and have no ports: their tokens are free to move, so that pasts get long. */
export const alone = { instancesMin: 1, instancesMax: 1, placesMax: 7, portsMax: 0 } as const;

/** The story of the first difference or broken invariant on the way; undefined when there is none. */
export function firstFault<S>(walk: Walk, other?: Walker<S>): string | undefined {
  const story: string[] = [];
  const waiting = [...walk.programs];
  let state = initial();
  let beside = other?.initial();
  for (const drawn of walk.draws) {
    const program = steps(state).length === 0 || drawn % 20 === 0 ? waiting.shift() : undefined;
    if (program !== undefined) {
      story.push(`submit ${program.length}`);
      state = submit(state, program);
      beside = other?.submit(beside as S, program);
    }
    const difference = other && differenceAt(state, other, beside as S);
    if (difference !== undefined) return [...story, difference].join("\n");
    const step = stepAt(state, Math.floor(drawn / 20));
    if (step === undefined) continue;
    story.push(stepText(step));
    const before = state;
    state = apply(before, step);
    const broken = [...stepInvariants(before, step, state), ...invariants(state)];
    if (broken.length > 0) return [...story, ...broken, canonical(pictureOf(state))].join("\n");
    beside = other?.apply(beside as S, step);
  }
  return undefined;
}

/** How the other implementation differs at this state. */
function differenceAt<S>(state: State, other: Walker<S>, beside: S): string | undefined {
  const expected = canonical(pictureOf(state));
  const found = canonical(other.picture(beside));
  if (found !== expected) return `naive:\n${expected}\nother:\n${found}`;
  const rules = steps(state).map(stepText).toSorted();
  const enabled = other.enabled(beside).toSorted();
  return rules.join() === enabled.join()
    ? undefined
    : `at\n${expected}\nnaive: ${rules.join(", ")}\nother: ${enabled.join(", ")}`;
}

/** How often each event is drawn, in a thousand draws. */
const frequencies: Readonly<Record<Event["rule"], number>> = {
  fail: 100,
  refire: 30,
  skip: 30,
  ask: 15,
  unknown: 20,
  lost: 5,
  found: 5,
  stop: 2,
  go: 20,
  abandon: 2,
};

/** The drawn event where it is possible, else a rule; undefined where nothing is enabled. */
export function stepAt(state: State, drawn: number): NaiveStep | undefined {
  const choice = Math.floor(drawn / 1000);
  const choices: readonly NaiveStep[] = eventsAt(state, drawn % 1000) ?? steps(state);
  const step = choices[choice % choices.length];
  const sparing = choice % 3 === 0;
  return step !== undefined && "gives" in step && sparing ? { ...step, gives: [] } : step;
}

function eventsAt(state: State, share: number): readonly Event[] | undefined {
  let left = share;
  const rule = keysOf(frequencies).find((one) => (left -= frequencies[one]) < 0);
  const possible = rule === undefined ? [] : events(state, rule);
  return possible.length === 0 ? undefined : possible;
}

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) =>
  Object.keys(record) as K[];
