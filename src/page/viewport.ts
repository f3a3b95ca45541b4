/** What of a picture is seen: moved and scaled about a point, never lost from sight. Lengths on the screen are in CSS pixels. */
import type { Size } from "../show/layout.ts";
import type { Point } from "../show/svg.ts";

/** A point of the picture is seen at `x + scale · its x`. */
export interface Viewport extends Point {
  readonly scale: number;
}
export interface Area extends Point, Size {}

const scaleMax = 6;
const margin = 24;

/** All of it, and no larger than it was drawn. */
export function fitted(picture: Size, screen: Size): Viewport {
  const scale = Math.min(
    1.25,
    (screen.width - 2 * margin) / Math.max(1, picture.width),
    (screen.height - 2 * margin) / Math.max(1, picture.height),
  );
  const kept = Math.max(scale, 0.02);
  return {
    scale: kept,
    x: (screen.width - picture.width * kept) / 2,
    y: (screen.height - picture.height * kept) / 2,
  };
}

/** @param about  the point of the screen that stays where it is */
export function zoomed(view: Viewport, factor: number, about: Point): Viewport {
  const scale = Math.min(scaleMax, Math.max(0.02, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: about.x - (about.x - view.x) * by, y: about.y - (about.y - view.y) * by };
}

/** Moved, with some of the picture left on the screen. */
export function panned(view: Viewport, by: Point, picture: Size, screen: Size): Viewport {
  const within = (at: number, length: number, room: number): number =>
    Math.min(room - margin, Math.max(margin - length * view.scale, at));
  return {
    scale: view.scale,
    x: within(view.x + by.x, picture.width, screen.width),
    y: within(view.y + by.y, picture.height, screen.height),
  };
}

/** An area in the middle of the screen, as large as fits. */
export function centred(area: Area, screen: Size, most = 1.4): Viewport {
  const scale = Math.min(
    most,
    (screen.width - 2 * margin) / Math.max(1, area.width),
    (screen.height - 2 * margin) / Math.max(1, area.height),
  );
  return {
    scale,
    x: screen.width / 2 - (area.x + area.width / 2) * scale,
    y: screen.height / 2 - (area.y + area.height / 2) * scale,
  };
}
