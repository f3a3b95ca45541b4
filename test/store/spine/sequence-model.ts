/** Spines of numbers, and the lists that they must be like. */
import fc from "fast-check";
import { blobAt } from "../../../src/store/objects.ts";
import type { Objects } from "../../../src/store/objects.ts";
import { leafBytes, readLeaf } from "../../../src/store/leaf.ts";
import type { Json } from "../../../src/store/leaf.ts";
import type { Part } from "../../../src/store/spine/part.ts";
import { leavesBetween, slice } from "../../../src/store/spine/slice.ts";
import { join } from "../../../src/store/spine/join.ts";
import {
  type Spine,
  emptySpine,
  takeFirst,
  takeLast,
  withBack,
  withFront,
} from "../../../src/store/spine/spine.ts";

export const leafOf = (objects: Objects, value: Json): Part => ({
  id: objects.put({ kind: "blob", bytes: leafBytes(value) }),
  size: 1,
  height: 0,
});

export const spineOfList = (objects: Objects, values: readonly Json[]): Spine =>
  withBack(
    objects,
    emptySpine,
    values.map((value) => leafOf(objects, value)),
  );

export const listOf = (objects: Objects, spine: Spine): readonly Json[] =>
  [...leavesBetween(objects, spine, 0, spine.size)].map(({ leaf }) =>
    readLeaf(blobAt(objects, leaf.id).bytes),
  );

/** A spine, and the list that it must be. */
export interface Both {
  readonly spine: Spine;
  readonly list: readonly Json[];
}

/** What can be done with a spine, each with fractions for positions. */
export type Doing =
  | { readonly do: "push" | "unshift"; readonly count: number }
  | { readonly do: "pop" | "shift"; readonly count: number }
  | { readonly do: "cut" | "turn" | "double"; readonly at: number };

export const doings: fc.Arbitrary<readonly Doing[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom("push" as const, "unshift" as const, "pop" as const, "shift" as const),
      count: fc.nat({ max: 40 }),
    }),
    fc.record({
      do: fc.constantFrom("cut" as const, "turn" as const, "double" as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
  { maxLength: 25 },
);

/** All of them, one after another. */
export function done(objects: Objects, what: readonly Doing[]): Both {
  let next = 0;
  return what.reduce<Both>((both, one) => doOne(objects, both, one, () => next++), {
    spine: emptySpine,
    list: [],
  });
}

function doOne(objects: Objects, { spine, list }: Both, one: Doing, fresh: () => number): Both {
  if ("at" in one) return move(objects, { spine, list }, one.do, one.at);
  const values = Array.from({ length: one.count }, fresh);
  const leaves = values.map((value) => leafOf(objects, value));
  switch (one.do) {
    case "push":
      return { spine: withBack(objects, spine, leaves), list: [...list, ...values] };
    case "unshift":
      return { spine: withFront(objects, spine, leaves), list: [...values, ...list] };
    case "shift": {
      let rest = spine;
      for (const _ of values) rest = takeFirst(objects, rest)?.rest ?? rest;
      return { spine: rest, list: list.slice(one.count) };
    }
    case "pop": {
      let rest = spine;
      for (const _ of values) rest = takeLast(objects, rest)?.rest ?? rest;
      return { spine: rest, list: list.slice(0, Math.max(0, list.length - one.count)) };
    }
  }
}

/** Takes a stretch away, turns the halves, or doubles what comes before. */
function move(objects: Objects, { spine, list }: Both, how: string, fraction: number): Both {
  const at = Math.floor(fraction * list.length);
  const head = slice(objects, spine, { from: 0, to: at });
  const tail = slice(objects, spine, { from: at, to: spine.size });
  if (how === "turn") {
    return { spine: join(objects, tail, head), list: [...list.slice(at), ...list.slice(0, at)] };
  }
  if (how === "double" && list.length < 2_000) {
    return { spine: join(objects, spine, head), list: [...list, ...list.slice(0, at)] };
  }
  const end = Math.min(list.length, at + 10);
  const rest = slice(objects, spine, { from: end, to: spine.size });
  return { spine: join(objects, head, rest), list: [...list.slice(0, at), ...list.slice(end)] };
}
