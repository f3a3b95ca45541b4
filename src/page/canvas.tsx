/** A picture that is moved and scaled. */
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Point } from "../show/svg.ts";
import { type Camera, steer } from "./camera.ts";

export function Canvas({
  camera,
  label,
  children,
}: {
  readonly camera: Camera;
  /** What it shows, and by which keys. */
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const from = useRef<Point | undefined>(undefined);
  const { x, y, scale } = camera.view;
  return (
    <svg
      ref={camera.canvas}
      class="madeus canvas"
      tabindex={0}
      role="group"
      aria-label={`${label}. Plus and minus zoom, zero shows all, arrows move.`}
      onKeyDown={(event) => {
        if (steer(camera, event)) event.preventDefault();
      }}
      onPointerDown={({ button, clientX, clientY }) => {
        if (button === 0) from.current = { x: clientX, y: clientY };
      }}
      onPointerMove={(event) => {
        from.current = dragged(camera, from.current, event, event.currentTarget);
      }}
      onPointerUp={() => {
        from.current = undefined;
      }}
    >
      <g transform={`translate(${x} ${y}) scale(${scale})`}>{children}</g>
    </svg>
  );
}

/** Where the pointer is, as long as it drags. */
function dragged(
  { move }: Camera,
  from: Point | undefined,
  event: PointerEvent,
  canvas: SVGSVGElement,
): Point | undefined {
  if (from === undefined || (event.buttons & 1) === 0) return undefined;
  const [x, y] = [event.clientX - from.x, event.clientY - from.y];
  if (!canvas.hasPointerCapture(event.pointerId)) {
    // A click may tremble.
    if (Math.hypot(x, y) < 4) return from;
    canvas.setPointerCapture(event.pointerId);
  }
  move(x, y);
  return { x: event.clientX, y: event.clientY };
}
