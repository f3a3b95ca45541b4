/** The stretch of time that the chart shows, and how it is changed: it is all of the run until somebody zooms. */
import { useState } from "preact/hooks";
import { type TimeWindow, shifted, wholeOf, zoomedIn } from "./time-window.ts";

export interface ShownTime {
  readonly range: TimeWindow;
  /** @param aboutS  what stays where it is; default: the middle */
  zoom(factor: number, aboutS?: number): void;
  /** @param share  of what is seen; below 0: to what was earlier */
  pan(share: number): void;
  showAll(): void;
}

export function useShownTime(spanS: number): ShownTime {
  const [chosen, setChosen] = useState<TimeWindow | undefined>(undefined);
  const range = chosen ?? wholeOf(spanS);
  return {
    range,
    zoom(factor, aboutS = (range.fromS + range.toS) / 2) {
      const next = zoomedIn(range, factor, aboutS, spanS);
      setChosen(next.toS - next.fromS >= spanS * 0.999 ? undefined : next);
    },
    pan: (share) => setChosen(shifted(range, share * (range.toS - range.fromS), spanS)),
    showAll: () => setChosen(undefined),
  };
}

/** Keys of the chart; false where the key means nothing to it. */
export function steerTime({ zoom, pan, showAll }: ShownTime, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoom(1.5),
    "=": () => zoom(1.5),
    "-": () => zoom(0.66),
    "0": showAll,
    ArrowLeft: () => pan(-0.2),
    ArrowRight: () => pan(0.2),
  };
  const act = keys[event.key];
  act?.();
  return act !== undefined;
}
