/**
 * A box of the graph: its panel, which stays, and its tokens, which move.
 *
 * From afar it is a patch in the colour of how it does; near at hand the lifecycle is drawn within it.
 */
import type { JSX } from "preact";
import type { Box } from "../show/graph.ts";
import { lifecyclePanel } from "../show/lifecycle-panel.ts";
import type { Panel } from "../show/panel.ts";
import { label, textWidth } from "../show/svg.ts";
import { stateLines, tokenLooks } from "../show/token.ts";
import type { ViewProps } from "./look.ts";
import { nextBox } from "./box-neighbour.ts";
import type { Scene } from "./graph-scene.ts";
import { behaviorsOf } from "./scene-plan.ts";
import { selectionOf } from "./selection.ts";
import { insideScale } from "./sight.ts";
import { type Stage, countStages, stageWords } from "./stage.ts";
import { TokenLayer } from "./token-layer.tsx";
import type { Area } from "./viewport.ts";

export interface BoxProps extends ViewProps {
  readonly scene: Scene;
  readonly number: number;
  /** With its tokens. */
  readonly box: Box | undefined;
  /** It is what is selected, or holds it. */
  readonly isChosen: boolean;
  /** Keys come to it. */
  readonly isReached: boolean;
  /** Of its instances. */
  readonly stages: readonly Stage[];
  readonly scale: number;
}

/** The lifecycle of a box is read from here on. */
const withinScale = 2;

export function GraphBox(props: BoxProps): JSX.Element | null {
  const { scene, number, box, stages, scale } = props;
  const area = scene.areas[number];
  const panel = scene.plan.panels[number];
  if (area === undefined || panel === undefined || box === undefined) return null;
  const stage = [...countStages(stages).keys()][0] ?? "fresh";
  const isChosen = props.isChosen;
  const isPatch = scale < insideScale;
  const isWithin = panel.spots === undefined && scale >= withinScale && box.life !== undefined;
  return (
    <g
      class={`box stage-${stage}${isChosen ? " chosen" : ""}`}
      data-box={box.name}
      transform={`translate(${area.x} ${area.y})`}
    >
      {!isPatch && (
        <g
          class="still"
          aria-hidden="true"
          dangerouslySetInnerHTML={{ __html: isWithin ? "" : panel.body.join("") }}
        />
      )}
      <Frame {...props} box={box} area={area} isPatch={isPatch} />
      {isPatch ? (
        <PatchText box={box} area={area} scale={scale} stage={stage} />
      ) : isWithin ? (
        <Within {...props} box={box} area={area} />
      ) : panel.spots === undefined ? (
        <Lines {...props} box={box} area={area} />
      ) : (
        <TokenLayer {...props} box={box} panel={panel} />
      )}
    </g>
  );
}

function Frame({
  box,
  area,
  stages,
  isPatch,
  ...props
}: BoxProps & {
  readonly box: Box;
  readonly area: Area;
  readonly isPatch: boolean;
}): JSX.Element {
  const { change, scene, number, isChosen, isReached } = props;
  const label = `${box.name}: ${labelOf(box, stages)}`;
  const isSingle = box.count === 1 && box.life !== undefined;
  const choose = (): void => change({ selection: selectionOf(box) });
  return (
    <g
      class="frame"
      role="button"
      tabindex={isReached ? 0 : -1}
      aria-label={label}
      aria-pressed={isChosen}
      onClick={choose}
      onDblClick={() => isSingle && change({ focus: box.name, selection: { instance: box.name } })}
      onKeyDown={(event) => {
        const next = nextBox(scene.areas, number, event.key);
        if (event.key === "Enter" || event.key === " ") choose();
        else if (event.key === "f" && isSingle) change({ focus: box.name });
        else if (next !== undefined) focusBox(event.currentTarget, scene, next, change);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {(isReached || isChosen || !isPatch) && (
        <rect class="ring" x={-3} y={-3} width={area.width + 6} height={area.height + 6} rx={10} />
      )}
      <rect class={isPatch ? "patch" : "edge"} width={area.width} height={area.height} rx={8} />
      <title>{label}</title>
    </g>
  );
}

export const labelOf = ({ count, about }: Box, stages: readonly Stage[]): string =>
  count === 1
    ? [...about, stages.map((stage) => stageWords[stage])].flat().join(", ")
    : [...countStages(stages)].map(([stage, n]) => `${n} ${stageWords[stage]}`).join(", ");

/** The next box is selected, which brings it into sight; then it takes the keys. */
function focusBox(
  from: SVGGElement,
  scene: Scene,
  next: number,
  change: ViewProps["change"],
): void {
  const box = scene.plan.graph.boxes[next];
  if (box === undefined) return;
  const { name } = box;
  const { ownerSVGElement } = from;
  change({ selection: selectionOf(box) });
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const found = [...(ownerSVGElement?.querySelectorAll<SVGGElement>("[data-box]") ?? [])].find(
        (one) => one.dataset["box"] === name,
      );
      found?.querySelector<SVGGElement>(".frame")?.focus({ preventScroll: true });
    }),
  );
}

