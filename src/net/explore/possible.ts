/**
 * Which transitions may fire at all, if tokens were never taken away.
 *
 * Those that may not fire even so never fire; the places that are never marked even so are a siphon that is empty at the start.
 */
import { type Flow, inputCount } from "./flow.ts";
import { row } from "../rows.ts";

export interface Possible {
  /** By transition: 0 where it never fires. */
  readonly fires: Uint8Array;
  /** By place: 0 where it never holds a token. */
  readonly holds: Uint8Array;
}

/** O(arcs). */
export function possible(flow: Flow): Possible {
  const { placeCount, transitionCount, initial } = flow.net;
  const fires = new Uint8Array(transitionCount);
  const holds = new Uint8Array(placeCount);
  const lacking = new Uint32Array(transitionCount);
  const queue: number[] = [];
  const fire = (t: number): void => {
    fires[t] = 1;
    queue.push(t);
  };
  const hold = (p: number): void => {
    if (holds[p] === 1) return;
    holds[p] = 1;
    for (const rows of flow.users.rows)
      for (const t of row(rows, p)) {
        lacking[t] = (lacking[t] ?? 0) - 1;
        if (lacking[t] === 0) fire(t);
      }
  };
  for (let t = 0; t < transitionCount; t++) {
    lacking[t] = inputCount(flow, t);
    if (lacking[t] === 0) fire(t);
  }
  for (let p = 0; p < placeCount; p++) if ((initial[p] ?? 0) > 0) hold(p);
  for (let t = queue.pop(); t !== undefined; t = queue.pop())
    for (const p of row(flow.gives, t)) hold(p);
  return { fires, holds };
}
