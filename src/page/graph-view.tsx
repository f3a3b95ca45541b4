/** The assembly as a graph that is moved and scaled, with live tokens. Only what is seen is drawn. */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { type ViewProps, graphWish } from "./look.ts";
import { type Camera, useCamera } from "./camera.ts";
import { Canvas } from "./canvas.tsx";
import { GraphBoxes, chosenBox } from "./graph-boxes.tsx";
import { GraphKey } from "./graph-key.tsx";
import { type Scene, useScene } from "./graph-scene.ts";
import { GraphTools } from "./graph-tools.tsx";
import { useSight } from "./steady-sight.ts";
import { centred } from "./viewport.ts";

export function GraphView(props: ViewProps): JSX.Element {
  const { moment, look } = props;
  const { site } = moment;
  const wish = graphWish(moment, look);
  const scene = useScene(site, wish);
  const camera = useCamera(scene, JSON.stringify(scene?.wish ?? ""));
  const { zoom, fit } = camera;
  useShown(props, scene, camera);
  const sight = useSight(camera, scene);
  const drawn = useMemo(
    () => scene && <GraphBoxes {...props} scene={scene} sight={sight} />,
    [props, scene, sight],
  );
  return (
    <div class="graph">
      <GraphTools {...props} wish={wish} zoom={zoom} fit={fit} />
      <Canvas camera={camera} label={`${site.name}: ${site.instances.length} instances`}>
        {drawn}
      </Canvas>
      <GraphKey scene={scene} />
    </div>
  );
}

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
