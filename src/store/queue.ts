/**
 * Mergeable queues: first in, first out; what two sides did to copies of a queue can be merged.
 *
 * A queue is a value: every change gives another queue, and they share all parts that they have in common. Its parts are objects; its
 * head is a value in memory until it is written. After Irmin's merge-queues, whose merges walk along the queue; these do not.
 */
import { type Json, leafBytes, readLeaf } from "./leaf.ts";
import type { Merged } from "./merge/merge.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, blobAt } from "./objects.ts";
import { type Queue, emptyQueue, markAfter, readQueue, writeQueue } from "./queue-head.ts";
import { mergeQueues } from "./queue-merge.ts";
import { takeFirst, withBack } from "./spine/spine.ts";

/** What can be done with queues whose parts are kept in certain objects. Costs are objects read and written. */
export interface Queues {
  create(): Queue;
  length(queue: Queue): number;
  isEmpty(queue: Queue): boolean;
  /** Cost: one write, and of one push after another one in seven more; of an old version again and again one for each row at most. */
  push(queue: Queue, element: Json): Queue;
  /** The first element, and the queue without it; undefined for an empty one. Cost: as of a push, in reads; nothing written. */
  pop(queue: Queue): { readonly element: Json; readonly rest: Queue } | undefined;
  /** The first element. Cost: at most as many reads as the queue has rows. */
  peek(queue: Queue): Json | undefined;
  /**
   * What neither side popped of the old queue, then what is new in `x`, then what is new in `y` alone. What both pushed to equal queues
   * alike is one element; it stays as long as one of them has it.
   *
   * What both had and one side popped is gone, however often they were merged before. Idempotent, associative, and commutative but for
   * the order of what is new. Without an old queue a conflict. Cost: logarithmic, if neither side was merged since; if they began with
   * equal pushes, for each step of the search for where they part; else what differs is read, too.
   */
  merge(old: Queue | undefined, x: Queue, y: Queue): Merged<Queue>;
  /** All elements in order. Cost: everything is read. */
  elements(queue: Queue): readonly Json[];
  /** Keeps the head. Cost: two writes. */
  write(queue: Queue): ObjectId;
  /** Cost: two reads. @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED` */
  read(id: ObjectId): Queue;
}

export function queuesIn(objects: Objects): Queues {
  const pop: Queues["pop"] = (queue) => {
    const taken = takeFirst(objects, queue.spine);
    if (taken === undefined) return undefined;
    const element = readLeaf(blobAt(objects, taken.leaf.id).bytes);
    return { element, rest: { ...queue, spine: taken.rest } };
  };
  return {
    create: () => emptyQueue,
    length: ({ spine }) => spine.size,
    isEmpty: ({ spine }) => spine.size === 0,
    push: (queue, element) => pushed(objects, queue, element),
    pop,
    peek: (queue) => pop(queue)?.element,
    merge: (old, x, y) => mergeQueues(objects, old, x, y),
    elements(queue) {
      const elements: Json[] = [];
      for (let next = pop(queue); next !== undefined; next = pop(next.rest))
        elements.push(next.element);
      return elements;
    },
    write: (queue) => writeQueue(objects, queue),
    read: (id) => readQueue(objects, id),
  };
}

/** A name of so many digits says what an element of a queue came by. */
const shownDigits = 12;

function pushed(objects: Objects, queue: Queue, element: Json): Queue {
  const id = objects.put({ kind: "blob", bytes: leafBytes(element) });
  const mark = markAfter(queue.mark, id);
  const leaf = { id, size: 1, height: 0, mark: mark.slice(0, shownDigits) };
  const spine = withBack(objects, queue.spine, [leaf]);
  return { ...queue, spine, pushed: queue.pushed + 1, mark };
}
