/** A part of a Petri net, laid out and marked. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Layout } from "../show/layout.ts";
import type { Token } from "../show/site.ts";
import { type Point, fitted, number, uprightCurve } from "../show/svg.ts";
import { tokenLooks } from "../show/token.ts";
import { useCamera } from "./camera.ts";
import { Canvas } from "./canvas.tsx";
import { layoutFor } from "./layout-client.ts";
import type { NetNode, NetPart } from "./net-plan.ts";
import type { Selection } from "./selection.ts";
import { useSight } from "./steady-sight.ts";

interface PictureProps {
  readonly part: NetPart;
  /** place → its token */
  readonly tokens: ReadonlyMap<number, Token>;
  readonly name: string;
  readonly choose: (selection: Selection | undefined) => void;
}

export function NetPicture({ part, tokens, name, choose }: PictureProps): JSX.Element {
  const laid = useLayout(part);
  const camera = useCamera(laid?.layout, String(laid?.number));
  const { scale } = useSight(camera, laid);
  const isRead = scale * textSize >= 4;
  // It is moved and scaled as it is.
  const drawn = useMemo(
    () => laid && <Drawn {...{ part, tokens, isRead, choose }} layout={laid.layout} />,
    [part, laid, tokens, isRead],
  );
  return (
    <Canvas
      camera={camera}
      label={`Petri net of ${name}: ${part.nodes.length} nodes, ${tokens.size} places marked`}
    >
      {drawn}
    </Canvas>
  );
}

function Drawn({
  part,
  layout,
  tokens,
  isRead,
  choose,
}: Omit<PictureProps, "name"> & {
  readonly layout: Layout;
  /** Names are large enough for that. */
  readonly isRead: boolean;
}): JSX.Element {
  return (
    <>
      <Arrows part={part} layout={layout} />
      {part.nodes.map((node, k) => (
        <Node
          key={`${node.kind} ${node.number}`}
          node={node}
          at={layout.corners[k] ?? { x: 0, y: 0 }}
          token={node.kind === "place" ? tokens.get(node.number) : undefined}
          isRead={isRead}
          choose={choose}
        />
      ))}
    </>
  );
}
const textSize = 10;

interface Laid {
  readonly part: NetPart;
  readonly layout: Layout;
  /** Another one for each layout. */
  readonly number: number;
}

function useLayout(part: NetPart): Laid | undefined {
  const [laid, setLaid] = useState<Laid>();
  useEffect(() => {
    let isWanted = true;
    const spacing = { direction: "down", layers: 20, boxes: 12 } as const;
    void layoutFor({ boxes: part.nodes, arrows: part.arrows, spacing }).then((layout) => {
      if (isWanted) setLaid((before) => ({ part, layout, number: (before?.number ?? 0) + 1 }));
    });
    return () => {
      isWanted = false;
    };
  }, [part]);
  return laid?.part === part ? laid : undefined;
}

/** A click asks about it; whoever uses the keyboard finds the same beside the picture. */
function Node({
  node: { kind, text, width, height, instance, part },
  at,
  token,
  isRead,
  choose,
}: Pick<PictureProps, "choose"> & {
  readonly isRead: boolean;
  readonly node: NetNode;
  readonly at: Point;
  readonly token: Token | undefined;
}): JSX.Element {
  return (
    <g
      onClick={() => choose(instance === undefined ? undefined : { instance, part })}
      class={`net-${kind}${token === undefined ? "" : " marked"}`}
      transform={`translate(${number(at.x + width / 2)} ${number(at.y + height / 2)})`}
    >
      <title>{text}</title>
      {kind === "place" ? (
        <circle class="place" r={8} />
      ) : (
        <rect class="bar" x={-9} y={-3} width={18} height={6} rx={1} />
      )}
      {token !== undefined && <circle class={tokenLooks[token]} r={4.5} />}
      {isRead && (
        <text class="soft" x={12} y={3.5} font-size={textSize}>
          {fitted(text, 150, textSize)}
        </text>
      )}
    </g>
  );
}

function Arrows({
  part,
  layout,
}: {
  readonly part: NetPart;
  readonly layout: Layout;
}): JSX.Element {
  const centre = (k: number): Point => {
    const { x = 0, y = 0 } = layout.corners[k] ?? {};
    const { width = 0, height = 0 } = part.nodes[k] ?? {};
    return { x: x + width / 2, y: y + height / 2 };
  };
  const reach = (k: number): number => (part.nodes[k]?.kind === "place" ? 8 : 3);
  return (
    <g class="arrows">
      {part.arrows.map(({ from, to, isRead }, k) => {
        const [a, b] = [centre(from), centre(to)];
        const side = b.y >= a.y ? 1 : -1;
        const start = { x: a.x, y: a.y + side * reach(from) };
        const end = { x: b.x, y: b.y - side * reach(to) };
        const d = uprightCurve([start, ...(layout.ways[k] ?? []), end]);
        const tip = `M${number(end.x)} ${number(end.y)}l-3 ${number(-6 * side)}h6z`;
        return (
          <g key={`${from} ${to} ${isRead}`}>
            <path class={`axis link${isRead ? " dashed" : ""}`} d={d} />
            {!isRead && <path class="tip" d={tip} />}
          </g>
        );
      })}
    </g>
  );
}
