/**
 * The rows of a chart: one for each instance, its transitions that overlap in lanes beneath each other.
 *
 * What is too much to be seen is merged: many instances into one row for each component or host, many bars of a row into a band that
 * says how many run at once. So a picture has a bounded size, whatever it is of. O(bars · log bars).
 */
import type { Timing } from "../engine/report.ts";
import type { GanttChart } from "./chart.ts";

export interface Row {
  /** Of the instance, or of what it is merged by. */
  readonly name: string;
  /** Undefined where it is merged of several hosts. */
  readonly host: string | undefined;
  /** How many instances it stands for. */
  readonly instances: number;
  readonly bars: readonly Timing[];
  readonly planned: readonly Timing[];
  /** Undefined: it is drawn as a band. */
  readonly lanes: readonly Lane[] | undefined;
}
/** Bars, one after the other. */
export type Lane = readonly Bar[];
export interface Bar {
  /** Undefined: planned, and not begun. */
  readonly measured: Timing | undefined;
  readonly planned: Timing | undefined;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** What rows are merged by, where they are. */
  readonly mergedBy: "component" | "host" | undefined;
  readonly instances: number;
  /** Bars that bands stand for. */
  readonly banded: number;
}
export interface RowLimits {
  readonly rows: number;
  /** In all rows together that are no bands. */
  readonly bars: number;
}

export function rowsOf(chart: GanttChart, limits: RowLimits): Rows {
  const planned = chart.planned ?? [];
  const instances = new Set<string>();
  for (const { instance } of chart.bars) instances.add(instance);
  for (const { instance } of planned) instances.add(instance);
  const isMerged = instances.size > limits.rows;
  const mergedBy = !isMerged ? undefined : chart.components === undefined ? "host" : "component";
  const groups = gathered(chart.bars, planned, (one) =>
    mergedBy === undefined
      ? one.instance
      : mergedBy === "host"
        ? one.host
        : (chart.components?.get(one.instance) ?? "other components"),
  );
  const kept = groups.slice(0, groups.length > limits.rows ? limits.rows - 1 : limits.rows);
  const rest = groups.slice(kept.length);
  if (rest.length > 0) kept.push(together(rest, mergedBy === "host" ? "hosts" : "components"));
  const drawable = drawableAsBars(kept, isMerged, limits.bars);
  const rows = kept.map((group): Row => {
    const { bars, planned } = group;
    const lanes = drawable.has(group) ? lanesOf(bars, planned) : undefined;
    const fits = lanes !== undefined && lanes.length <= lanesMax ? lanes : undefined;
    return { ...group, instances: isMerged ? sizeOf(group) : 1, lanes: fits };
  });
  const banded = rows.reduce(
    (sum, { lanes, bars }) => sum + (lanes === undefined ? bars.length : 0),
    0,
  );
  return { rows, mergedBy, instances: instances.size, banded };
}
const lanesMax = 12;

/** `web`, or `web × 1,870` where it stands for several. */
export const rowName = ({ name, instances }: Row): string =>
  instances > 1 ? `${name} × ${instances.toLocaleString("en")}` : name;

interface Group {
  readonly name: string;
  readonly host: string | undefined;
  /** The instance, or several. */
  readonly members: string | ReadonlySet<string>;
  readonly bars: readonly Timing[];
  readonly planned: readonly Timing[];
}

/** Groups in the order of their first start, those of one host beside each other. */
function gathered(
  bars: readonly Timing[],
  planned: readonly Timing[],
  keyOf: (one: Timing) => string,
): readonly Group[] {
  const groups = new Map<string, OpenGroup>();
  const add = (one: Timing, into: "bars" | "planned"): void => {
    const name = keyOf(one);
    let group = groups.get(name);
    if (group === undefined) {
      const { host, startS, instance } = one;
      group = { name, host, firstS: startS, members: instance, bars: [], planned: nothingPlanned };
      groups.set(name, group);
    }
    if (group.host !== one.host) group.host = undefined;
    if (one.startS < group.firstS) group.firstS = one.startS;
    if (typeof group.members !== "string") group.members.add(one.instance);
    else if (group.members !== one.instance) group.members = new Set([group.members, one.instance]);
    if (into === "planned" && group.planned === nothingPlanned) group.planned = [];
    group[into].push(one);
  };
  for (const one of bars) add(one, "bars");
  for (const one of planned) add(one, "planned");
  return inOrder([...groups.values()]);
}

