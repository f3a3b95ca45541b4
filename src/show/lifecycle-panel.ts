/**
 * A component's lifecycle in a panel: places as circles, transitions as labelled arrows in the colour of their behavior, docks where
 * arrows meet places, and its ports beside what they are bound to.
 */
import type { Lifecycle, Port } from "../semantics/lifecycle.ts";
import { portRings, ring } from "./blocked.ts";
import type { Box } from "./graph.ts";
import { type Names, lifecycleDrawn } from "./lifecycle-drawing.ts";
import type { Size } from "./layout.ts";
import { type LifecycleLayout, layLifecycle, placeRadius } from "./lifecycle-layout.ts";
import { endsOfWays } from "./lifecycle-way.ts";
import {
  type Panel,
  type Spot,
  frame,
  headingHeight,
  headingOf,
  headingWidth,
  portDrawn,
  portNameWidth,
  portsWidth,
  spread,
} from "./panel.ts";
import { type Point, element, fitted, levelCurve, number, textWidth } from "./svg.ts";
import { behaviorLook } from "./theme.ts";
import { slotText } from "./token.ts";

const nameWidthMax = 150;
const margin = 14;

/** @param colourOf  behavior → its number in the whole picture */
export function lifecyclePanel(
  box: Box,
  life: Lifecycle,
  colourOf: (behavior: string) => number,
): Panel {
  const names = namesOf(box, life);
  const layout = layLifecycle(life, {
    place: (p) => textWidth(names.places[p] ?? "", 12),
    transition: (t) => textWidth(names.transitions[t] ?? "", 11) + 14,
  });
  const looks = life.behaviors.map((behavior) => behaviorLook(colourOf(behavior)));
  const room = roomFor(box, life, layout);
  const { width, height, origin } = room;
  const uses = portsOn("use", life, layout, room);
  const provides = portsOn("provide", life, layout, room);
  const ports = [...uses, ...provides];
  const placed = { transform: `translate(${number(origin.x)} ${number(origin.y)})` };
  return {
    width,
    height,
    body: [
      ...frame(box, { width, height }),
      ...ports.flatMap((one) => bindingsDrawn(one, layout, names, origin)),
      element("g", placed, ...lifecycleDrawn({ box, life, layout, names, looks })),
      ...ports.map(({ port, x, y }) => portDrawn(port, x, y)),
      ...portRings(box.blocked, ports),
      ...transitionRings(box, life, layout, names, origin),
    ],
    uses: new Map(uses.map(({ port, y }) => [port.name, y])),
    provides: new Map(provides.map(({ port, y }) => [port.name, y])),
    spots: spotsOf(life, layout, names, origin),
  };
}

/** Where the tokens of each slot are drawn, and how large what is drawn there is. A slot with several docks is at its first. */
function spotsOf(
  life: Lifecycle,
  layout: LifecycleLayout,
  names: Names,
  { x: left, y: top }: Point,
): ReadonlyMap<number, Spot> {
  const spots = new Map<number, Spot>();
  const put = (
    slot: number,
    { x, y }: Point,
    before: number,
    after: number,
    height: number,
  ): void =>
    void (spots.has(slot) || spots.set(slot, { x: x + left, y: y + top, before, after, height }));
  layout.places.forEach((at, p) => {
    const after = placeRadius + 6 + textWidth(names.places[p] ?? "", 12);
    put(p, at, placeRadius, after, 2 * placeRadius);
  });
  life.transitions.forEach(({ on }, t) => {
    const half = textWidth(names.transitions[t] ?? "", 11) / 2 + 7;
    put(on, layout.transitions[t] ?? { x: 0, y: 0 }, half, half, 18);
  });
  const ends = endsOfWays(life, layout);
  layout.ways.forEach(({ from, dock, transition }, k) => {
    const edge = life.transitions[transition ?? -1];
    if (edge === undefined) return;
    const isOut = from.kind === "place";
    const at = isOut ? ends[k]?.[0] : ends[k]?.at(-1);
    const slot = isOut ? edge.out : life.docks[dock ?? -1]?.slot;
    if (at !== undefined && slot !== undefined) put(slot, at, 4, 4, 8);
  });
  return spots;
}

/** The size of the panel, and where in it the lifecycle begins. */
interface Room extends Size {
  readonly origin: Point;
}

