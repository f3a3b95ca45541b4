/** What must be true of every run: random systems and deployments in virtual time, with failures, limits, stops and crashes. */
import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Limits } from "../../src/store/journal.ts";
import type { Work } from "../../src/engine/performer.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { advance } from "../../src/semantics/advance.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { everything } from "../../src/semantics/step.ts";
import type { Instruction } from "../../src/model/program.ts";
import { systems } from "../oracle/arbitrary.ts";
import { brokenLaws } from "./law.ts";
import { livesOf, ordeals } from "./ordeal.ts";
import { type Plan, criticalPathMs, plans, programOf, workMs } from "./plan.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { type Simulation, simulate } from "./simulation.ts";

const timeout = 600_000;
/** Of each property. */
const numRuns = Number(process.env["MADEUS_PROPERTY_RUNS"] ?? 300);

test("whatever happens to a run, it keeps the laws of all runs", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(ordeals, async (ordeal) => {
      for (const life of await livesOf(ordeal)) expect(brokenLaws(life, ordeal.limits)).toEqual([]);
    }),
    { numRuns },
  );
});

test("the same seed gives the same journal", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(ordeals, async (ordeal) => {
      const [one, other] = [await livesOf(ordeal), await livesOf(ordeal)];
      const journals = (lives: typeof one) => lives.map(({ run }) => run.records);
      expect(journals(one)).toEqual(journals(other));
    }),
    { numRuns: numRuns / 5 },
  );
});

test("without limits a deployment takes as long as its critical path, with them no less", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(plans, limits, async (plan, limited) => {
      const criticalMs = criticalPathMs(plan);
      const free = await carriedOut(plan);
      expect(makespanMs(free)).toBe(criticalMs);
      const bound = await carriedOut(plan, limited);
      expect(makespanMs(bound)).toBeGreaterThanOrEqual(criticalMs);
      expect(canonical(bound.state.configuration)).toBe(canonical(free.state.configuration));
    }),
    { numRuns },
  );
});

test("no slot stays free that something could use", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 1, max: 4 }), async (plan, total) => {
      const run = await carriedOut(plan, { total });
      // While not all slots are taken the critical path goes on.
      expect(makespanMs(run)).toBeLessThanOrEqual(workMs(plan) / total + criticalPathMs(plan));
    }),
    { numRuns },
  );
});

test("a deployment cut after any of its records ends as if nobody had cut it", {
  timeout,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      limits,
      fc.array(fc.nat(999), { maxLength: 3 }),
      async (plan, limited, cuts) => {
        const whole = await carriedOut(plan, limited);
        let { records } = whole;
        for (const cut of [...cuts, 999]) {
          const length = 1 + Math.floor(((records.length - 1) * cut) / 999);
          const kept = records.slice(0, length).map((record) => JSON.stringify(record));
          ({ records } = await carriedOut(plan, limited, kept));
        }
        const last = await carriedOut(
          plan,
          limited,
          records.map((record) => JSON.stringify(record)),
        );
        expect(last.outcome).toBe("done");
        expect(last.tries).toEqual([]);
        expect(canonical(last.state.configuration)).toBe(canonical(whole.state.configuration));
      },
    ),
    { numRuns },
  );
});

test("the engine adds nothing to the time that the rules take", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(systems({ instructionsMax: 14 }), async ({ instructions }) => {
      const run = await simulate({ program: instructions, durationMs: lengthMs });
      const timed = run.tries.map(({ work, startMs, endMs }) => timedText(work, startMs, endMs));
      const naive = naivelyRun(instructions);
      expect(timed).toEqual(naive.tries);
      expect(canonical(run.state.configuration)).toBe(canonical(naive.configuration));
    }),
    { numRuns },
  );
});

const limits: fc.Arbitrary<Limits> = fc.record({
  total: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  perHost: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  named: fc.record({ rare: fc.integer({ min: 1, max: 2 }) }),
});

/** The tries of a plan fail as planned; one more that a crash makes necessary does not. */
function carriedOut(plan: Plan, limited: Limits = {}, kept?: string[]): Promise<Simulation> {
  const planned = ({ instance, transition }: Pick<Work, "instance" | "transition">) =>
    plan[Number(instance.slice(1))]?.transitions[Number(transition.slice(1))]?.triesMs ?? [];
  const program = programOf(plan);
  return simulate({
    ...(kept === undefined ? { program } : { kept, catalog: catalogOf(program) }),
    limits: limited,
    durationMs: (work) => planned(work)[work.attempt - 1] ?? 0,
    becomes: (work) =>
      work.attempt < planned(work).length
        ? { kind: "failed", error: { code: "MADEUS_ACTION_FAILED", message: "as planned" } }
        : undefined,
  });
}

const makespanMs = ({ records }: Simulation): number => records.at(-1)?.atMs ?? 0;

const lengthMs = ({ instance, transition }: Pick<Work, "instance" | "transition">): number =>
  Number.parseInt(hash("sha256", `${instance}.${transition}`).slice(0, 6), 16) % 997;
const timedText = (work: Pick<Work, "instance" | "transition">, startMs: number, endMs: number) =>
  `${work.instance}.${work.transition} ${startMs} ${endMs}`;

/** The rules alone, told of the ends in the order of time. */
function naivelyRun(instructions: readonly Instruction[]) {
  const configuration = new Configuration();
  const tries: string[] = [];
  let running: { startMs: number; endMs: number; instance: number; transition: number }[] = [];
  const begin = (steps: ReturnType<typeof advance>, startMs: number): void => {
    for (const { rule, instance, element } of steps)
      if (rule === "fire") {
        const endMs = startMs + lengthMs(namesOf(configuration, instance, element));
        running.push({ startMs, endMs, instance, transition: element });
      }
  };
  begin(advance(configuration, { type: "program", instructions }), 0);
  while (running.length > 0) {
    const nowMs = Math.min(...running.map(({ endMs }) => endMs));
    const ending = running.filter(({ endMs }) => endMs === nowMs);
    running = running.filter(({ endMs }) => endMs > nowMs);
    for (const { startMs, instance, transition } of ending) {
      tries.push(timedText(namesOf(configuration, instance, transition), startMs, nowMs));
      const values = everything(configuration, instance);
      begin(advance(configuration, { type: "ended", instance, transition, values }), nowMs);
    }
  }
  return { configuration, tries };
}

const namesOf = (c: Configuration, instance: number, transition: number) => ({
  instance: c.names[instance] ?? "",
  transition: c.life(instance).transitions[transition]?.name ?? "",
});
