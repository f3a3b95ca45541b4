/** Two engines on one state file, in virtual time: whoever dies, and in whatever order they go on, it comes to what it comes to one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { claimed } from "../../src/command/claim.ts";
import { decide } from "../../src/command/decisions.ts";
import { openRun } from "../../src/command/open-run.ts";
import { resumption } from "../../src/command/resumption.ts";
import { type Session, adopt, openSession } from "../../src/command/session.ts";
import { treeOfAll } from "../../src/command/all-that-stands.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { deployment } from "../../src/model/program.ts";
import { canonical, start } from "../../src/semantics/explore.ts";
import { settle } from "../../src/semantics/settle.ts";
import { causeOf } from "../../src/store/commit.ts";
import { fsckFile } from "../../src/store/sqlite-fsck.ts";
import { history } from "../../src/store/history.ts";
import { mainBranch } from "../../src/store/historian.ts";
import { commitAt } from "../../src/store/objects.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { stateDirectory } from "../store/state-directory.ts";
import { begun, claimedFor, deployed, opening, programOn } from "./engines.ts";
import { kinds, names, site } from "./four-webs.ts";

interface Life {
  /** Which web, and which of the programs. */
  readonly name: (typeof names)[number];
  readonly kind: number;
  /** Before which of its commits it dies; one that is past them lives. */
  readonly dies: number;
  readonly durationMs: number;
}
const lives = fc.record({
  kind: fc.nat(kinds.length - 1),
  dies: fc.integer({ min: 2, max: 12 }),
  durationMs: fc.integer({ min: 1, max: 5 }),
});

/** Goes on with a run until it is done. */
async function goOn(
  directory: string,
  run: number,
  { name, kind, durationMs }: Life,
): Promise<void> {
  const declared = programOn(name, kind);
  const { session } = claimed(opening(directory), (found) => ({
    due: undefined,
    touches: openRun(found, run) ?? [],
  }));
  adopt(session, { declared, components: [] });
  const clock = new VirtualClock();
  const decisions = decide(session.state, { refire: [], skip: [], give: [], withdraw: [] });
  const give = resumption(session.state, decisions);
  const ended = begun({ session }, clock, { declared, dies: Infinity, durationMs, give });
  clock.run();
  expect(await ended).toBe("done");
}

/** The instances by name, whatever came first. */
const standing = (text: string): readonly string[] => text.split("\n").slice(1).toSorted();

/** Both run at once, and those that died are gone on with, in this order or turned; gives how many died. */
async function livedThrough(
  directory: string,
  both: readonly Life[],
  isTurned: boolean,
): Promise<number> {
  const clock = new VirtualClock();
  const running = both.map(({ name, kind, ...life }) => {
    const declared = programOn(name, kind);
    const held = claimedFor(directory, declared);
    const give = (engine: Engine): void => engine.submit(name, declared.instructions);
    return begun(held, clock, { declared, ...life, give });
  });
  clock.run();
  const outcomes = await Promise.all(running);
  const left = outcomes.flatMap((outcome, k) => (outcome === "dead" ? [k] : []));
  for (const k of isTurned ? left.toReversed() : left) {
    const life = both[k];
    const begunAs = openSession({ directory, mode: "read" });
    const isOpen = begunAs.open.some(({ runs }) => runs[0] === k + 2);
    begunAs.close();
    // One that died before its first commit has begun nothing.
    if (life !== undefined && isOpen) await goOn(directory, k + 2, life);
  }
  return left.length;
}

/** It stands as if they had come one after the other, and so says the last commit. */
function expectAsOneByOne(session: Session, both: readonly Life[]): void {
  const { records, state, store, file } = session;
  expect(new Set(records.map(({ seq }) => seq)).size).toBe(records.length);
  expect(state.parts.size).toBe(0);
  // The naive way: one after the other, and all that has begun.
  const reference = start([]);
  settle(reference, { type: "program", instructions: deployment(site) });
  for (const [k, { name, kind }] of both.entries())
    if (records.some((record) => record.type === "program" && record.run === k + 2))
      settle(reference, {
        type: "program",
        instructions: programOn(name, kind).instructions,
      });
  expect(standing(canonical(state.configuration))).toEqual(standing(canonical(reference)));
  const head = store.branches.find(mainBranch) ?? "";
  expect(commitAt(store.objects, head).tree).toBe(treeOfAll(state, records).write(memoryObjects()));
  const causes = history(store.objects, [head]).map(({ commit }) => causeOf(commit)?.run);
  expect(new Set(causes).size).toBeGreaterThan(1);
  expect(fsckFile(file).findings).toEqual([]);
}

test("two that run at once, die, and are gone on with in either order", {
  timeout: 60_000,
}, async () => {
  let dead = 0;
  const numbers = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      lives,
      lives,
      fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      fc.boolean(),
      async (one, other, [first = "web1", second = "web2"], isTurned) => {
        const directory = stateDirectory();
        await deployed(directory);
        const both: Life[] = [
          { name: first, ...one },
          { name: second, ...other },
        ];
        dead += await livedThrough(directory, both, isTurned);
        const session = openSession({ directory, mode: "read" });
        for (const { seq } of session.records) numbers.add(Math.floor(seq / 1e9));
        expectAsOneByOne(session, both);
        session.close();
      },
    ),
    { numRuns: 12 },
  );
  expect(dead).toBeGreaterThan(4);
  expect([...numbers]).toContain(1);
});
