/** The tokens of a lifecycle upon its picture, and what of it can be clicked. A token that moves is seen to move. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Lifecycle } from "../semantics/lifecycle.ts";
import type { Box } from "../show/graph.ts";
import type { Panel, Spot } from "../show/panel.ts";
import { shortCount, tokenLooks, tokenWords, worst } from "../show/token.ts";
import type { ViewProps } from "./look.ts";
import { type Part, isSamePart } from "./selection.ts";
import { type Mover, moved } from "./token-move.ts";

type LayerProps = ViewProps & { readonly box: Box; readonly panel: Panel };

export function TokenLayer(props: LayerProps): JSX.Element | null {
  const { box, panel } = props;
  const { life, tokens, count } = box;
  const before = useRef<readonly Mover[]>([]);
  const next = useRef(0);
  if (life === undefined || panel.spots === undefined) return null;
  const slots = [...(tokens?.keys() ?? [])];
  before.current = moved(before.current, slots, life, () => ++next.current);
  return (
    <g class="tokens">
      <Hits {...props} life={life} />
      {life.transitions.map(({ on, name }) => {
        const token = worst(tokens?.get(on));
        const spot = panel.spots?.get(on);
        if (token === undefined || spot === undefined) return null;
        return (
          <Pill
            key={on}
            spot={spot}
            look={tokenLooks[token]}
            kind={token}
            text={count === 1 ? name : `${name} ${shortCount(sumOf(tokens?.get(on)))}`}
          />
        );
      })}
      {before.current.map(({ id, slot }) => (
        <Token key={id} {...props} life={life} slot={slot} />
      ))}
    </g>
  );
}

function Token({
  box: { tokens, count },
  panel,
  life,
  slot,
}: LayerProps & { readonly life: Lifecycle; readonly slot: number }): JSX.Element | null {
  const counts = tokens?.get(slot);
  const token = worst(counts);
  const spot = panel.spots?.get(slot);
  if (token === undefined || spot === undefined) return null;
  const isPlace = slot < life.places.length;
  const isOn = slot >= life.firstOn && slot < life.firstIn;
  const words = count === 1 ? tokenWords[token] : `${sumOf(counts)} tokens`;
  return (
    <g
      class={`token ${isOn ? "within-pill" : ""}`}
      data-slot={slot}
      style={{ transform: `translate(${spot.x}px, ${spot.y}px)` }}
    >
      <circle class={tokenLooks[token]} r={isPlace ? 7 : 4.5} />
      {count > 1 && isPlace && (
        <text class="onbar" font-size={8} text-anchor="middle" y={2.8}>
          {shortCount(sumOf(counts))}
        </text>
      )}
      <title>{`${nameOf(life, slot)}: ${words}`}</title>
    </g>
  );
}

const sumOf = (counts: Readonly<Record<string, number>> | undefined): number =>
  Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0);

function nameOf(life: Lifecycle, slot: number): string {
  if (slot < life.places.length) return life.places[slot] ?? "";
  const edge = life.transitions.find(({ slots }) => slots.includes(slot));
  return edge?.on === slot ? edge.name : `dock of ${edge?.name ?? ""}`;
}

function Pill({
  spot,
  look,
  kind,
  text,
}: {
  readonly spot: Spot;
  readonly look: string;
  readonly kind: string;
  readonly text: string;
}): JSX.Element {
  const width = spot.before + spot.after;
  return (
    <g class={`pill-on ${kind}`} transform={`translate(${spot.x} ${spot.y})`}>
      <rect class={look} x={-spot.before} y={-9} width={width} height={18} rx={9} />
      <text class="onbar" y={3.9} font-size={11} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Where to click for what. Whoever uses the keyboard has the same beside the picture, as buttons. */
function Hits({
  box,
  panel,
  life,
  look,
  change,
}: LayerProps & { readonly life: Lifecycle }): JSX.Element | null {
  if (box.count > 1) return null;
  const { instance, part: chosen } = look.selection ?? {};
  const hit = (part: Part, x: number, y: number, width: number, height: number): JSX.Element => (
    <rect
      key={`${part.kind} ${part.name}`}
      class={`hit${instance === box.name && isSamePart(part, chosen) ? " chosen" : ""}`}
      data-part={`${part.kind} ${part.name}`}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={Math.min(9, height / 2)}
      onClick={() => change({ selection: { instance: box.name, part } })}
    >
      <title>{`${part.kind} ${part.name}`}</title>
    </rect>
  );
  const ofSlot = (kind: "place" | "transition", name: string, slot: number): JSX.Element | null => {
    const spot = panel.spots?.get(slot);
    if (spot === undefined) return null;
    const { x, y, before, after, height } = spot;
    return hit({ kind, name }, x - before - 2, y - height / 2 - 1, before + after + 4, height + 2);
  };
  return (
    <g class="hits">
      {life.places.map((name, p) => ofSlot("place", name, p))}
      {life.transitions.map(({ name, on }) => ofSlot("transition", name, on))}
      {[...panel.uses].map(([name, y]) => hit({ kind: "use", name }, -8, y - 9, 60, 18))}
      {[...panel.provides].map(([name, y]) =>
        hit({ kind: "provide", name }, panel.width - 52, y - 9, 60, 18),
      )}
    </g>
  );
}
