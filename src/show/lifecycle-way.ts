/** The arrows of a lifecycle: where they meet places and bars, and the docks there, with the tokens that wait on them. */
import type { Lifecycle } from "../semantics/lifecycle.ts";
import type { Box } from "./graph.ts";
import {
  type LifecycleLayout,
  type Part,
  type Way,
  barWidth,
  placeRadius,
} from "./lifecycle-layout.ts";
import { type Point, element, label, number, tooltip, uprightCurve } from "./svg.ts";
import { shortCount, tokenLooks } from "./token.ts";

/** The points of each way: several that meet one side of a place stand beside each other there. */
export function endsOfWays(
  life: Lifecycle,
  layout: LifecycleLayout,
): readonly (readonly Point[])[] {
  const meetings = new Map<string, { readonly way: number; readonly towards: number }[]>();
  const centre = ({ kind, index }: Part): Point =>
    (kind === "place" ? layout.places : kind === "bar" ? layout.bars : layout.transitions)[
      index
    ] ?? { x: 0, y: 0 };
  const ends = layout.ways.map(({ from, to, isBack, via }, way) => {
    const sides = [
      { part: from, isBelow: !isBack, next: via[0] ?? centre(to) },
      { part: to, isBelow: isBack, next: via.at(-1) ?? centre(from) },
    ];
    return sides.map(({ part, isBelow, next }) => {
      const key = `${part.kind} ${part.index} ${isBelow}`;
      const there = meetings.get(key) ?? [];
      meetings.set(key, [...there, { way, towards: next.x }]);
      return { part, isBelow, key };
    });
  });
  return layout.ways.map(({ via }, way) => {
    const points = (ends[way] ?? []).map(({ part, isBelow, key }) => {
      const there = (meetings.get(key) ?? []).toSorted((a, b) => a.towards - b.towards);
      const place = there.findIndex((one) => one.way === way) - (there.length - 1) / 2;
      return edgePoint(life, part, centre(part), isBelow, (place * 2) / Math.max(1, there.length));
    });
    const [start = { x: 0, y: 0 }, end = start] = points;
    return [start, ...via, end];
  });
}

/** A point on the upper or lower edge of a part; `share` of its half width from the middle. */
function edgePoint(
  life: Lifecycle,
  part: Part,
  { x, y }: Point,
  isBelow: boolean,
  share: number,
): Point {
  const side = isBelow ? 1 : -1;
  if (part.kind === "transition") return { x, y: y + side * 9 };
  if (part.kind === "bar")
    return {
      x: x + (share * barWidth(life.stations[part.index]?.docks.length ?? 0)) / 2,
      y: y + side * 2.5,
    };
  const dx = share * placeRadius * 0.95;
  return { x: x + dx, y: y + side * Math.sqrt(placeRadius ** 2 - dx ** 2) };
}

export function wayDrawn(
  { to, isChoice, isBack }: Way,
  points: readonly Point[],
  look: string | undefined,
): string {
  const line = element("path", {
    class: `${look ?? ""} way${isChoice ? " dashed" : ""}`,
    d: uprightCurve(points),
  });
  if (to.kind === "transition") return line;
  const { x, y } = points.at(-1) ?? { x: 0, y: 0 };
  const back = isBack ? 1 : -1;
  // Its tip is at the dock.
  const tip = `M${number(x)} ${number(y + 2 * back)}l-3.5 ${number(7 * back)}h7z`;
  return line + element("path", { class: look, d: tip });
}

export function docksDrawn(
  { tokens, count }: Box,
  life: Lifecycle,
  { from, dock, transition }: Way,
  points: readonly Point[],
): readonly string[] {
  const edge = life.transitions[transition ?? -1];
  if (edge === undefined) return [];
  const isOut = from.kind === "place";
  const slot = isOut ? edge.out : (life.docks[dock ?? -1]?.slot ?? -1);
  const at = isOut ? points[0] : points.at(-1);
  if (at === undefined) return [];
  const waiting = tokens?.get(slot)?.here ?? 0;
  const who = count === 1 ? "a token waits" : `${waiting} tokens wait`;
  const words = `dock of ${edge.name}${waiting > 0 ? `: ${who} here` : ""}`;
  const size = waiting > 0 ? 7 : 4.4;
  return [
    element(
      "rect",
      {
        x: at.x - size / 2,
        y: at.y - size / 2,
        width: size,
        height: size,
        class: waiting > 0 ? tokenLooks.here : "dock",
      },
      tooltip(words),
    ),
    ...(waiting > 1
      ? [label({ text: shortCount(waiting), x: at.x + 6, y: at.y, size: 8, look: tokenLooks.here })]
      : []),
  ];
}
