/** What is asked of an instance: a queue of behaviors, first in, first out; its head is the active one (§2). */
import { type Configuration, instanceRow, nothing, pushRow, trailRow } from "./configuration.ts";
import { refreshBehavior } from "./marking.ts";

/** Asks an instance for a behavior, after those already asked for; `own` where an instruction does it. */
export function push(c: Configuration, instance: number, behavior: number, own = true): void {
  const record = newPush(c, behavior);
  c.pushes.set(record, pushRow.own, Number(own));
  const last = c.instances.get(instance, instanceRow.tail);
  c.instances.set(instance, instanceRow.tail, record + 1);
  if (last !== 0) c.pushes.set(last - 1, pushRow.next, record + 1);
  else begin(c, instance, record + 1);
}

/** Puts a behavior at the front of the queue: it becomes the active one (after a withdrawal). */
export function pushFirst(c: Configuration, instance: number, behavior: number): void {
  const record = newPush(c, behavior);
  const before = c.instances.get(instance, instanceRow.head);
  c.pushes.set(record, pushRow.next, before);
  if (before === 0) {
    c.instances.set(instance, instanceRow.tail, record + 1);
    begin(c, instance, record + 1);
  } else activate(c, instance, record + 1);
}

/** Takes the active behavior off the queue and gives the identity of its push. */
export function popBehavior(c: Configuration, instance: number): number {
  const record = c.instances.get(instance, instanceRow.head) - 1;
  const identity = c.pushes.get(record, pushRow.identity);
  const next = c.pushes.get(record, pushRow.next);
  c.pushes.free(record);
  if (next === 0) {
    c.instances.set(instance, instanceRow.tail, 0);
    c.active--;
  }
  forgetTrail(c, instance);
  activate(c, instance, next);
  return identity;
}

/** Forgets the behaviors asked of an instance that are not active yet. */
export function dropQueued(c: Configuration, instance: number): void {
  const head = c.instances.get(instance, instanceRow.head);
  if (head === 0) return;
  let record = c.pushes.get(head - 1, pushRow.next);
  c.pushes.set(head - 1, pushRow.next, 0);
  c.instances.set(instance, instanceRow.tail, head);
  while (record !== 0) {
    const next = c.pushes.get(record - 1, pushRow.next);
    c.pushes.free(record - 1);
    record = next;
  }
}

/** Notes a move of the active behavior for a later withdrawal. */
export function remember(c: Configuration, instance: number, move: number): void {
  const record = c.trail.allocate();
  c.trail.set(record, trailRow.move, move);
  c.trail.set(record, trailRow.next, c.instances.get(instance, instanceRow.trail));
  c.instances.set(instance, instanceRow.trail, record + 1);
}

/** The moves of the active behavior, oldest first: places left, and stations entered as `-1 - station`. */
export function trailOf(c: Configuration, instance: number): number[] {
  const found = [];
  let record = c.instances.get(instance, instanceRow.trail);
  for (; record !== 0; record = c.trail.get(record - 1, trailRow.next))
    found.push(c.trail.get(record - 1, trailRow.move));
  return found.reverse();
}

/** The first behavior asked of an idle instance. */
function begin(c: Configuration, instance: number, head: number): void {
  c.active++;
  activate(c, instance, head);
}

function activate(c: Configuration, instance: number, head: number): void {
  const behavior = head === 0 ? nothing : c.pushes.get(head - 1, pushRow.behavior);
  c.instances.set(instance, instanceRow.head, head);
  c.instances.set(instance, instanceRow.behavior, behavior + 1);
  refreshBehavior(c, instance);
}

function newPush(c: Configuration, behavior: number): number {
  const record = c.pushes.allocate();
  c.pushes.set(record, pushRow.behavior, behavior);
  c.pushes.set(record, pushRow.identity, c.nextPush++);
  return record;
}

function forgetTrail(c: Configuration, instance: number): void {
  let record = c.instances.get(instance, instanceRow.trail);
  while (record !== 0) {
    const next = c.trail.get(record - 1, trailRow.next);
    c.trail.free(record - 1);
    record = next;
  }
  c.instances.set(instance, instanceRow.trail, 0);
}
