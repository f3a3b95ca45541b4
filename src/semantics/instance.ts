/** Instances come and go while the assembly runs; the numbers and the room of one that has gone are given to the next of its type. */
import { type Configuration, held, none } from "./configuration.ts";
import { cellsOf, homeWithin, useRow } from "./record.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { refreshBehavior, setMark } from "./marking.ts";

/** An instance with a token on its initial place, idle. */
export function add(c: Configuration, name: string, life: Lifecycle): void {
  const instance = c.vacant.get(life)?.pop() ?? newInstance(c, life);
  c.lives[instance] = life;
  c.names[instance] = name;
  c.numbers.set(name, instance);
  setMark(c, instance, life.initial, held);
  refreshBehavior(c, instance);
}

/** Takes an idle instance without connections out, with its values. */
export function del(c: Configuration, instance: number): void {
  const life = c.life(instance);
  for (let slot = 0; slot < life.slots; slot++) setMark(c, instance, slot, none);
  c.touched.clear();
  life.ports.forEach((_, q) => {
    for (const cell of Object.values(useRow)) c.cells.set(c.port(instance, q), cell, 0);
    c.values.delete(c.port(instance, q));
  });
  c.numbers.delete(c.names[instance] ?? "");
  c.abandoned.delete(instance);
  c.withdrawals.delete(instance);
  c.lives[instance] = undefined;
  c.names[instance] = "";
  const vacant = c.vacant.get(life);
  if (vacant === undefined) c.vacant.set(life, [instance]);
  else vacant.push(instance);
}

function newInstance(c: Configuration, life: Lifecycle): number {
  const first = c.cells.allocate(cellsOf(life.ports.length, life.slots));
  return c.homes.push(first + homeWithin(life.ports.length)) - 1;
}
