/** Which box the arrow keys lead to: the nearest in that direction. */
import type { Area } from "./viewport.ts";

/** Undefined where the key is no arrow, or nothing is there. */
export function nextBox(areas: readonly Area[], from: number, key: string): number | undefined {
  const way = ways[key];
  const here = areas[from];
  if (way === undefined || here === undefined) return undefined;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  areas.forEach((area, k) => {
    const dx = area.x + area.width / 2 - here.x - here.width / 2;
    const dy = area.y + area.height / 2 - here.y - here.height / 2;
    const along = dx * way.x + dy * way.y;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    if (k === from || along <= 1) return;
    // What lies aside is as far again as what lies ahead.
    const distance = along + 2 * aside;
    if (distance < least) [best, least] = [k, distance];
  });
  return best;
}

const ways: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
