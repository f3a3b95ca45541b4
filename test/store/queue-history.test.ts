/** Queues in long histories: branches in branches, and branches that merge each other again and again, crosswise too. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { queuesIn } from "../../src/store/queue.ts";
import type { Queue } from "../../src/store/queue-head.ts";
import { keyOf } from "../../src/store/spine/part.ts";
import { leavesBetween } from "../../src/store/spine/slice.ts";
import { type Both, done, emptyBoth, mergedBoth, valueOf, valuesOf } from "./queue-model.ts";

const objects = memoryObjects();
const queues = queuesIn(objects);
const checked = (both: Both): Both => {
  expect(queues.elements(both.queue)).toEqual(valuesOf(both.list));
  return both;
};

/** Numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * The random histories that Irmin's queues are tested by: a stretch of pushes and pops; then, the likelier the shallower it is, branches
 * that go on in the same way, each merged with the next.
 */
function randomHistory(
  seed: number,
  [length, branches, depth]: readonly [number, number, number],
): number {
  const next = chance(seed);
  const goesOn = (mean: number, sofar: number): boolean => next() < Math.exp(-sofar / mean);
  let merges = 0;
  const fill = (from: Both): Both => {
    let both = from;
    for (let pushes = 0; goesOn(length, pushes); ) {
      const isPush = goesOn(length, both.list.length);
      both = done(queues, both, [isPush ? { push: `${seed}/${pushes}` } : "pop"]);
      if (isPush) pushes += 1;
    }
    return both;
  };
  const build = (from: Both, at: number, level: number): Both => {
    const filled = fill(from);
    return goesOn(depth, level) ? branch(filled, at, level) : filled;
  };
  const branch = (from: Both, at: number, level: number): Both => {
    const x = build(from, at, level + 1);
    if (!goesOn(branches, at) || merges > 150) return x;
    const y = branch(from, at + 1, level);
    merges += 1;
    const isSame = x.queue.mark === y.queue.mark && x.queue.spine.size === y.queue.spine.size;
    return isSame ? x : checked(mergedBoth(queues, from, x, y));
  };
  build(emptyBoth(queues), 0, 0);
  return merges;
}

describe("branches in branches", () => {
  const settings = [
    { pushes: 10, branches: 10, depth: 4, runs: 4 },
    { pushes: 100, branches: 4, depth: 10, runs: 2 },
    { pushes: 100, branches: 2, depth: 20, runs: 3 },
    { pushes: 100, branches: 10, depth: 10, runs: 1 },
  ];
  test.each(settings)(
    "about $pushes pushes, $branches branches, $depth deep: each merge is as the lists say",
    ({ pushes, branches, depth, runs }) => {
      let merges = 0;
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          merges += randomHistory(seed, [pushes, branches, depth]);
        }),
        { numRuns: runs, endOnFailure: true },
      );
      expect(merges).toBeGreaterThan(0);
    },
  );
});

/** A state of a queue in a history, and the keys of all that was pushed and popped on the way to it. */
interface State {
  readonly queue: Queue;
  readonly parents: readonly State[];
  readonly pushed: ReadonlySet<string>;
  readonly popped: ReadonlySet<string>;
}

const ancestorsOf = (state: State): ReadonlySet<State> => {
  const seen = new Set([state]);
  for (const one of seen) for (const parent of one.parents) seen.add(parent);
  return seen;
};

/** What two states have in common; where it is several, merged. */
function commonState(a: State, b: State): State | undefined {
  const inB = ancestorsOf(b);
  const common = [...ancestorsOf(a)].filter((one) => inB.has(one));
  const lowest = common.filter(
    (one) => !common.some((other) => other !== one && ancestorsOf(other).has(one)),
  );
  return lowest.length === 0 ? undefined : lowest.reduce((sum, one) => mergedState(sum, one));
}

function mergedState(x: State, y: State): State {
  if (ancestorsOf(x).has(y)) return x;
  if (ancestorsOf(y).has(x)) return y;
  return {
    queue: valueOf(queues.merge(commonState(x, y)?.queue, x.queue, y.queue)),
    parents: [x, y],
    pushed: x.pushed.union(y.pushed),
    popped: x.popped.union(y.popped),
  };
}

/** What tells the elements of a queue apart: what each is, and by which push it came. */
const keysIn = ({ spine }: Queue): readonly string[] =>
  [...leavesBetween(objects, spine, 0, spine.size)].map(({ leaf }) => keyOf(leaf));

function changed(state: State, push: string | undefined): State {
  const { queue, pushed, popped } = state;
  const parents = [state];
  if (push !== undefined) {
    const next = queues.push(queue, push);
    return { queue: next, parents, pushed: pushed.union(new Set(keysIn(next).slice(-1))), popped };
  }
  const pop = queues.pop(queue);
  if (pop === undefined) return state;
  const first = new Set(keysIn(queue).slice(0, 1));
  return { queue: pop.rest, parents, pushed, popped: popped.union(first) };
}

type Move =
  | { readonly branch: number; readonly does: "push" | "pop" }
  | { readonly branch: number; readonly from: number };
const branchNumber = fc.nat(2);
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    fc.record({
      branch: branchNumber,
      does: fc.constantFrom("push" as const, "push" as const, "pop" as const),
    }),
    fc.record({ branch: branchNumber, from: branchNumber }),
  ),
  { maxLength: 40, size: "max" },
);

/** Each state that comes of the moves on three branches, which begin alike. @param valueOfMove  of the push that is the k-th move */
function* statesOf(
  what: readonly Move[],
  valueOfMove: (k: number) => string,
): Generator<State, undefined> {
  const none = new Set<string>();
  const root: State = { queue: queues.create(), parents: [], pushed: none, popped: none };
  const heads = [root, root, root];
  for (const [k, move] of what.entries()) {
    const head = heads[move.branch] ?? root;
    const next =
      "from" in move
        ? mergedState(head, heads[move.from] ?? root)
        : changed(head, move.does === "push" ? valueOfMove(k) : undefined);
    yield next;
    heads[move.branch] = next;
  }
}

describe("branches that merge each other again and again", () => {
  test("keep what was pushed and never popped, once, and nothing else", () => {
    let merges = 0;
    fc.assert(
      fc.property(moves, (what) => {
        for (const { queue, parents, pushed, popped } of statesOf(what, (k) => `push ${k}`)) {
          if (parents.length === 2) merges += 1;
          const left = [...pushed.difference(popped)];
          expect(keysIn(queue).toSorted()).toEqual(left.toSorted());
          expect(queues.length(queue)).toBe(left.length);
        }
      }),
      { numRuns: 300 },
    );
    expect(merges).toBeGreaterThan(100);
  });

  test("lose nothing, and have nothing twice, where they push the same to equal queues", () => {
    let again = 0;
    fc.assert(
      fc.property(moves, (what) => {
        for (const { queue, pushed, popped } of statesOf(what, (k) => `push ${k % 2}`)) {
          const keys = keysIn(queue);
          const found = new Set(keys);
          expect(found.size).toBe(keys.length);
          expect([...pushed.difference(popped).difference(found)]).toEqual([]);
          expect([...found.difference(pushed)]).toEqual([]);
          // Of equal pushes one side may have popped its own before it met the other.
          again += found.intersection(popped).size;
        }
      }),
      { numRuns: 300 },
    );
    expect(again).toBeGreaterThan(0);
  });
});