function roomFor(box: Box, life: Lifecycle, layout: LifecycleLayout): Room {
  const heading = headingOf(box);
  const [uses, provides] = [sideOf(life, "use"), sideOf(life, "provide")];
  const beside = (ports: readonly Port[]): number =>
    ports.length === 0 ? margin : portsWidth(ports) + 24;
  const inner = beside(uses) + layout.width + beside(provides);
  const width = Math.max(inner, headingWidth(heading) + 2 * margin);
  const origin = { x: beside(uses) + (width - inner) / 2, y: headingHeight(heading) + 6 };
  const ports = Math.max(uses.length, provides.length) * portGap;
  return { width, height: origin.y + Math.max(layout.height, ports) + margin, origin };
}

interface PlacedPort extends Point {
  readonly port: Port;
}

/** The ports of one side, each as near as possible to what it is bound to. */
function portsOn(
  side: Port["side"],
  life: Lifecycle,
  layout: LifecycleLayout,
  { width, height, origin }: Room,
): readonly PlacedPort[] {
  const ports = sideOf(life, side);
  const heights = spread(
    ports.map((port) => origin.y + middleOf(layout, port)),
    { from: origin.y + 4, to: height - margin, gap: portGap },
  );
  return ports.map((port, k) => ({ port, x: side === "use" ? 0 : width, y: heights[k] ?? 0 }));
}

/** Lines from the name of a port to all that it is bound to. */
function bindingsDrawn(
  { port, x, y }: PlacedPort,
  layout: LifecycleLayout,
  names: Names,
  origin: Point,
): readonly string[] {
  const inwards = port.side === "use" ? 1 : -1;
  const start = { x: x + inwards * (14 + portNameWidth(port)), y };
  return endsOf(layout, names, port).map((end) =>
    element("path", {
      class: "binding",
      d: levelCurve([start, { x: end.x + origin.x, y: end.y + origin.y }]),
    }),
  );
}

/** Around the names of transitions whose tokens wait. */
const transitionRings = (
  { blocked }: Box,
  life: Lifecycle,
  layout: LifecycleLayout,
  names: Names,
  origin: Point,
): readonly string[] =>
  life.transitions.flatMap(({ name }, t) => {
    const at = layout.transitions[t];
    if (at === undefined || blocked?.transitions.has(name) !== true) return [];
    const width = textWidth(names.transitions[t] ?? "", 11) + 20;
    return [ring(at.x + origin.x, at.y + origin.y, width, 24)];
  });

const portGap = 19;

const sideOf = ({ ports }: Lifecycle, side: Port["side"]): readonly Port[] =>
  ports.filter((port) => port.side === side);

function namesOf({ tokens, count }: Box, life: Lifecycle): Names {
  return {
    places: life.places.map((name, p) =>
      slotText(fitted(name, nameWidthMax, 12), tokens?.get(p), count),
    ),
    transitions: life.transitions.map(({ name, on }) =>
      slotText(fitted(name, nameWidthMax, 11), tokens?.get(on), count),
    ),
  };
}

/** How far down the parts are that the port is bound to, on the average. */
function middleOf({ places, transitions }: LifecycleLayout, port: Port): number {
  const heights = [
    ...port.places.map((p) => places[p]?.y ?? 0),
    ...port.transitions.map((t) => transitions[t]?.y ?? 0),
  ];
  return heights.reduce((sum, y) => sum + y, 0) / Math.max(1, heights.length);
}

/** Where the lines from a port end: at the side of the parts that looks towards it. */
function endsOf(
  { places, transitions }: LifecycleLayout,
  names: Names,
  port: Port,
): readonly Point[] {
  const side = port.side === "use" ? -1 : 1;
  return [
    ...port.places.map((p) => {
      const { x = 0, y = 0 } = places[p] ?? {};
      const text = side < 0 ? 0 : textWidth(names.places[p] ?? "", 12) + 8;
      return { x: x + side * (placeRadius + 2 + text), y };
    }),
    ...port.transitions.map((t) => {
      const { x = 0, y = 0 } = transitions[t] ?? {};
      return { x: x + side * (textWidth(names.transitions[t] ?? "", 11) / 2 + 8), y };
    }),
  ];
}