/** While bars are added; of a single member only its name is kept, for there may be many such groups. */
interface OpenGroup extends Group {
  host: string | undefined;
  firstS: number;
  members: string | Set<string>;
  readonly bars: Timing[];
  planned: Timing[];
}
const nothingPlanned: Timing[] = [];

function inOrder(groups: readonly OpenGroup[]): readonly Group[] {
  const hosts = new Map<string | undefined, number>();
  for (const { host, firstS } of groups)
    hosts.set(host, Math.min(hosts.get(host) ?? Number.POSITIVE_INFINITY, firstS));
  const places = new Map(
    [...hosts].toSorted(([, a], [, b]) => a - b).map(([host], k) => [host, k]),
  );
  const placeOf = ({ host }: OpenGroup): number => places.get(host) ?? 0;
  return groups.toSorted((a, b) => placeOf(a) - placeOf(b) || a.firstS - b.firstS);
}

const together = (groups: readonly Group[], what: string): Group => ({
  name: `${groups.length} more ${what}`,
  host: undefined,
  members: new Set(
    groups.flatMap(({ members }) => (typeof members === "string" ? [members] : [...members])),
  ),
  bars: groups.flatMap(({ bars }) => bars),
  planned: groups.flatMap(({ planned }) => planned),
});

const sizeOf = ({ members }: Group): number => (typeof members === "string" ? 1 : members.size);

/** The groups with the fewest bars, as long as all of them together are not too many. */
function drawableAsBars(
  groups: readonly Group[],
  isMerged: boolean,
  barsMax: number,
): ReadonlySet<Group> {
  const drawable = new Set<Group>();
  if (barsMax === 0) return drawable;
  let sum = 0;
  const own = ({ bars, planned }: Group): number => bars.length + planned.length;
  for (const group of groups.toSorted((a, b) => own(a) - own(b))) {
    sum += own(group);
    if (sum > barsMax) break;
    if (!isMerged || sizeOf(group) === 1) drawable.add(group);
  }
  return drawable;
}

/** Each bar in the first lane that is free; the plan of a transition lies with the first try that it has not met. */
function lanesOf(bars: readonly Timing[], planned: readonly Timing[]): readonly Lane[] {
  const plans = new Map<string, Timing[]>();
  for (const plan of planned) {
    const own = plans.get(plan.transition) ?? [];
    plans.set(plan.transition, [...own, plan]);
  }
  const measured = bars
    .toSorted((a, b) => beginOf(a) - beginOf(b))
    .map((one): Bar => ({ measured: one, planned: plans.get(one.transition)?.shift() }));
  const only = [...plans.values()]
    .flat()
    .map((plan): Bar => ({ measured: undefined, planned: plan }));
  const lanes: Bar[][] = [];
  const endsS: number[] = [];
  for (const bar of [...measured, ...only].toSorted((a, b) => firstOf(a) - firstOf(b))) {
    const beginS = firstOf(bar);
    let lane = endsS.findIndex((endS) => endS <= beginS + 1e-9);
    if (lane < 0) lane = endsS.push(0) - 1;
    (lanes[lane] ??= []).push(bar);
    endsS[lane] = (bar.measured ?? bar.planned)?.endS ?? beginS;
  }
  return lanes;
}

/** When a bar begins, with the time that it waited for a limit. */
const beginOf = ({ dueS, startS }: Timing): number => Math.min(dueS, startS);
const firstOf = ({ measured, planned }: Bar): number => {
  const one = measured ?? planned;
  return one === undefined ? 0 : beginOf(one);
};
