/**
 * What a `wait` awaits (§5): the pushes that its instances have when it is reached, counted once, then counted down.
 *
 * Of the pushes of one instance the last is enough: they finish in order. One that its own program made and that was abandoned never
 * finishes, nor does the `wait`; one of an earlier program is just gone.
 */
import { type Configuration, nothing } from "./configuration.ts";
import { instanceRow, pushRow } from "./record.ts";

/** An instruction is reached. */
export function reach(c: Configuration): void {
  c.awaiting = undefined;
  const instruction = c.program[c.position];
  if (instruction?.op !== "wait") return;
  const named = instruction.instances.map((name) => c.number(name));
  if (named.includes(undefined)) return;
  c.awaiting = 0;
  for (const instance of named.length > 0 ? new Set(named) : c.all())
    if (instance !== undefined) count(c, instance);
}

/** A push of the instance has finished. */
export function settlePush(c: Configuration, instance: number, identity: number): void {
  if (c.awaiting === undefined) return;
  if (c.own(instance, instanceRow.awaited) !== identity) return;
  c.cells.set(c.home(instance), instanceRow.awaited, 0);
  c.awaiting--;
}

/** A push of the instance was abandoned; `own` where an instruction made it. */
export function losePush(c: Configuration, instance: number, identity: number, own: boolean): void {
  if (!own || identity < c.firstPush) return settlePush(c, instance, identity);
  c.abandoned.set(instance, identity);
  if (c.own(instance, instanceRow.awaited) !== 0)
    c.cells.set(c.home(instance), instanceRow.awaited, nothing);
}

/** No `wait` is going on any more. */
export function forgetWait(c: Configuration): void {
  c.awaiting = undefined;
  for (const instance of c.all()) c.cells.set(c.home(instance), instanceRow.awaited, 0);
}

function count(c: Configuration, instance: number): void {
  const last = c.own(instance, instanceRow.tail);
  const isLost = (c.abandoned.get(instance) ?? 0) >= c.firstPush;
  const awaited = isLost ? nothing : last === 0 ? 0 : c.pushes.get(last - 1, pushRow.identity);
  c.cells.set(c.home(instance), instanceRow.awaited, awaited);
  if (awaited !== 0 && c.awaiting !== undefined) c.awaiting++;
}
