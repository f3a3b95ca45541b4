/** What is tried: a fault in one transition, in an exercise that passes it, under a policy. */
import type { Assembly } from "madeus";
import { simulate } from "madeus/testing";
import { transitionName } from "../../src/model/name.ts";
import { type Exercise, declaredFor, exercises } from "./exercise.ts";
import { type Fault, faults } from "./fault.ts";

export const policies = ["stop", "drain", "rollback"] as const;
export type TrialPolicy = (typeof policies)[number];

export interface Trial {
  readonly exercise: Exercise;
  /** `instance.transition` */
  readonly at: string;
  readonly fault: Fault;
  readonly policy: TrialPolicy;
}

export const trialText = ({ exercise, at, fault, policy }: Trial): string =>
  `${exercise}: ${at}, ${fault}, ${policy}`;

/** The transitions with the first exercise in which each is passed, in the order in which they are. */
async function passings(sound: Assembly): Promise<readonly Pick<Trial, "exercise" | "at">[]> {
  const first = new Map<string, Exercise>();
  for (const exercise of exercises) {
    const { transitions } = await simulate(declaredFor(sound, exercise), { limits: { total: 1 } });
    for (const at of transitions.map(transitionName)) if (!first.has(at)) first.set(at, exercise);
  }
  return [...first].map(([at, exercise]) => ({ at, exercise }));
}

export async function trialsOf(sound: Assembly): Promise<readonly Trial[]> {
  const all = await passings(sound);
  return all.flatMap((one) =>
    faults.flatMap((fault) => policies.map((policy) => ({ ...one, fault, policy }))),
  );
}

/** As many of them, each drawn once; the same for the same seed. */
export function sampled<One>(all: readonly One[], count: number, seed: number): readonly One[] {
  const left = [...all];
  let drawn = seed;
  return Array.from({ length: Math.min(count, left.length) }, () => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return left.splice(drawn % left.length, 1);
  }).flat();
}
