/** The connections of the graph; those of what is selected stand out. */
import type { JSX } from "preact";
import { levelCurve } from "../show/svg.ts";
import type { ViewProps } from "./look.ts";
import type { Scene } from "./graph-scene.ts";

export function LinkLayer({
  scene,
  chosen,
  change,
}: ViewProps & {
  readonly scene: Scene;
  /** The box that is selected; -1: none. */
  readonly chosen: number;
}): JSX.Element {
  const { boxes, links } = scene.plan.graph;
  const isFew = links.length <= pickableMax;
  const looks = ["links", ...(isFew ? [] : ["crowded"]), ...(chosen < 0 ? [] : ["faded"])];
  return (
    <g class={looks.join(" ")}>
      <g class="still" dangerouslySetInnerHTML={{ __html: scene.links.join("") }} />
      {links.map(({ provider, user, use, kind }, k) => {
        const isOn = chosen === provider || chosen === user;
        if (!isOn && !isFew) return null;
        const d = isOn || isFew ? levelCurve(scene.ways[k] ?? []) : "";
        return (
          <>
            {isOn && <path class={`link on to-${kind}${kind === "data" ? " dashed" : ""}`} d={d} />}
            {isFew && scene.wish.collapse === "none" && (
              <path
                class="link pick"
                d={d}
                onClick={() =>
                  change({
                    selection: {
                      instance: boxes[user]?.name ?? "",
                      ...(use !== undefined && { part: { kind: "use", name: use } }),
                    },
                  })
                }
              />
            )}
          </>
        );
      })}
    </g>
  );
}
/** Of more links each is too thin to be met. */
const pickableMax = 400;
