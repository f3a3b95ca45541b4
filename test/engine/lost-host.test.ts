/** Hosts that are lost in the middle of a run: what was begun there is unknown, what was not has failed, and a later run goes on. */
import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome, Work } from "../../src/engine/performer.ts";
import { why } from "../../src/semantics/why.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { Entry } from "../../src/store/journal.ts";
import { byHand, row } from "./by-hand.ts";
import { type Plan, plans, programOf } from "./plan.ts";
import { type Simulation, simulate } from "./simulation.ts";

const error = { code: "MADEUS_HOST_UNREACHABLE", message: "host db: it cannot be reached" };
const begun: Outcome = { kind: "cut", error };
const notBegun: Outcome = { kind: "failed", error };

describe("an action that may be alive on a lost host", () => {
  test("is unknown, with the reason, and the run has failed", async () => {
    const run = byHand({ program: row(["a", "b"]) });
    run.end("a.go", begun);
    run.end("b.go");
    await Promise.resolve();
    expect(run.outcome()).toBe("failed");
    const unknown = { type: "unknown", instance: "a", transition: "go", error };
    expect(run.records()).toContainEqual(expect.objectContaining(unknown));
    const { configuration: c } = run.engine.state;
    expect(why(c, c.number("a") ?? -1).map(({ text }) => text)).toEqual([
      "whether a.go has ended is not known: host db: it cannot be reached",
    ]);
  });

  test.each([
    { onError: "drain", begun: ["a.go 1", "b.go 1"] },
    { onError: "stop", begun: ["a.go 1"] },
  ] as const)("lets the run $onError", ({ onError, begun: all }) => {
    const run = byHand({ program: row(["a", "b"]), limits: { total: 1 }, onError });
    run.end("a.go", begun);
    expect(run.begun).toEqual(all);
  });

  test("is not tried again by itself", async () => {
    const run = byHand({ program: row(["a"], { retry: { attempts: 3 } }) });
    run.end("a.go", begun);
    run.clock.run();
    await Promise.resolve();
    expect(run.begun).toEqual(["a.go 1"]);
    expect(run.outcome()).toBe("failed");
  });

  test("stays so while the host is away, and is run again when it is certain that nothing of it is left", async () => {
    const program = row(["a"]);
    const first = byHand({ program });
    first.end("a.go", begun);
    const away = byHand({ program, kept: first.kept });
    away.find("a.go", { kind: "left", error: { ...error, message: "host db: still away" } });
    await Promise.resolve();
    expect(away.outcome()).toBe("failed");
    const { configuration: c } = away.engine.state;
    expect(c.failure(0, c.life(0).transitions[0]?.on ?? -1)?.message).toBe("host db: still away");
    const back = byHand({ program, kept: away.kept });
    expect(back.begun).toEqual([]);
    back.find("a.go", { kind: "rerun" });
    expect(back.begun).toEqual(["a.go 2"]);
    back.end("a.go");
    await Promise.resolve();
    expect(back.outcome()).toBe("done");
    expect(back.engine.state.configuration.failures.size).toBe(0);
  });
});

test("an action that could not begin there is tried again as often as it may be", async () => {
  const run = byHand({ program: row(["a"], { retry: { attempts: 2, delayMs: 10 } }) });
  run.end("a.go", notBegun);
  run.clock.run();
  expect(run.begun).toEqual(["a.go 1", "a.go 2"]);
  run.end("a.go", notBegun);
  await Promise.resolve();
  expect(run.outcome()).toBe("failed");
  expect(run.engine.state.configuration.failedTokens).toBe(1);
});

/** Hosts that are away, by the number of the run: with the last one all are back. */
const outages = fc.array(fc.subarray(["h0", "h1", "h2"]), { minLength: 1, maxLength: 4 });

test("whichever hosts are lost and come back, the end is the same", async () => {
  await fc.assert(
    fc.asyncProperty(plans, outages, fc.nat(999), async (plan, away, seed) => {
      const undisturbed = await oneRun(plan, [], seed);
      let run = await oneRun(plan, away[0] ?? [], seed);
      for (const hosts of [...away.slice(1), []]) {
        const kept = run.records.map((record) => JSON.stringify(record));
        run = await oneRun(plan, hosts, seed, kept, run);
      }
      expect(run.outcome).toBe("done");
      expect(canonical(run.state.configuration)).toBe(canonical(undisturbed.state.configuration));
    }),
    { numRuns: 100 },
  );
}, 60_000);

/** Goes on with a journal, if there is one, while some hosts are away. */
async function oneRun(
  plan: Plan,
  away: readonly string[],
  seed: number,
  kept?: string[],
  before?: Simulation,
): Promise<Simulation> {
  const program = programOf(plan).map((one) => {
    if (one.op !== "add") return one;
    return { ...one, on: `h${drawn(seed, 3, one.instance)}` };
  });
  const isAway = ({ host }: Work): boolean => away.includes(host);
  return simulate({
    ...(kept === undefined ? { program } : { kept, catalog: catalogOf(program) }),
    decisions: before === undefined ? [] : [{ type: "go" }, ...refires(before)],
    durationMs: (work) => drawn(seed, 1000, work.key),
    becomes(work) {
      if (!isAway(work)) return undefined;
      return drawn(seed, 2, work.key, work.attempt) === 0 ? begun : notBegun;
    },
    verdict: (work) => (isAway(work) ? { kind: "left", error } : { kind: "rerun" }),
  });
}

const refires = ({ state }: Simulation): readonly Entry[] =>
  [...state.tasks].flatMap((task) => {
    const c = state.configuration;
    const transition = c.life(task.instance).transitions[task.transition]?.name ?? "";
    const instance = c.names[task.instance] ?? "";
    return task.state === "failed" ? [{ type: "refire", instance, transition } as const] : [];
  });

const drawn = (seed: number, max: number, ...words: readonly (string | number)[]): number =>
  Number.parseInt(hash("sha256", [seed, ...words].join(" ")).slice(0, 8), 16) % max;
