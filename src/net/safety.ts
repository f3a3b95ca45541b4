/**
 * Does no place ever hold two tokens? Told from the arcs and from what is apart, without looking at markings.
 *
 * A transition puts no second token on a place if it takes one from there, or if it needs a place that is apart from it.
 */
import { type Flow, inputAt, inputCount } from "./flow.ts";
import { row } from "./rows.ts";

/** How many places of a transition are looked at. */
const inputsMax = 64;

/** False: not known. O(arcs), with a factor of at most `inputsMax`. */
export function isSafe(flow: Flow): boolean {
  if (flow.net.initial.some((tokens) => tokens > 1)) return false;
  for (let t = 0; t < flow.net.transitionCount; t++) {
    const given = row(flow.gives, t);
    if (given.some((p, k) => given.indexOf(p) < k || !isEmptyBefore(flow, t, p))) return false;
  }
  return true;
}

/** Is there no token on `p` when `t`, which gives one, is enabled? */
function isEmptyBefore(flow: Flow, t: number, p: number): boolean {
  const count = Math.min(inputsMax, inputCount(flow, t));
  for (let k = 0; k < count; k++) {
    const input = inputAt(flow, t, k);
    if (input !== p && flow.net.apart(input, p)) return true;
  }
  return false;
}