/** From afar: its name as large as it fits, where that can be read. */
function PatchText({
  box,
  area,
  scale,
  stage,
}: {
  readonly box: Box;
  readonly area: Area;
  readonly scale: number;
  readonly stage: Stage;
}): JSX.Element | null {
  const size = Math.min(area.height * 0.42, 11 / scale);
  const isRoomy = area.height > 3.2 * size && size * scale >= 8;
  if (size * scale < textSizeMin) return null;
  return (
    <g class="still" aria-hidden="true">
      <text
        class="ink"
        x={area.width / 2}
        y={area.height / 2 + size * (isRoomy ? -0.25 : 0.35)}
        font-size={size}
        text-anchor="middle"
      >
        {lastPart(box.name, (area.width - 8) * 1.15, size)}
      </text>
      {isRoomy && (
        <text
          class="soft"
          x={area.width / 2}
          y={area.height / 2 + size * 1.1}
          font-size={size * 0.8}
          text-anchor="middle"
        >
          {stageWords[stage]}
        </text>
      )}
    </g>
  );
}
/** On the screen; smaller letters are no more than dirt. */
const textSizeMin = 4.5;

/** Names of many differ at their ends. */
function lastPart(name: string, widthMax: number, size: number): string {
  if (textWidth(name, size) <= widthMax) return name;
  let kept = name;
  while (kept.length > 1 && textWidth(`…${kept}`, size) > widthMax) kept = kept.slice(1);
  return `…${kept}`;
}

/** Where it stands, in the line that the panel leaves for it; of several instances in shares, too. */
function Lines({
  box,
  area,
  stages,
}: BoxProps & { readonly box: Box; readonly area: Area }): JSX.Element {
  const lines = stateLines(box);
  const counts = countStages(stages);
  const isGroup = box.count > 1 || box.life === undefined;
  const words =
    box.life === undefined
      ? [...counts].map(([stage, n]) => `${n} ${stageWords[stage]}`)
      : lines.map(({ text }) => text);
  const text = label({
    text: words.join(" · "),
    x: area.width / 2,
    y: area.height - 14,
    size: 11,
    look: tokenLooks[lines[0]?.token ?? "here"],
    anchor: "middle",
    widthMax: area.width - 16,
  });
  return (
    <g class="lines">
      <g dangerouslySetInnerHTML={{ __html: text }} />
      {isGroup && (
        <Shares counts={counts} all={stages.length} width={area.width} y={area.height - 5} />
      )}
    </g>
  );
}

function Shares({
  counts,
  all,
  width,
  y,
}: {
  readonly counts: ReadonlyMap<Stage, number>;
  readonly all: number;
  readonly width: number;
  readonly y: number;
}): JSX.Element {
  let x = 8;
  return (
    <g class="shares">
      {[...counts].map(([stage, n]) => {
        const own = (n / Math.max(1, all)) * (width - 16);
        const at = x;
        x += own;
        return (
          <rect key={stage} class={`share stage-${stage}`} x={at} y={y} width={own} height={2.5} />
        );
      })}
    </g>
  );
}

/** Near at hand: the lifecycle, as large as the box lets it. */
function Within(props: BoxProps & { readonly box: Box; readonly area: Area }): JSX.Element | null {
  const { box, area, scene } = props;
  if (box.life === undefined) return null;
  const behaviors = behaviorsOf(scene.plan.graph);
  const panel: Panel = lifecyclePanel({ ...box, tokens: undefined }, box.life, (name) =>
    behaviors.indexOf(name),
  );
  const scale = Math.min(area.width / panel.width, area.height / panel.height);
  const x = (area.width - panel.width * scale) / 2;
  const y = (area.height - panel.height * scale) / 2;
  return (
    <g class="within">
      <rect class="panel" width={area.width} height={area.height} rx={8} />
      <g transform={`translate(${x} ${y}) scale(${scale})`}>
        <g class="still" dangerouslySetInnerHTML={{ __html: panel.body.join("") }} />
        <TokenLayer {...props} panel={panel} />
      </g>
    </g>
  );
}
