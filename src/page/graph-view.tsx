/** The assembly as a graph that is moved and scaled, with live tokens. Only what is seen is drawn. */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { type Graph, graphOf } from "../show/graph.ts";
import { partOfSite } from "../show/site.ts";
import { type ViewProps, graphWish } from "./look.ts";
import { type Camera, useCamera } from "./camera.ts";
import { Canvas } from "./canvas.tsx";
import { GraphBox } from "./graph-box.tsx";
import { GraphKey } from "./graph-key.tsx";
import { LinkLayer } from "./graph-links.tsx";
import { type Scene, useScene } from "./graph-scene.ts";
import { GraphTools } from "./graph-tools.tsx";
import { withNeighbours } from "./scene-plan.ts";
import { membersOf } from "./selection.ts";
import type { Stage } from "./stage.ts";
import { centred, isSeen } from "./viewport.ts";

export function GraphView(props: ViewProps): JSX.Element {
  const { moment, look } = props;
  const { site } = moment;
  const wish = graphWish(moment, look);
  const scene = useScene(site, wish);
  const camera = useCamera(scene, JSON.stringify(scene?.wish ?? ""));
  const { zoom, fit } = camera;
  useShown(props, scene, camera);
  return (
    <div class="graph">
      <GraphTools {...props} wish={wish} zoom={zoom} fit={fit} />
      <Canvas camera={camera} label={`${site.name}: ${site.instances.length} instances`}>
        {scene !== undefined && <Boxes {...props} scene={scene} camera={camera} />}
      </Canvas>
      <GraphKey scene={scene} />
    </div>
  );
}

function Boxes(props: ViewProps & { readonly scene: Scene; readonly camera: Camera }): JSX.Element {
  const { moment, scene, camera } = props;
  const { view, screen } = camera;
  const { boxes } = scene.plan.graph;
  const graph = useMemo(() => graphNow(props, scene), [moment, scene]);
  const chosen = chosenBox(props, scene);
  return (
    <>
      <LinkLayer {...props} chosen={chosen} />
      {scene.areas.map((area, k) =>
        isSeen(area, view, screen) ? (
          <GraphBox
            key={boxes[k]?.name ?? k}
            {...props}
            number={k}
            box={graph?.boxes[k] ?? boxes[k]}
            isChosen={k === chosen}
            isReached={k === Math.max(0, chosen)}
            stages={stagesOf(props, scene, k)}
            scale={view.scale}
          />
        ) : null,
      )}
      <g class="still" dangerouslySetInnerHTML={{ __html: scene.counts }} />
    </>
  );
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
function chosenBox({ look, moment }: ViewProps, scene: Scene | undefined): number {
  const { selection } = look;
  if (selection === undefined || scene === undefined) return -1;
  const [member] = membersOf(moment.site, selection);
  return scene.plan.members.findIndex((all) => member !== undefined && all.includes(member));
}

const stagesOf = ({ moment }: ViewProps, scene: Scene, box: number): readonly Stage[] =>
  (scene.plan.members[box] ?? []).flatMap((k) => moment.stages[k] ?? []);

/** Brings what was selected elsewhere into sight. */
function useShown(props: ViewProps, scene: Scene | undefined, camera: Camera): void {
  const { screen, view, set } = camera;
  const { selection } = props.look;
  useEffect(() => {
    if (scene === undefined || screen.width === 0) return;
    const area = scene.areas[chosenBox(props, scene)];
    if (area === undefined) return;
    const isWhole =
      area.x * view.scale + view.x >= 0 &&
      area.y * view.scale + view.y >= 0 &&
      (area.x + area.width) * view.scale + view.x <= screen.width &&
      (area.y + area.height) * view.scale + view.y <= screen.height;
    if (!isWhole || view.scale < readableScale) set(centred(area, screen, Math.max(1, view.scale)));
  }, [selection?.instance, selection?.group]);
}
/** Names can be read from here on. */
const readableScale = 0.45;
