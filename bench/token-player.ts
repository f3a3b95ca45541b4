/**
 * The limit: what is left of a deployment when there are no names, no ports, no rules and no faults, only numbers in flat arrays.
 *
 * It knows that every instance has the same four transitions in a row and that one of them waits for other instances. Nothing that
 * plays the same graph in the same virtual time can do with much less.
 */
import { Calendar, delayOf } from "./calendar.ts";
import { type Shape, shapes, steps } from "./graph.ts";

/** @returns what plays the graph once, giving the tick at which it has ended */
export function tokenPlayer(shape: Shape, instances: number, waits: number): () => number {
  const { missing, first, dependents } = edgesOf(shape, instances);
  const place = new Uint8Array(instances);
  const calendar = new Calendar();
  const move = (instance: number): void => {
    const at = place[instance] ?? 0;
    if (at < steps.length && (at !== waits || missing[instance] === 0))
      calendar.push(delayOf(instance, at), instance, at);
  };
  const end = (instance: number, transition: number): void => {
    place[instance] = transition + 1;
    if (transition + 1 < steps.length) return move(instance);
    const last = first[instance + 1] ?? 0;
    for (let k = first[instance] ?? 0; k < last; k++) {
      const other = dependents[k] ?? 0;
      missing[other] = (missing[other] ?? 0) - 1;
      if (missing[other] === 0 && place[other] === waits) move(other);
    }
  };
  return () => {
    for (let k = 0; k < instances; k++) move(k);
    while (calendar.size > 0) calendar.each(end);
    return calendar.now;
  };
}

/** Who waits for how many, and who is waited for by whom: those of `k` stand from `first[k]` to `first[k + 1]`. */
function edgesOf(shape: Shape, instances: number) {
  const missing = new Int32Array(instances);
  const first = new Int32Array(instances + 1);
  for (let k = 0; k < instances; k++)
    for (const other of shapes[shape](k, instances)) {
      missing[k] = (missing[k] ?? 0) + 1;
      first[other + 1] = (first[other + 1] ?? 0) + 1;
    }
  for (let k = 0; k < instances; k++) first[k + 1] = (first[k + 1] ?? 0) + (first[k] ?? 0);
  const dependents = new Int32Array(first[instances] ?? 0);
  const next = first.slice();
  for (let k = 0; k < instances; k++)
    for (const other of shapes[shape](k, instances)) {
      const at = next[other] ?? 0;
      dependents[at] = k;
      next[other] = at + 1;
    }
  return { missing, first, dependents };
}
