/**
 * What a queue is in memory and what of it is kept: its head.
 *
 * The head is a tree: a leaf that says what happened to the queue, and the parts of its spine by their rows.
 */
import { damagedObject } from "./object-fault.ts";
import { type Json, leafBytes, readLeaf } from "./leaf.ts";
import { type ObjectId, idOfBytes } from "./object-id.ts";
import { type TreeEntry, leafMode } from "./object-tree.ts";
import { type Objects, blobAt, treeObjectAt } from "./objects.ts";
import { entriesOf, spineIn } from "./spine/head.ts";
import { type Spine, emptySpine } from "./spine/spine.ts";

export interface Queue {
  readonly spine: Spine;
  /** How many elements were ever pushed, those of merged queues among them. */
  readonly pushed: number;
  /** The hash of all pushes and merges that led here: where it is the same, the same happened. */
  readonly mark: string;
  /** The mark of the last merge: queues of one line differ by pushes and pops alone. */
  readonly line: string;
}

/** The mark after something has happened: a push, a merge. */
export const markAfter = (...what: readonly string[]): string =>
  idOfBytes("blob", utf8.encode(what.join(" ")));

const utf8 = new TextEncoder();
const firstMark = markAfter();

export const emptyQueue: Queue = {
  spine: emptySpine,
  pushed: 0,
  mark: firstMark,
  line: firstMark,
};

/** Cost: two writes. */
export function writeQueue(objects: Objects, { spine, pushed, mark, line }: Queue): ObjectId {
  const bytes = leafBytes({ pushed, mark, line });
  const id = objects.put({ kind: "blob", bytes });
  const said: TreeEntry = { name: saidName, mode: leafMode, id };
  return objects.put({ kind: "tree", entries: [said, ...entriesOf(spine)] });
}

/** Cost: two reads. @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED` */
export function readQueue(objects: Objects, id: ObjectId): Queue {
  const { entries } = treeObjectAt(objects, id);
  const said = entries.find(({ name }) => name === saidName);
  if (said === undefined) throw damagedObject("tree", `${id} stands where a queue must be`);
  const spine = spineIn(entries.filter((entry) => entry !== said));
  return { spine, ...whatIsSaid(readLeaf(blobAt(objects, said.id).bytes), spine) };
}

function whatIsSaid(said: Json, { size }: Spine): Omit<Queue, "spine"> {
  if (typeof said === "object" && said !== null && "mark" in said) {
    const { pushed, mark, line } = said;
    const isCount = typeof pushed === "number" && Number.isSafeInteger(pushed) && pushed >= size;
    if (isCount && typeof mark === "string" && typeof line === "string")
      return { pushed, mark, line };
  }
  throw damagedObject("queue", "its head does not say what was pushed");
}

/** The name of the leaf in the head. */
const saidName = "queue";
