/** The net says how long a run takes; the engine runs it in virtual time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { State } from "../../../src/engine/fold.ts";
import { rehearse } from "../../../src/host/simulation.ts";
import type { Instruction } from "../../../src/model/program.ts";
import { actionOf } from "../../../src/net/proof/expectation.ts";
import { explore } from "../../../src/net/explore/explore.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { opening } from "../../../src/net/proof/opening.ts";
import { rangesOf, scheduleOf } from "../../../src/net/time/time.ts";
import { translate } from "../../../src/net/translate/translate.ts";
import { catalogOf } from "../../../src/store/catalog.ts";
import { systems } from "../../oracle/arbitrary.ts";
import { assembling, layered } from "../../semantics/layered.ts";
import { push, wait } from "../../semantics/scenario.ts";

/** Some whole seconds, by the name of what takes them. */
type Lasts = (instance: string, transition: string) => number;
const anyLasts: fc.Arbitrary<Lasts> = fc
  .array(fc.nat(9), { minLength: 97, maxLength: 97 })
  .map((seconds) => (instance, transition) => {
    const name = `${instance}.${transition}`;
    const at = [...Array(name.length).keys()].reduce((n, k) => 31 * n + name.charCodeAt(k), 0);
    return seconds[at % 97] ?? 0;
  });

/** Undefined where no single run stands for all, or it is not known to within some thousand states. */
function makespanByNet(instructions: readonly Instruction[], lasts: Lasts): number | undefined {
  const translation = translate(opening(instructions));
  const run = translation && explore(translation.net, { statesMax: 2_000 }).run;
  if (translation === undefined || run === undefined) return undefined;
  const occurrence = occurrenceOf(translation.net, run);
  const { minUs } = rangesOf(translation.net, occurrence, (t) => {
    const action = actionOf(translation, t);
    const s = action && lasts(action.member.name, action.edge.name);
    return s === undefined ? undefined : { minS: s, maxS: s };
  });
  return scheduleOf(occurrence, minUs).makespanUs / 1e6;
}

async function makespanByEngine(instructions: readonly Instruction[], lasts: Lasts) {
  const { makespanS } = await rehearse(
    new State(catalogOf(instructions)),
    (engine) => engine.submit("agreement", instructions),
    { durationMs: ({ instance, transition }) => 1000 * lasts(instance, transition) },
  );
  return makespanS;
}

test("a deployment takes as long by its net as by the engine", async () => {
  await fc.assert(
    fc.asyncProperty(layered, anyLasts, async (plans, lasts) => {
      const pushes = plans.flatMap(({ name }) => push(name, "deploy"));
      const instructions = [...assembling(plans), ...pushes, wait()];
      const makespanS = makespanByNet(instructions, lasts);
      expect(makespanS).toBeDefined();
      expect(await makespanByEngine(instructions, lasts)).toBeCloseTo(makespanS ?? -1, 6);
    }),
    { numRuns: 6 },
  );
});

test("a program takes as long by its net as by the engine, where one run stands for all", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(systems(), anyLasts, async ({ instructions }, lasts) => {
      const makespanS = makespanByNet(instructions, lasts);
      if (makespanS === undefined) return;
      compared++;
      expect(await makespanByEngine(instructions, lasts)).toBeCloseTo(makespanS, 6);
    }),
    { numRuns: 60, seed: 1 },
  );
  expect(compared).toBeGreaterThan(2);
});
