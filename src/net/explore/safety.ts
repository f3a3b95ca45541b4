/**
 * Does no place ever hold two tokens? Told from the arcs and from what is apart, without looking at markings.
 *
 * A transition puts no second token on a place if it takes one from there, or if it needs a place that is apart from it.
 */
import type { Exclusions } from "./exclusion.ts";
import type { Flow } from "./flow.ts";
import { row } from "../rows.ts";

/** False: not known. O(arcs). */
export function isSafe({ net, gives }: Flow, exclusions: Exclusions): boolean {
  if (net.initial.some((tokens) => tokens > 1)) return false;
  for (let t = 0; t < net.transitionCount; t++) {
    const given = row(gives, t);
    if (given.some((p, k) => given.indexOf(p) < k || !exclusions.needsApart(t, p))) return false;
  }
  return true;
}
