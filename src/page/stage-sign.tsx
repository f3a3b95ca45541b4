/** How an instance does, as a small sign: told by its shape as well as by its colour. */
import type { JSX } from "preact";
import { type Stage, stageWords } from "./stage.ts";

export function StageSign({ stage }: { readonly stage: Stage }): JSX.Element {
  return (
    <svg
      class={`sign stage-${stage}`}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      role="img"
      aria-label={stageWords[stage]}
    >
      {signs[stage]}
    </svg>
  );
}

const signs: Readonly<Record<Stage, JSX.Element>> = {
  failed: <path class="stroke" d="M2.5 2.5l7 7M9.5 2.5l-7 7" />,
  lost: <path class="stroke" d="M6 1.5v5.5M6 9.4v1" />,
  unknown: <path class="stroke" d="M4 4.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.4M6 9.6v.6" />,
  runs: <path class="fill" d="M3 2l7 4-7 4z" />,
  waits: <path class="stroke" d="M4 2.5v7M8 2.5v7" />,
  rests: <circle class="fill" cx="6" cy="6" r="4" />,
  fresh: <circle class="stroke" cx="6" cy="6" r="3.5" />,
};
