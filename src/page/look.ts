/** What is looked at, and what every view is given. */
import { type Collapse, fittingCollapse } from "../show/graph.ts";
import type { Live } from "./live.ts";
import type { Moment } from "./moment.ts";
import { type Detail, type PlanWish, lifecyclesMax } from "./scene-plan.ts";
import type { Selection } from "./selection.ts";
import type { Source } from "./source.ts";

export type Tab = "graph" | "timeline" | "history" | "net";
/** What is looked at, and how it is changed. */
export interface Look {
  readonly tab: Tab;
  /** The record whose moment is shown; undefined: the last one, whichever that is. */
  readonly seq: number | undefined;
  /** Undefined: that of the moment. */
  readonly run: number | undefined;
  readonly selection: Selection | undefined;
  /** Undefined: as fits. */
  readonly collapse: Collapse | undefined;
  readonly detail: Detail | undefined;
  /** The instance that is drawn with its neighbours alone. */
  readonly focus: string | undefined;
}
/** All that a view is given. */
export interface ViewProps {
  readonly source: Source;
  readonly live: Live;
  readonly moment: Moment;
  readonly look: Look;
  readonly change: (change: Partial<Look>) => void;
}

export const firstLook: Look = {
  tab: "graph",
  seq: undefined,
  run: undefined,
  selection: undefined,
  collapse: undefined,
  detail: undefined,
  focus: undefined,
};

/** As the graph is drawn where nobody said how. */
export function graphWish({ site }: Moment, { collapse, detail, focus }: Look): PlanWish {
  const fit = collapse ?? fittingCollapse(site);
  const boxes =
    fit === "type" ? new Set(site.instances.map(({ life }) => life)).size : site.instances.length;
  const fitting: Detail = boxes <= lifecyclesMax && fit !== "host" ? "lifecycles" : "boxes";
  return {
    collapse: focus === undefined ? fit : "none",
    detail: fit === "host" ? "boxes" : (detail ?? fitting),
    focus,
  };
}
