/**
 * A run that SPIN has found, as transitions of the net.
 *
 * It is read from what `spin -t` or `pan -r` prints: each firing prints its number there, whatever else is printed around it. The run is
 * followed on the net before anybody is shown it: a trail of another net, or of an older one, is refused.
 */
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import { weightedArcs } from "./export-source.ts";
import type { Net } from "../net.ts";
import { firingMark } from "./promela.ts";

export interface SpinTrail {
  readonly transitions: readonly number[];
  /** How many of them come before those that are repeated for ever; undefined where the run ends. */
  readonly cycleAt: number | undefined;
}

/** @throws MadeusError  MADEUS_TRACE_REFUSED where the text holds no run, or the net has no such run */
export function readSpinTrail(text: string, net: Net): SpinTrail {
  const transitions: number[] = [];
  let cycleAt: number | undefined;
  for (const line of text.split("\n")) {
    const number = firingForm.exec(line)?.[1];
    if (number !== undefined) transitions.push(Number(number));
    else if (line.includes(cycleMark)) cycleAt = transitions.length;
  }
  if (transitions.length === 0 && !text.includes(endMark))
    throw refused(
      "the text holds no trail of SPIN",
      "give what `spin -t` prints for a program that Madeus has exported",
    );
  // Where nothing can happen any more, SPIN lets time go on: a cycle without a firing.
  if (cycleAt === transitions.length) cycleAt = undefined;
  follow(transitions, cycleAt, net);
  return { transitions, cycleAt };
}
const firingForm = new RegExp(`^\\s*${firingMark} (\\d+)\\s*$`);
const cycleMark = "<<<<<START OF CYCLE>>>>>";
const endMark = "trail ends after";

function follow(transitions: readonly number[], cycleAt: number | undefined, net: Net): void {
  const marking = Array.from(net.initial);
  let atCycle: readonly number[] = marking;
  for (const [k, transition] of transitions.entries()) {
    if (k === cycleAt) atCycle = [...marking];
    if (transition >= net.transitionCount)
      throw refused(
        `the trail fires transition ${transition}, and the net has ${net.transitionCount}`,
      );
    fire(net, transition, marking, k);
  }
  if (cycleAt !== undefined && !isEqual(marking, atCycle))
    throw refused("the cycle of the trail does not come back to where it begins");
}

function fire(net: Net, transition: number, marking: number[], step: number): void {
  const { consumed, read, produced } = weightedArcs(net, transition);
  const missing =
    [...consumed].find(([place, weight]) => (marking[place] ?? 0) < weight)?.[0] ??
    read.find((place) => marking[place] === 0);
  if (missing !== undefined)
    throw refused(
      `step ${step + 1} of the trail fires ${quote(net.transitionName(transition))} without a token in ${quote(net.placeName(missing))}`,
      "it is of another net: export this one again",
    );
  for (const [place, weight] of consumed) marking[place] = (marking[place] ?? 0) - weight;
  for (const [place, weight] of produced) marking[place] = (marking[place] ?? 0) + weight;
}

const isEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((tokens, place) => tokens === b[place]);

const refused = (text: string, hint?: string): MadeusError =>
  new MadeusError("MADEUS_TRACE_REFUSED", text, { hint });
