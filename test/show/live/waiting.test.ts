/** What waits is kept as the run goes on; here it is compared with what a look at all instances finds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Configuration, nothing } from "../../../src/semantics/configuration.ts";
import { lacksOfInstance } from "../../../src/semantics/lack-token.ts";
import type { Activity } from "../../../src/show/live/activity.ts";
import { systems } from "../../oracle/arbitrary.ts";
import { played } from "./played.ts";
import { shopProgram } from "./shop.ts";

/** instance → what it waits for, by looking at all. */
function waitingIn(c: Configuration): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const instance of c.all()) {
    if (c.behavior(instance) === nothing || c.isAtWork(instance)) continue;
    const lacks = lacksOfInstance(c, instance);
    const [first] = lacks;
    if (first === undefined || lacks.some(({ kind }) => kind !== "waits")) continue;
    const [question] = first.ask;
    const isPort = question?.about === "provide";
    found.set(instance, isPort ? `${question.instance} ${question.index}` : first.text);
  }
  return found;
}

const ascending = (a: number, b: number): number => a - b;

const groupsOf = ({ waiting }: Activity): object =>
  Object.fromEntries(
    waiting.first(Infinity).map(({ key, members }) => [key, [...members].toSorted(ascending)]),
  );

function groupsIn(c: Configuration): object {
  const groups: Record<string, number[]> = {};
  for (const [instance, key] of waitingIn(c)) (groups[key] ??= []).push(instance);
  return Object.fromEntries(
    Object.entries(groups).map(([key, all]) => [key, all.toSorted(ascending)]),
  );
}

test("after each record of any program the same wait for the same things", async () => {
  let waits = 0;
  await fc.assert(
    fc.asyncProperty(systems(), fc.nat(6), async ({ instructions }, failing) => {
      let tries = 0;
      await played({
        program: instructions,
        origin: undefined,
        durationMs: ({ number, edge }) => 100 * (1 + ((number * 7 + edge * 3) % 5)),
        becomes: () =>
          ++tries % 7 === failing
            ? { kind: "failed", error: { code: "MADEUS_ACTION_FAILED", message: "it broke" } }
            : undefined,
        seen(activity) {
          const { configuration } = activity.of;
          waits += activity.waiting.count;
          expect(groupsOf(activity)).toEqual(groupsIn(configuration));
        },
      });
    }),
    { numRuns: 60 },
  );
  expect(waits).toBeGreaterThan(0);
});

test("those for which most wait come first", async () => {
  await played({
    program: shopProgram(5),
    looks: {
      9_000({ waiting }) {
        expect(waiting).toMatchObject({ count: 5, groups: 1 });
        expect(waiting.first(3)).toMatchObject([{ port: "db.sql" }]);
      },
      41_000: ({ waiting }) => expect(waiting).toMatchObject({ count: 0, groups: 0 }),
    },
  });
});

test("what may have changed is judged once, when somebody looks", async () => {
  let looked = 0;
  await played({
    program: shopProgram(300),
    looks: {
      9_000({ of, waiting }) {
        const { configuration } = of;
        const behavior = configuration.behavior.bind(configuration);
        configuration.behavior = (instance) => {
          looked++;
          return behavior(instance);
        };
        expect(waiting.count).toBe(300);
        const first = looked;
        expect(waiting.count).toBe(300);
        expect(looked).toBe(first);
        configuration.behavior = behavior;
      },
    },
  });
  expect(looked).toBeGreaterThan(0);
});
