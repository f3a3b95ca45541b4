/** How an instance does, in one word: what a person wants to see of a thousand of them at a glance. */
import {
  type Configuration,
  failed,
  lost,
  nothing,
  running,
  unknown,
} from "../semantics/configuration.ts";

/** `fresh`: it is where it began, and nothing is asked of it. `rests`: it is where it was asked to be. */
export type Stage = "failed" | "lost" | "unknown" | "runs" | "waits" | "rests" | "fresh";

/** The worst first. */
const stages: readonly Stage[] = ["failed", "lost", "unknown", "runs", "waits", "rests", "fresh"];
export const stageWords: Readonly<Record<Stage, string>> = {
  failed: "failed",
  lost: "no longer holds",
  unknown: "cut off",
  runs: "at work",
  waits: "waiting",
  rests: "in place",
  fresh: "not begun",
};

export function stageOf(c: Configuration, instance: number): Stage {
  const { transitions, places, initial } = c.life(instance);
  const marks = transitions.map(({ on }) => c.mark(instance, on));
  if (marks.includes(failed)) return "failed";
  if (places.some((_, place) => c.mark(instance, place) === lost)) return "lost";
  if (marks.includes(unknown)) return "unknown";
  if (marks.includes(running)) return "runs";
  if (c.behavior(instance) !== nothing) return "waits";
  return places.some((_, place) => place !== initial && c.mark(instance, place) > 0)
    ? "rests"
    : "fresh";
}

/** How many of each; those that do not occur are left out. */
export function countStages(all: Iterable<Stage>): ReadonlyMap<Stage, number> {
  const counts = new Map<Stage, number>();
  for (const stage of all) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  return new Map(
    stages.flatMap((stage) => {
      const count = counts.get(stage);
      return count === undefined ? [] : [[stage, count] as const];
    }),
  );
}
