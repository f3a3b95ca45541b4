/**
 * What of a picture is drawn: what is seen and some of what lies around it, as fine as it is near. Both change in steps, so that a picture that
 * is moved or scaled a little is moved and scaled as it is, and not drawn anew.
 */
import type { Size } from "../show/layout.ts";
import type { Area, Viewport } from "./viewport.ts";

export interface Sight {
  /** In the picture. */
  readonly area: Area;
  /** As near as it is at least: one of a few. */
  readonly scale: number;
}

/** From one step of nearness to the next. */
const stepFactor = Math.SQRT2;
/** At one of the steps the insides of boxes come to be drawn. */
export const insideScale = 0.42;
/** Of the screen, on each side. */
const marginShare = 0.2;

export const meets = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** @param before  is kept as long as it serves */
export function sightOf(view: Viewport, screen: Size, before?: Sight): Sight {
  const scale = stepBelow(view.scale);
  const seen = seenIn(view, screen);
  if (before?.scale === scale && holds(before.area, seen)) return before;
  const [x, y] = [seen.width * marginShare, seen.height * marginShare];
  const area = {
    x: seen.x - x,
    y: seen.y - y,
    width: seen.width + 2 * x,
    height: seen.height + 2 * y,
  };
  return { scale, area };
}

const stepBelow = (scale: number): number =>
  insideScale *
  stepFactor ** Math.floor(Math.log(scale / insideScale) / Math.log(stepFactor) + 1e-9);

const seenIn = ({ x, y, scale }: Viewport, { width, height }: Size): Area => ({
  x: -x / scale,
  y: -y / scale,
  width: width / scale,
  height: height / scale,
});

const holds = (a: Area, b: Area): boolean =>
  a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;
