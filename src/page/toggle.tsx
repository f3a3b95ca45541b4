/** A button that is on or off. */
import type { JSX } from "preact";

export function Toggle({
  isOn,
  set,
  text,
}: {
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
  readonly text: string;
}): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={() => set(!isOn)}>
      {text}
    </button>
  );
}
