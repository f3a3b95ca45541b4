/**
 * The sight as it follows a camera: in the pauses of what the hand does, now and then meanwhile, and at once where the camera jumps or there
 * is another picture.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Camera } from "./camera.ts";
import { type Sight, sightOf } from "./sight.ts";

export function useSight({ view, screen, jumps }: Camera, picture: unknown): Sight {
  const [, redraw] = useState(0);
  const kept = useRef<{ sight: Sight; of: readonly unknown[]; lateMs: number | undefined }>(
    undefined,
  );
  const of = [picture, screen, jumps];
  const before = kept.current;
  const wanted = sightOf(view, screen, before?.sight);
  const lateMs = before?.lateMs ?? performance.now();
  const isKept =
    before !== undefined &&
    of.every((one, k) => one === before.of[k]) &&
    performance.now() - lateMs < patienceMs;
  const sight = isKept ? before.sight : wanted;
  const isBehind = sight !== wanted;
  kept.current = { sight, of, lateMs: isBehind ? lateMs : undefined };
  useEffect(() => {
    if (!isBehind) return undefined;
    const pause = setTimeout(() => {
      kept.current = undefined;
      redraw((count) => count + 1);
    }, pauseMs);
    return () => clearTimeout(pause);
  });
  return sight;
}
const pauseMs = 60;
const patienceMs = 200;
