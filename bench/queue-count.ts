/** What queues read and write, counted: pushes, pops, and merges of sides that did a quarter of its length to a queue. */
import { memoryObjects } from "../src/store/memory-objects.ts";
import type { Merged } from "../src/store/merge/merge.ts";
import type { Queue } from "../src/store/queue-head.ts";
import { type Queues, queuesIn } from "../src/store/queue.ts";
import { type Tally, talliedObjects } from "./tally.ts";

export const queueSizes: readonly number[] = [50, 500, 4_500, 45_000];
export const queueDoings = ["push", "pop", "merge", "merge again"] as const;
export type QueueDoing = (typeof queueDoings)[number];

/** What each costs on average, in a queue of so many elements. */
export function queueCosts(size: number): Readonly<Record<QueueDoing, Tally>> {
  const objects = talliedObjects(memoryObjects());
  const queues = queuesIn(objects);
  let old = queues.create();
  const push = each(
    size,
    objects.tally(() => (old = grown(queues, old, "old", size))),
  );
  const pop = each(
    size,
    objects.tally(() => popped(queues, old, size)),
  );
  const part = (divisor: number): number => Math.ceil(size / divisor);
  const x = popped(queues, grown(queues, old, "x", part(4)), part(8));
  const y = popped(queues, grown(queues, old, "y", part(4)), part(16));
  let both = old;
  const merge = objects.tally(() => (both = valueOf(queues.merge(old, x, y))));
  // The two go on, and are merged once more.
  const here = grown(queues, both, "here", part(16));
  const there = popped(queues, grown(queues, y, "there", part(16)), part(16));
  const again = objects.tally(() => valueOf(queues.merge(y, here, there)));
  return { push, pop, merge, "merge again": again };
}

function grown(queues: Queues, from: Queue, name: string, count: number): Queue {
  let queue = from;
  for (let k = 0; k < count; k += 1) queue = queues.push(queue, `${name} ${k}`);
  return queue;
}

function popped(queues: Queues, from: Queue, count: number): Queue {
  let queue = from;
  for (let k = 0; k < count; k += 1) queue = queues.pop(queue)?.rest ?? queue;
  return queue;
}

export function valueOf<T>(result: Merged<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.conflicts.map(({ text }) => text).join("\n"));
}

const each = (count: number, { reads, writes, bytes }: Tally): Tally => ({
  reads: reads / count,
  writes: writes / count,
  bytes: bytes / count,
});
