/** What is asked of an instance: a queue of behaviors, first in, first out; its head is the active one (§2). */
import { type Configuration, nothing } from "./configuration.ts";
import { instanceRow, movesPerRecord, pushRow, trailRow } from "./record.ts";
import { refreshBehavior } from "./marking.ts";

/** Asks an instance for a behavior, after those already asked for; `own` where an instruction does it. */
export function push(c: Configuration, instance: number, behavior: number, own = true): void {
  const record = newPush(c, behavior);
  c.pushes.set(record, pushRow.own, Number(own));
  const last = c.own(instance, instanceRow.tail);
  c.cells.set(c.home(instance), instanceRow.tail, record + 1);
  if (last !== 0) c.pushes.set(last - 1, pushRow.next, record + 1);
  else begin(c, instance, record + 1);
}

/** Puts a behavior at the front of the queue: it becomes the active one (after a withdrawal). */
export function pushFirst(c: Configuration, instance: number, behavior: number): void {
  const record = newPush(c, behavior);
  const before = c.own(instance, instanceRow.head);
  c.pushes.set(record, pushRow.next, before);
  if (before === 0) {
    c.cells.set(c.home(instance), instanceRow.tail, record + 1);
    begin(c, instance, record + 1);
  } else activate(c, instance, record + 1);
}

/** Takes the active behavior off the queue and gives the identity of its push. */
export function popBehavior(c: Configuration, instance: number): number {
  const record = c.own(instance, instanceRow.head) - 1;
  const identity = c.pushes.get(record, pushRow.identity);
  const next = c.pushes.get(record, pushRow.next);
  c.pushes.free(record);
  if (next === 0) {
    c.cells.set(c.home(instance), instanceRow.tail, 0);
    c.active--;
  }
  forgetTrail(c, instance);
  activate(c, instance, next);
  return identity;
}

/** Forgets the behaviors asked of an instance that are not active yet. */
export function dropQueued(c: Configuration, instance: number): void {
  const head = c.own(instance, instanceRow.head);
  if (head === 0) return;
  let record = c.pushes.get(head - 1, pushRow.next);
  c.pushes.set(head - 1, pushRow.next, 0);
  c.cells.set(c.home(instance), instanceRow.tail, head);
  while (record !== 0) {
    const next = c.pushes.get(record - 1, pushRow.next);
    c.pushes.free(record - 1);
    record = next;
  }
}

/** Notes a move of the active behavior for a later withdrawal. */
export function remember(c: Configuration, instance: number, move: number): void {
  const home = c.home(instance);
  const moves = c.cells.get(home, instanceRow.moves);
  const place = moves % movesPerRecord;
  if (place === 0) {
    const record = c.trail.allocate();
    c.trail.set(record, trailRow.next, c.cells.get(home, instanceRow.trail));
    c.cells.set(home, instanceRow.trail, record + 1);
  }
  const newest = c.cells.get(home, instanceRow.trail) - 1;
  c.trail.set(newest, trailRow.firstMove + place, move);
  c.cells.set(home, instanceRow.moves, moves + 1);
}

/** The moves of the active behavior, oldest first: places left, and stations entered as `-1 - station`. */
export function trailOf(c: Configuration, instance: number): number[] {
  const found = [];
  let record = c.own(instance, instanceRow.trail);
  for (let k = c.own(instance, instanceRow.moves) - 1; k >= 0; k--) {
    const place = k % movesPerRecord;
    found.push(c.trail.get(record - 1, trailRow.firstMove + place));
    if (place === 0) record = c.trail.get(record - 1, trailRow.next);
  }
  return found.reverse();
}

/** The first behavior asked of an idle instance. */
function begin(c: Configuration, instance: number, head: number): void {
  c.active++;
  activate(c, instance, head);
}

function activate(c: Configuration, instance: number, head: number): void {
  const behavior = head === 0 ? nothing : c.pushes.get(head - 1, pushRow.behavior);
  c.cells.set(c.home(instance), instanceRow.head, head);
  c.cells.set(c.home(instance), instanceRow.behavior, behavior + 1);
  refreshBehavior(c, instance);
}

function newPush(c: Configuration, behavior: number): number {
  const record = c.pushes.allocate();
  c.pushes.set(record, pushRow.behavior, behavior);
  c.pushes.set(record, pushRow.identity, c.nextPush++);
  return record;
}

function forgetTrail(c: Configuration, instance: number): void {
  const home = c.home(instance);
  let record = c.cells.get(home, instanceRow.trail);
  while (record !== 0) {
    const next = c.trail.get(record - 1, trailRow.next);
    c.trail.free(record - 1);
    record = next;
  }
  c.cells.set(home, instanceRow.trail, 0);
  c.cells.set(home, instanceRow.moves, 0);
}
