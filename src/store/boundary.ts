/**
 * Where the history of a store ends although it goes on elsewhere: commits whose parents were pruned, or never fetched.
 *
 * A parent that is missing below any other commit was lost. A set of ids is one; like a set it may be changed while it is
 * gone through.
 */
import type { ObjectId } from "./object-id.ts";

export interface Boundary extends Iterable<ObjectId> {
  has(id: ObjectId): boolean;
  add(id: ObjectId): void;
  delete(id: ObjectId): void;
}
