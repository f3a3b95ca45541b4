/** How things stand at one record, as all views of the page see it: computed once for each. */
import { cutOff } from "../engine/cut-off.ts";
import { withParts } from "../engine/part.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { type Site, siteOfConfiguration } from "../show/site.ts";
import type { Pulse } from "../show/page-message.ts";
import type { Chronology, RunSpan } from "./chronology.ts";
import { type Stage, stageOf } from "./stage.ts";

export interface Moment {
  readonly seq: number;
  readonly configuration: Configuration;
  readonly site: Site;
  /** In the order of the site. */
  readonly stages: readonly Stage[];
  /** The run that its record belongs to. */
  readonly span: RunSpan | undefined;
  /** Nothing comes after it so far. */
  readonly isNow: boolean;
}

/** @param seq  undefined: the last one */
export function momentOf(chronology: Chronology, pulse: Pulse, seq?: number): Moment {
  const at = Math.min(seq ?? chronology.last, chronology.last);
  const isNow = at === chronology.last;
  const state = chronology.stateAt(at);
  const run = chronology.record(at)?.run;
  const span = chronology.runs.findLast((one) => one.run === run);
  const isAtWork = (runs: readonly number[]): boolean =>
    runs.some((one) => pulse.runs.includes(one));
  const parts = [...state.parts.values()].map((part) =>
    isNow && !isAtWork(part.runs) ? { ...part, state: cutOff(part.state) } : part,
  );
  const isDead = isNow && span !== undefined && span.outcome === undefined && pulse.atWork === null;
  const { configuration, on } =
    parts.length > 0 ? withParts(state, parts) : isDead ? cutOff(state) : state;
  const site = siteOfConfiguration(span?.assembly ?? "", configuration, on);
  const stages = [...configuration.all()].map((instance) => stageOf(configuration, instance));
  return { seq: at, configuration, site, stages, span, isNow };
}

/** How a run is to be told: at work, cut off, or as it ended. */
export function outcomeText(
  { run, outcome }: RunSpan,
  isLast: boolean,
  { atWork, runs }: Pulse,
): string {
  if (outcome !== undefined) return outcome;
  return (isLast && atWork !== null) || runs.includes(run) ? "at work" : "cut off";
}
