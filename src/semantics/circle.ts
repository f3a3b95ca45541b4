/** Strongly connected sets of a directed graph whose points are numbers, and circles in them. Nothing recurs: graphs may be deep. */

/** The points that follow a point. Asked once for each. */
export type Next = (point: number) => readonly number[];

/** A point on the way, and which of those that follow it comes next. */
interface Visit {
  readonly point: number;
  readonly next: readonly number[];
  at: number;
}

/**
 * The strongly connected sets that can be reached from `starts`, each after all sets that follow from it.
 *
 * Tarjan's algorithm. Cost: the points and edges reached.
 */
export function stronglyConnected(
  starts: Iterable<number>,
  next: Next,
): readonly (readonly number[])[] {
  const sets: number[][] = [];
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const path: Visit[] = [];
  const visit = (point: number): void => {
    order.set(point, order.size);
    lowest.set(point, order.size - 1);
    open.push(point);
    isOpen.add(point);
    path.push({ point, next: next(point), at: 0 });
  };
  const lower = (point: number, to: number | undefined): void => {
    lowest.set(point, Math.min(lowest.get(point) ?? 0, to ?? 0));
  };
  for (const start of starts) {
    if (!order.has(start)) visit(start);
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const { point } = here;
      const follower = here.next[here.at++];
      if (follower !== undefined) {
        if (!order.has(follower)) visit(follower);
        else if (isOpen.has(follower)) lower(point, order.get(follower));
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) lower(before.point, lowest.get(point));
      if (lowest.get(point) !== order.get(point)) continue;
      const set = open.splice(open.lastIndexOf(point));
      for (const one of set) isOpen.delete(one);
      sets.push(set);
    }
  }
  return sets;
}

/** A shortest way from `start` back to itself through points of `within`; just `start` where there is none. */
export function circleThrough(
  start: number,
  within: ReadonlySet<number>,
  next: Next,
): readonly number[] {
  const before = new Map<number, number>();
  const queue = [start];
  for (const point of queue)
    for (const follower of next(point)) {
      if (!within.has(follower) || before.has(follower)) continue;
      before.set(follower, point);
      if (follower === start) return wayBack(start, before);
      queue.push(follower);
    }
  return [start];
}

function wayBack(start: number, before: ReadonlyMap<number, number>): readonly number[] {
  const way = [start];
  for (
    let point = before.get(start);
    point !== undefined && point !== start;
    point = before.get(point)
  )
    way.push(point);
  return [start, ...way.slice(1).reverse()];
}
