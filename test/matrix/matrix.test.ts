/** Every fault in every transition under every policy, in virtual time: each ends where the rules say. */
import { beforeAll, describe, expect, test } from "vitest";
import { guestbook } from "../../assemblies/guestbook.ts";
import { lamp } from "../../assemblies/lamp.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import { transitionName } from "../../src/model/name.ts";
import { check } from "../../src/net/proof/proof.ts";
import { endByRules } from "./by-rules.ts";
import { declaredFor, exercises } from "./exercise.ts";
import { type Prediction, predicted, textOf } from "./prediction.ts";
import { type Trial, sampled, trialText, trialsOf } from "./trial.ts";

const subjects: readonly (readonly [string, Assembly])[] = [
  ["guestbook", guestbook],
  ["lamp", lamp],
];

describe.each(subjects)("%s", (_, sound) => {
  const all: (Trial & { readonly end: Prediction })[] = [];
  const where = (is: (trial: Trial) => boolean) => all.filter(is);
  const isFar = ({ at }: Trial): boolean => Object.hasOwn(sound.on, at.split(".")[0] ?? "");
  const isCutOff = (trial: Trial): boolean => trial.fault === "kill" && !isFar(trial);
  const isLost = (trial: Trial): boolean => trial.fault === "kill" && isFar(trial);

  beforeAll(async () => {
    for (const trial of await trialsOf(sound))
      all.push({ ...trial, end: await predicted(sound, trial) });
  }, 120_000);

  test("the exercises come to their end, and pass every transition of every instance", () => {
    for (const exercise of exercises) expect(check(declaredFor(sound, exercise))).toEqual([]);
    const passed = new Set(all.map(({ at }) => at));
    const declared = Object.entries(sound.components).flatMap(([instance, { behaviors }]) =>
      Object.values<object>(behaviors).flatMap((edges) =>
        Object.keys(edges).map((transition) => `${instance}.${transition}`),
      ),
    );
    expect([...passed].toSorted()).toEqual(declared.toSorted());
    expect(all).toHaveLength(declared.length * 3 * 3);
  });

  test("drain ends where the rules end: all is done that does not depend on what failed", () => {
    for (const { exercise, at, end, ...trial } of where(
      ({ policy, fault }) => policy === "drain" && fault !== "kill",
    )) {
      const text = trialText({ exercise, at, ...trial });
      expect(end.ends, text).toBe("failed");
      expect(end.standing, text).toBe(textOf(endByRules(declaredFor(sound, exercise), at)));
    }
  });

  test("stop begins nothing after the failure", () => {
    for (const { end, ...trial } of where((trial) => trial.policy === "stop" && !isCutOff(trial))) {
      const text = trialText(trial);
      expect(end.ends, text).toBe("failed");
      const failed = end.report.transitions.find((one) => transitionName(one) === trial.at);
      expect(failed?.ended, text).toBe(isLost(trial) ? "unknown" : "badly");
      const last = Math.max(...end.report.transitions.map(({ startS }) => startS));
      expect(last, text).toBe(failed?.startS);
    }
  });

  test("rollback ends where it began", () => {
    for (const { end, ...trial } of where(
      ({ policy, fault }) => policy === "rollback" && fault !== "kill",
    )) {
      const text = trialText(trial);
      expect(end.ends, text).toBe("rolled back");
      expect(end.standing, text).toBe(end.before);
    }
  });

  test("where another host loses its power, its action may have happened, and nothing goes back", () => {
    for (const { end, ...trial } of where(isLost)) {
      const text = trialText(trial);
      expect(end.ends, text).toBe("failed");
      expect(end.standing, text).toContain(`${trial.at.split(".")[1]} unknown`);
      const stopped = all.find(
        (one) => one.at === trial.at && isLost(one) && one.policy === "stop",
      );
      if (trial.policy === "rollback") expect(end.standing, text).toBe(stopped?.end.standing);
    }
  });

  test("where the machine of Madeus itself loses its power, the run is resumed and comes to its end", () => {
    for (const { exercise, end, ...trial } of where(isCutOff)) {
      const text = trialText({ exercise, ...trial });
      expect(end.ends, text).toBe("done");
      expect(end.standing, text).toBe(textOf(endByRules(declaredFor(sound, exercise))));
    }
  });
});

test("a sample is the same for the same seed, and draws nothing twice", () => {
  const all = Array.from({ length: 30 }, (_, k) => k);
  const drawn = sampled(all, 12, 7);
  expect(drawn).toEqual(sampled(all, 12, 7));
  expect(drawn).not.toEqual(sampled(all, 12, 8));
  expect(new Set(drawn).size).toBe(12);
  expect(sampled(all, 40, 7).toSorted((a, b) => a - b)).toEqual(all);
});
