/** What the signs of the graph mean. */
import type { JSX } from "preact";
import {
  type Entry,
  behaviorEntries,
  lifecycleEntries,
  portEntries,
  tokenEntries,
} from "../show/legend.ts";
import { tokenKinds } from "../show/token.ts";
import type { Scene } from "./graph-scene.ts";
import { behaviorsOf } from "./scene-plan.ts";

export function GraphKey({ scene }: { readonly scene: Scene | undefined }): JSX.Element | null {
  if (scene === undefined) return null;
  const { plan } = scene;
  const hasLifecycles = plan.panels.some(({ spots }) => spots !== undefined);
  const entries: readonly Entry[] = [
    ...portEntries,
    ...(hasLifecycles
      ? [
          ...lifecycleEntries,
          ...behaviorEntries(behaviorsOf(plan.graph)),
          ...tokenEntries(tokenKinds),
        ]
      : []),
  ];
  return (
    <details class="key">
      <summary>Signs</summary>
      <ul>
        {entries.map(({ sign, text }) => (
          <li key={text}>
            <svg
              class="madeus"
              viewBox="-16 -10 32 20"
              width="32"
              height="20"
              aria-hidden="true"
              dangerouslySetInnerHTML={{ __html: sign }}
            />
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
