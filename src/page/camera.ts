/** What of a picture is seen on the screen, and how that is changed: by keys, by the wheel, by dragging, by whoever asks. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Size } from "../show/layout.ts";
import type { Point } from "../show/svg.ts";
import { useSize } from "./screen-size.ts";
import { type Viewport, fitted, panned, zoomed } from "./viewport.ts";

export interface Camera {
  readonly canvas: RefObject<SVGSVGElement | null>;
  readonly screen: Size;
  readonly view: Viewport;
  /** How often it has been set elsewhere at once, not moved or zoomed there. */
  readonly jumps: number;
  set(view: Viewport): void;
  /** @param about  what stays where it is on the screen; default: its middle */
  zoom(factor: number, about?: Point): void;
  move(x: number, y: number): void;
  fit(): void;
}

/**
 * @param picture  undefined: it is not there yet
 * @param fitKey  where it is another one, all is seen; else the eye stays where it is, however the picture grows
 */
export function useCamera(picture: Size | undefined, fitKey: string): Camera {
  const [canvas, screen] = useSize<SVGSVGElement>();
  const [{ view, jumps }, setState] = useState({ view: { x: 0, y: 0, scale: 1 }, jumps: 0 });
  const set = (to: Viewport): void => setState((before) => ({ view: to, jumps: before.jumps + 1 }));
  const glide = (by: (before: Viewport) => Viewport): void =>
    setState((before) => ({ ...before, view: by(before.view) }));
  const isThere = picture !== undefined && screen.width > 0;
  const fit = (): void => {
    if (isThere) set(fitted(picture, screen));
  };
  useLayoutEffect(fit, [fitKey, isThere]);
  const camera: Camera = {
    canvas,
    screen,
    view,
    jumps,
    set,
    zoom: (factor, about = { x: screen.width / 2, y: screen.height / 2 }) =>
      glide((before) => zoomed(before, factor, about)),
    move: (x, y) => {
      if (isThere) glide((before) => panned(before, { x, y }, picture, screen));
    },
    fit,
  };
  useWheel(camera);
  return camera;
}

/** Keys of the picture as a whole; false where the key means nothing to it. */
export function steer({ zoom, move, fit }: Camera, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(0.8),
    "0": fit,
    ArrowLeft: () => move(60, 0),
    ArrowRight: () => move(-60, 0),
    ArrowUp: () => move(0, 60),
    ArrowDown: () => move(0, -60),
  };
  const act = keys[event.key];
  act?.();
  return act !== undefined;
}

/** The wheel zooms about the pointer; with Shift, or of a touchpad sideways, it moves. */
function useWheel(camera: Camera): void {
  const latest = useRef(camera);
  latest.current = camera;
  useEffect(() => {
    const { current } = camera.canvas;
    if (current === null) return undefined;
    const turned = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = current.getBoundingClientRect();
      const about = { x: event.clientX - left, y: event.clientY - top };
      const { move, zoom } = latest.current;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        move(-event.deltaX - (event.shiftKey ? event.deltaY : 0), 0);
      else zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0022)), about);
    };
    // Only a listener that says so may keep the page from scrolling.
    current.addEventListener("wheel", turned, { passive: false });
    return () => current.removeEventListener("wheel", turned);
  }, []);
}
