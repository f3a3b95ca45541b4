/** Queues beside plain lists whose elements know which push they came by: what a merge must give is said without any cleverness. */
import fc from "fast-check";
import type { Queue } from "../../src/store/queue-head.ts";
import type { Queues } from "../../src/store/queue.ts";
import type { Merged } from "../../src/store/merge/merge.ts";

/** An element of the model: what it is, and all that happened up to its push. Equal pushes to equal queues are the same. */
export interface Pushed {
  readonly value: string;
  readonly push: string;
}

/** A queue and the list that it must be; and all that was ever pushed or popped on the way there. */
export interface Both {
  readonly queue: Queue;
  readonly list: readonly Pushed[];
}

export type Doing = { readonly push: string } | "pop";

/** Few values, so that equal ones meet. */
export const doings: fc.Arbitrary<readonly Doing[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ push: fc.constantFrom("a", "b", "c") }) },
    { weight: 2, arbitrary: fc.constant("pop" as const) },
  ),
  { maxLength: 60 },
);

export const emptyBoth = (queues: Queues): Both => ({ queue: queues.create(), list: [] });

export const done = (queues: Queues, from: Both, what: readonly Doing[]): Both =>
  what.reduce<Both>(({ queue, list }, one) => {
    if (one === "pop") return { queue: queues.pop(queue)?.rest ?? queue, list: list.slice(1) };
    const pushed = queues.push(queue, one.push);
    return { queue: pushed, list: [...list, { value: one.push, push: pushed.mark }] };
  }, from);

/** What is left of the old list on both sides, then what is new in x, then what is new in y. */
export function naiveMerge(
  old: readonly Pushed[],
  x: readonly Pushed[],
  y: readonly Pushed[],
): readonly Pushed[] {
  const has = (list: readonly Pushed[], { push }: Pushed): boolean =>
    list.some((one) => one.push === push);
  return [
    ...old.filter((one) => has(x, one) && has(y, one)),
    ...x.filter((one) => !has(old, one)),
    ...y.filter((one) => !has(old, one) && !has(x, one)),
  ];
}

export function mergedBoth(queues: Queues, old: Both, x: Both, y: Both): Both {
  const queue = valueOf(queues.merge(old.queue, x.queue, y.queue));
  return { queue, list: naiveMerge(old.list, x.list, y.list) };
}

export function valueOf<T>(result: Merged<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.conflicts.map(({ text }) => text).join("\n"));
}

export const valuesOf = (list: readonly Pushed[]): readonly string[] =>
  list.map(({ value }) => value);
