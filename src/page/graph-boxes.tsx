/**
 * The boxes of the graph that are seen, with their tokens. A box is drawn anew where something about it has changed, so that a thousand of
 * them follow a run and a hand.
 */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Graph, graphOf } from "../show/graph.ts";
import { partOfSite } from "../show/site.ts";
import { GraphBox, labelOf } from "./graph-box.tsx";
import { LinkLayer } from "./graph-links.tsx";
import type { Scene } from "./graph-scene.ts";
import type { ViewProps } from "./look.ts";
import { withNeighbours } from "./scene-plan.ts";
import { membersOf } from "./selection.ts";
import { type Sight, insideScale, meets } from "./sight.ts";
import type { Stage } from "./stage.ts";

export function GraphBoxes(
  props: ViewProps & { readonly scene: Scene; readonly sight: Sight },
): JSX.Element {
  const { moment, scene, sight } = props;
  const graph = useMemo(() => graphNow(props, scene), [moment, scene]);
  const chosen = chosenBox(props, scene);
  const drawn = useDrawn(scene, (before) => {
    const seen = new Map<number, KeptBox>();
    let left = before === undefined ? Infinity : freshMax;
    for (const [k, area] of scene.areas.entries()) {
      if (!meets(area, sight.area)) continue;
      const one = boxOf(props, graph, k, chosen);
      const known = before?.get(k);
      const isSame = isAlike(known?.about, one.about);
      if (isSame && known?.scale === one.scale) seen.set(k, known);
      // What came into sight, or nearer, may take some frames; what has changed may not.
      else if ((known !== undefined && !isSame) || left-- > 0) seen.set(k, one);
      else if (known !== undefined) seen.set(k, known);
    }
    return { seen, isAll: left >= 0 };
  });
  return (
    <>
      <LinkLayer {...props} chosen={chosen} />
      {[...drawn.values()].map((one) => one.drawn)}
      <g class="still" dangerouslySetInnerHTML={{ __html: scene.counts }} />
    </>
  );
}

/** Boxes that come into sight at one time: more would be felt as a jerk. */
const freshMax = 50;

/** A box, and all that it was drawn of. */
interface KeptBox {
  readonly drawn: JSX.Element;
  readonly scale: number;
  readonly about: readonly unknown[];
}

const isAlike = (one: readonly unknown[] | undefined, other: readonly unknown[]): boolean =>
  one?.length === other.length && one.every((value, k) => value === other[k]);

/** What is drawn of a scene, from what was drawn before: as often as it takes until it is all of it. */
function useDrawn(
  scene: Scene,
  draw: (before: ReadonlyMap<number, KeptBox> | undefined) => {
    readonly seen: ReadonlyMap<number, KeptBox>;
    readonly isAll: boolean;
  },
): ReadonlyMap<number, KeptBox> {
  const [, redraw] = useState(0);
  const kept = useRef<{ readonly scene: Scene; readonly seen: ReadonlyMap<number, KeptBox> }>(
    undefined,
  );
  const { current } = kept;
  const { seen, isAll } = draw(current?.scene === scene ? current.seen : undefined);
  kept.current = { scene, seen };
  useEffect(() => {
    if (isAll) return undefined;
    const next = requestAnimationFrame(() => redraw((count) => count + 1));
    return () => cancelAnimationFrame(next);
  });
  return seen;
}

function boxOf(
  props: ViewProps & { readonly scene: Scene; readonly sight: Sight },
  graph: Graph | undefined,
  number: number,
  chosen: number,
): KeptBox {
  const { moment, look, scene, sight } = props;
  const planned = scene.plan.graph.boxes[number];
  const box = graph?.boxes[number] ?? planned;
  const stages = stagesOf(props, scene, number);
  const isChosen = number === chosen;
  const isReached = number === Math.max(0, chosen);
  const isPatch = sight.scale < insideScale && box !== undefined;
  // A patch says no more than its label and its colour.
  const told = isPatch ? [labelOf(box, stages), stages[0]] : [moment, look];
  const drawn = (
    <GraphBox
      key={planned?.name ?? number}
      {...props}
      number={number}
      box={box}
      isChosen={isChosen}
      isReached={isReached}
      stages={stages}
      scale={sight.scale}
    />
  );
  return { drawn, scale: sight.scale, about: [isChosen, isReached, ...told] };
}

/** The boxes of the scene with their tokens at this moment; undefined while the layout of other boxes is on its way. */
function graphNow({ moment }: ViewProps, scene: Scene): Graph | undefined {
  const { site } = moment;
  const { focus, collapse } = scene.wish;
  const part = focus === undefined ? site : partOfSite(site, withNeighbours(site, focus));
  const graph = graphOf(part, collapse);
  const isSame =
    graph.boxes.length === scene.plan.graph.boxes.length &&
    graph.boxes.every(({ name, life }, k) => {
      const planned = scene.plan.graph.boxes[k];
      return planned?.name === name && planned.life?.slots === life?.slots;
    });
  return isSame ? graph : undefined;
}

/** The box of what is selected; -1 where there is none. */
export function chosenBox({ look, moment }: ViewProps, scene: Scene | undefined): number {
  const { selection } = look;
  if (selection === undefined || scene === undefined) return -1;
  const [member] = membersOf(moment.site, selection);
  return scene.plan.members.findIndex((all) => member !== undefined && all.includes(member));
}

const stagesOf = ({ moment }: ViewProps, scene: Scene, box: number): readonly Stage[] =>
  (scene.plan.members[box] ?? []).flatMap((k) => moment.stages[k] ?? []);
