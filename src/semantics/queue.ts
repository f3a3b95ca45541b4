/** The behaviors asked of an instance: a queue of pushes, of which the first is active (§2). */
import type { Configuration } from "./configuration.ts";
import { refreshBehavior } from "./marking.ts";

/** Asks a behavior of an instance, after those asked before. */
export function push(c: Configuration, instance: number, behavior: number): void {
  const { tail } = c.instances.column;
  const last = tail[instance] ?? 0;
  if (last === 0) return pushFirst(c, instance, behavior);
  const record = newPush(c, behavior);
  c.pushes.column.next[last - 1] = record + 1;
  tail[instance] = record + 1;
}

/** Puts a behavior at the front of the queue: it becomes the active one (after a withdrawal). */
export function pushFirst(c: Configuration, instance: number, behavior: number): void {
  const { head = zero, tail = zero } = c.instances.column;
  const record = newPush(c, behavior);
  const before = head[instance] ?? 0;
  c.pushes.column.next[record] = before;
  head[instance] = record + 1;
  if (before === 0) {
    tail[instance] = record + 1;
    c.active++;
  }
  refreshBehavior(c, instance);
}

/** Forgets the behaviors asked of an instance that are not active yet. */
export function dropQueued(c: Configuration, instance: number): void {
  const { head = zero, tail = zero } = c.instances.column;
  const active = head[instance] ?? 0;
  if (active === 0) return;
  const { next } = c.pushes.column;
  let record = next[active - 1] ?? 0;
  next[active - 1] = 0;
  tail[instance] = active;
  while (record !== 0) {
    const after = next[record - 1] ?? 0;
    c.pushes.free(record - 1);
    record = after;
  }
}

/** Takes the active behavior off the queue and gives the identity of its push; what was remembered of its moves is forgotten. */
export function popBehavior(c: Configuration, instance: number): number {
  const { head = zero, tail = zero } = c.instances.column;
  const push = (head[instance] ?? 0) - 1;
  const identity = c.pushes.column.identity[push] ?? 0;
  const next = c.pushes.column.next[push] ?? 0;
  head[instance] = next;
  if (next === 0) {
    tail[instance] = 0;
    c.active--;
  }
  c.pushes.free(push);
  forgetTrail(c, instance);
  refreshBehavior(c, instance);
  return identity;
}
function newPush(c: Configuration, behavior: number): number {
  const record = c.pushes.allocate();
  c.pushes.column.behavior[record] = behavior;
  c.pushes.column.identity[record] = c.nextPush++;
  return record;
}

function forgetTrail(c: Configuration, instance: number): void {
  const { trail } = c.instances.column;
  let record = trail[instance] ?? 0;
  while (record !== 0) {
    const next = c.trail.column.next[record - 1] ?? 0;
    c.trail.free(record - 1);
    record = next;
  }
  trail[instance] = 0;
}

const zero = new Int32Array(0);
