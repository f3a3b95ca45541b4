/** Reasons, each under what it explains; the instances in them can be looked at. */
import type { JSX } from "preact";
import type { Reason } from "../semantics/why.ts";
import type { ViewProps } from "./look.ts";
import { type Told, toldOf } from "./why-told.ts";

export function WhyTree({
  reasons,
  change,
}: Pick<ViewProps, "change"> & { readonly reasons: readonly Reason[] }): JSX.Element {
  const { told, more } = toldOf(reasons);
  return (
    <>
      <Level told={told} change={change} />
      {more > 0 && <p class="hint">… and {more} more</p>}
    </>
  );
}

function Level({
  told,
  change,
}: Pick<ViewProps, "change"> & { readonly told: readonly Told[] }): JSX.Element {
  return (
    <ul class="why">
      {told.map(({ reason: { text, kind, instance }, because }) => (
        <li key={text} class={`cause-${kind}`}>
          {instance === undefined ? (
            <span>{text}</span>
          ) : (
            <button type="button" class="link" onClick={() => change({ selection: { instance } })}>
              {text}
            </button>
          )}
          {because.length > 0 && <Level told={because} change={change} />}
        </li>
      ))}
    </ul>
  );
}
