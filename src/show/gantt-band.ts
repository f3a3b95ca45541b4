/** Many bars as one band: the higher, the more of them run at once; what failed is marked upon it. O(bars + bins). */
import type { Timing } from "../engine/report.ts";
import type { Scale } from "./gantt-bar.ts";
import type { Row } from "./gantt-row.ts";
import { element, number, tooltip } from "./svg.ts";

export interface Band {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function bandDrawn(row: Row, { at }: Scale, { x, y, width, height }: Band): string {
  const binWidth = width / binsMax;
  const binOf = (s: number): number =>
    Math.min(binsMax - 1, Math.max(0, Math.floor((at(s) - x) / binWidth)));
  const counts = atOnce(row.bars, binOf);
  const most = Math.max(1, ...counts);
  const steps = [...counts].map((count, k) => {
    const top = number(y + height - (count / most) * height);
    return `V${top}H${number(x + (k + 1) * binWidth)}`;
  });
  const bad = row.bars.filter(({ ended }) => ended !== "well" && ended !== "open");
  const badBins = new Set(bad.map(({ endS }) => binOf(endS)));
  const marks = [...badBins].map(
    (k) =>
      `M${number(x + k * binWidth)} ${number(y)}h${number(Math.max(1, binWidth))}v${number(height)}h-${number(Math.max(1, binWidth))}z`,
  );
  const planned = row.planned.length === 0 ? [] : [planDrawn(row.planned, at, y, height)];
  return element(
    "g",
    {},
    tooltip(
      row.name,
      `${row.bars.length} bars of ${row.instances} instance${row.instances === 1 ? "" : "s"}, up to ${most} at once`,
      ...(bad.length > 0 ? [`${bad.length} failed or cut off`] : []),
    ),
    element("path", {
      class: "busy",
      d: `M${number(x)} ${number(y + height)}${steps.join("")}V${number(y + height)}z`,
    }),
    ...(marks.length === 0 ? [] : [element("path", { class: "bad", d: marks.join("") })]),
    ...planned,
  );
}
const binsMax = 160;

/** Of each bin how many bars run in it at some time. */
function atOnce(bars: readonly Timing[], binOf: (s: number) => number): Int32Array {
  const changes = new Int32Array(binsMax + 1);
  for (const { startS, endS } of bars) {
    const first = binOf(startS);
    const last = Math.max(first, binOf(endS));
    changes[first] = (changes[first] ?? 0) + 1;
    changes[last + 1] = (changes[last + 1] ?? 0) - 1;
  }
  const counts = new Int32Array(binsMax);
  let now = 0;
  for (let k = 0; k < binsMax; k++) counts[k] = now += changes[k] ?? 0;
  return counts;
}

/** From the first start to the last end of what was planned. */
function planDrawn(planned: readonly Timing[], at: Scale["at"], y: number, height: number): string {
  const first = planned.reduce(
    (least, { startS }) => Math.min(least, startS),
    Number.POSITIVE_INFINITY,
  );
  const last = planned.reduce((most, { endS }) => Math.max(most, endS), 0);
  const [start, end] = [at(first), at(last)];
  return element("rect", {
    x: start,
    y: y - 1.5,
    width: Math.max(1, end - start),
    height: height + 3,
    class: "planned open",
  });
}
