/** The graph with its layout: asked for once for each plan, and kept until the next one is there. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Layout } from "../show/layout.ts";
import {
  arrowsOf,
  linkDrawn,
  countDrawn,
  roomBeside,
  sceneSpacing,
  waysOf,
} from "../show/scene.ts";
import type { Point } from "../show/svg.ts";
import { layoutFor } from "./layout-client.ts";
import { type PlanWish, type ScenePlan, scenePlan } from "./scene-plan.ts";
import type { Site } from "../show/site.ts";
import type { Area } from "./viewport.ts";

/** A plan with where everything is. */
export interface Scene {
  readonly plan: ScenePlan;
  readonly areas: readonly Area[];
  readonly ways: readonly (readonly Point[])[];
  /** Of links, as SVG: beneath the boxes, and upon them. */
  readonly links: readonly string[];
  readonly counts: string;
  readonly width: number;
  readonly height: number;
  /** Where it was wished for. */
  readonly wish: PlanWish;
}

/** Undefined until there is a first layout. */
export function useScene(site: Site, wish: PlanWish): Scene | undefined {
  const [scene, setScene] = useState<Scene>();
  const plan = useRef<ScenePlan>(undefined);
  plan.current = scenePlan(site, wish, plan.current);
  const { current } = plan;
  useEffect(() => {
    let isWanted = true;
    const { graph, panels } = current;
    void layoutFor({ boxes: panels, arrows: arrowsOf(graph), spacing: sceneSpacing }).then(
      (layout) => {
        if (isWanted) setScene(sceneOf(current, layout, wish));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [current]);
  return scene;
}

function sceneOf(plan: ScenePlan, layout: Layout, wish: PlanWish): Scene {
  const { graph, panels } = plan;
  const ways = waysOf(graph, panels, layout);
  const room = roomBeside(ways);
  const at = ({ x, y }: Point): Point => ({ x: x + room, y });
  const shifted = ways.map((way) => way.map(at));
  return {
    plan,
    wish,
    areas: panels.map(({ width, height }, k) => ({
      ...at(layout.corners[k] ?? { x: 0, y: 0 }),
      width,
      height,
    })),
    ways: shifted,
    links: graph.links.map((link, k) => linkDrawn(graph, link, shifted[k] ?? [])),
    counts: graph.links.map((link, k) => countDrawn(link, shifted[k] ?? [])).join(""),
    width: layout.width + 2 * room,
    height: layout.height + room / 2,
  };
}
