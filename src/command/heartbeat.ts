/** A sign of life while nothing changes: what runs, and what waits for what. */
import type { Clock } from "../engine/clock.ts";

/** Calls `beat` again and again until it is called off. */
export function heartbeat(clock: Clock, everyMs: number, beat: () => void): () => void {
  let callOff = clock.after(everyMs, again);
  function again(): void {
    beat();
    callOff = clock.after(everyMs, again);
  }
  return () => callOff();
}
