/** Slack and critical path, of random deployments: told once, then tried out by letting one action take longer. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { State } from "../../src/engine/fold.ts";
import type { Report, Timing } from "../../src/engine/report.ts";
import type { SimulatedTry } from "../../src/host/simulated-script.ts";
import { rehearse } from "../../src/host/simulation.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { Limits } from "../../src/store/journal.ts";
import { type Plan, plans, programOf } from "./plan.ts";

const numRuns = Number(process.env["MADEUS_PROPERTY_RUNS"] ?? 300);
const timeout = 600_000;
/** Tries are whole milliseconds long; what differs by less is the same. */
const toleranceS = 1e-6;

/** @param later  one try that takes longer, by so many milliseconds */
function played(plan: Plan, limits: Limits, later?: readonly [Timing, number]): Promise<Report> {
  const program = programOf(plan);
  const triesMs = ({ instance, transition }: SimulatedTry): readonly number[] =>
    plan[Number(instance.slice(1))]?.transitions[Number(transition.slice(1))]?.triesMs ?? [];
  const isLater = (one: SimulatedTry): boolean =>
    one.instance === later?.[0].instance &&
    one.transition === later[0].transition &&
    one.attempt === later[0].attempt;
  const state = new State(catalogOf(program));
  return rehearse(state, (engine) => engine.submit("plan", program), {
    limits,
    durationMs: (one) =>
      (triesMs(one)[one.attempt - 1] ?? 0) + (isLater(one) ? (later?.[1] ?? 0) : 0),
    fail: (one) => one.attempt < triesMs(one).length,
  });
}

test("without limits, slack is exactly what an action may take longer", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(), async (plan, which) => {
      const { transitions, makespanS } = await played(plan, {});
      const one = transitions[which % transitions.length];
      if (one === undefined) return;
      expect(one.slackS).toBeGreaterThanOrEqual(0);
      const slackMs = one.slackS * 1000;
      const just = await played(plan, {}, [one, slackMs]);
      expect(Math.abs(just.makespanS - makespanS)).toBeLessThan(toleranceS);
      const more = await played(plan, {}, [one, slackMs + 50]);
      expect(Math.abs(more.makespanS - makespanS - 0.05)).toBeLessThan(toleranceS);
    }),
    { numRuns },
  );
});

const limits = fc.record({
  total: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  perHost: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  named: fc.constantFrom({}, { rare: 1 }),
});

test("the critical path goes from the beginning to the end without a gap", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(plans, limits, async (plan, bound) => {
      const { criticalPath, makespanS, transitions } = await played(plan, bound);
      if (transitions.length === 0) return;
      expect(criticalPath[0]?.startS).toBe(0);
      expect(criticalPath.at(-1)?.endS).toBe(makespanS);
      for (const [k, one] of criticalPath.entries()) {
        const before = criticalPath[k - 1];
        const sinceS = before === undefined ? 0 : before.endS;
        // Between two tries of one action there is a pause, and only there.
        const pauseS = one.attempt > 1 && one.waitedFor === undefined ? one.dueS - sinceS : 0;
        expect(Math.abs(one.startS - sinceS - pauseS)).toBeLessThan(toleranceS);
        expect(one.slackS).toBeLessThan(toleranceS);
      }
    }),
    { numRuns },
  );
});

test("an action that began when it was due waited for no limit, one that began later names one", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(plans, limits, async (plan, bound) => {
      const { transitions } = await played(plan, bound);
      for (const { dueS, startS, waitedFor } of transitions) {
        expect(waitedFor !== undefined).toBe(startS - dueS > toleranceS);
        if (waitedFor === "total") expect(bound.total).toBeDefined();
        else if (waitedFor?.startsWith("host ") === true) expect(bound.perHost).toBeDefined();
        else if (waitedFor !== undefined) expect(waitedFor).toBe("limit rare");
      }
    }),
    { numRuns },
  );
});
