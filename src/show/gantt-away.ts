/** Rows beneath a chart: from when to when each service was away that had been there. Pure. O(interruptions). */
import type { Interruption } from "../engine/interruption.ts";
import type { Scale } from "./gantt-bar.ts";
import { element, label, tooltip } from "./svg.ts";
import { lengthOfTime } from "./time-axis.ts";

export interface AwayPlace {
  /** Where names begin. */
  readonly x: number;
  readonly y: number;
  /** Where times begin. */
  readonly left: number;
  /** Where they end. */
  readonly right: number;
}
export interface AwayDrawn {
  readonly body: readonly string[];
  readonly height: number;
  /** Services that are not shown. */
  readonly more: number;
}

export const serviceName = ({ instance, port }: Interruption): string => `${instance}.${port}`;

/** Nothing where no service was away. */
export function awayDrawn(all: readonly Interruption[], scale: Scale, place: AwayPlace): AwayDrawn {
  const rows = [...Map.groupBy(all, serviceName)];
  if (rows.length === 0) return { body: [], height: 0, more: 0 };
  const shown = rows.slice(0, rowsMax);
  const { x, y, left, right } = place;
  const body = [
    label({ text: "services that are away", x, y: y + 16, size: 11, look: "soft name" }),
    ...shown.flatMap(([name, windows], k) => {
      const middle = y + headHeight + k * rowHeight + rowHeight / 2;
      const widthMax = left - x - 8;
      return [
        label({ text: name, x, y: middle, size: 11, look: "ink", widthMax }),
        ...windows.map((one) => windowDrawn(one, scale, middle, right)),
      ];
    }),
  ];
  return { body, height: headHeight + shown.length * rowHeight, more: rows.length - shown.length };
}
const rowsMax = 40;
const headHeight = 26;
const rowHeight = 15;

/** Open at its end where the service does not come back. */
function windowDrawn(one: Interruption, scale: Scale, middle: number, right: number): string {
  const { fromS, toS } = one;
  const from = scale.at(fromS);
  const to = Math.max(from + 1, toS === undefined ? right : scale.at(toS));
  const sides = toS === undefined ? `M${to} ${middle - 4}H${from}V${middle + 4}H${to}` : undefined;
  return element(
    "g",
    {},
    tooltip(wordsOf(one)),
    sides === undefined
      ? element("rect", {
          x: from,
          y: middle - 4,
          width: to - from,
          height: 8,
          rx: Math.min(2, (to - from) / 2),
          class: "away",
        })
      : element("path", { class: "away open", d: sides }),
  );
}

function wordsOf(one: Interruption): string {
  const { fromS, toS, gone } = one;
  const from = `${serviceName(one)} is away from ${lengthOfTime(fromS)}`;
  if (toS !== undefined) return `${from} to ${lengthOfTime(toS)}: ${lengthOfTime(toS - fromS)}`;
  return gone === true ? `${from}, for good` : `${from}, and not back`;
}
