/**
 * Small persistent nets for tests of time and order: tasks, each a component's transition with what it waits for.
 *
 * A task is fired once its own dock holds a token and all that it waits for is provided; it then runs, ends, and is provided itself.
 */
import fc from "fast-check";
import { type Net, netOf } from "../../../src/net/net.ts";
import { type Occurrence, occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { row, rowsOf } from "../../../src/net/rows.ts";
import type { Range } from "../../../src/net/time/time.ts";

/** Task → the tasks before it that it waits for. */
export type Tasks = readonly (readonly number[])[];

export interface Example {
  readonly net: Net;
  readonly run: Uint32Array;
  readonly occurrence: Occurrence;
  /** task → its fire event and its end event */
  readonly fires: readonly number[];
  readonly ends: readonly number[];
  /** What the tasks take, by transition. */
  readonly rangeOf: (ranges: readonly Range[]) => (transition: number) => Range | undefined;
}

const places = 4;
const transitions = 3;

/** Places of task i: dock, running, ended, provided; its transitions: fire, end, enter. */
function netOfTasks(tasks: Tasks): Net {
  const all = tasks.flatMap((waits, task) => {
    const [dock, running, ended, provided] = [0, 1, 2, 3].map((k) => task * places + k);
    return [
      { consumed: [dock], read: waits.map((other) => other * places + 3), produced: [running] },
      { consumed: [running], read: [], produced: [ended] },
      { consumed: [ended], read: [], produced: [provided] },
    ] as { consumed: number[]; read: number[]; produced: number[] }[];
  });
  const initial = Uint8Array.from({ length: tasks.length * places }, (_, p) =>
    p % places === 0 ? 1 : 0,
  );
  return netOf({
    name: "tasks",
    placeCount: initial.length,
    transitionCount: all.length,
    consumed: rowsOf(all.map(({ consumed }) => consumed)),
    read: rowsOf(all.map(({ read }) => read)),
    produced: rowsOf(all.map(({ produced }) => produced)),
    initial,
    placeName: (place) =>
      `task${Math.floor(place / places)}.${["dock", "running", "ended", "provided"][place % places]}`,
    transitionName: (transition) =>
      `task${Math.floor(transition / transitions)}.${["fire", "end", "enter"][transition % transitions]}`,
    apart: () => false,
  });
}

/** A maximal run, with `pick` choosing among what is enabled. For nets of some ten transitions. */
function play(net: Net, pick: (enabled: readonly number[]) => number): Uint32Array {
  const marked = net.initial.slice();
  const run: number[] = [];
  for (;;) {
    const enabled = Array.from({ length: net.transitionCount }, (_, t) => t).filter((t) =>
      [...row(net.consumed, t), ...row(net.read, t)].every((place) => marked[place] === 1),
    );
    if (enabled.length === 0) return Uint32Array.from(run);
    const t = pick(enabled);
    for (const place of row(net.consumed, t)) marked[place] = 0;
    for (const place of row(net.produced, t)) marked[place] = 1;
    run.push(t);
  }
}

export function exampleOf(
  tasks: Tasks,
  pick: (enabled: readonly number[]) => number = ([first]) => first ?? 0,
): Example {
  const net = netOfTasks(tasks);
  const run = play(net, pick);
  const eventOf = (transition: number): number => run.indexOf(transition);
  return {
    net,
    run,
    occurrence: occurrenceOf(net, run),
    fires: tasks.map((_, task) => eventOf(task * transitions)),
    ends: tasks.map((_, task) => eventOf(task * transitions + 1)),
    rangeOf: (ranges) => (transition) =>
      transition % transitions === 1 ? ranges[Math.floor(transition / transitions)] : undefined,
  };
}

/** Any tasks: each may wait for any before it. */
export const anyTasks = (tasksMax: number): fc.Arbitrary<Tasks> =>
  fc
    .integer({ min: 1, max: tasksMax })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, task) =>
          task === 0
            ? fc.constant([])
            : fc.uniqueArray(fc.integer({ min: 0, max: task - 1 }), { maxLength: 3 }),
        ),
      ),
    );

/** Tasks made of two halves, one after the other or side by side, and so on. */
export const nestedTasks = (tasksMax: number): fc.Arbitrary<Tasks> =>
  fc
    .array(fc.boolean(), { minLength: 1, maxLength: tasksMax - 1 })
    .map((splits) => nest(splits).map(({ waits }) => waits));

interface Nested {
  readonly waits: readonly number[];
  readonly isLast: boolean;
}

/** One task more than splits; each split is in a row, or side by side. */
function nest(splits: readonly boolean[]): readonly Nested[] {
  const [inRow, ...rest] = splits;
  if (inRow === undefined) return [{ waits: [], isLast: true }];
  const half = rest.length >> 1;
  const [one, two] = [nest(rest.slice(0, half)), nest(rest.slice(half))];
  const ends = one.flatMap(({ isLast }, task) => (isLast ? [task] : []));
  return [
    ...one.map(({ waits, isLast }) => ({ waits, isLast: isLast && !inRow })),
    ...two.map(({ waits, isLast }) => ({
      waits: inRow && waits.length === 0 ? ends : waits.map((other) => other + one.length),
      isLast,
    })),
  ];
}

/** As many ranges as there are tasks, of small whole seconds, so that ties are frequent. */
export const rangesFor = (tasks: Tasks): fc.Arbitrary<readonly Range[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .map(([minS, widthS]) => ({ minS, maxS: minS + widthS })),
    { minLength: tasks.length, maxLength: tasks.length },
  );

/** All choices of least or most for each: 2^n lists. */
export function* extremes(ranges: readonly Range[]): Generator<readonly number[]> {
  for (let bits = 0; bits < 2 ** ranges.length; bits++)
    yield ranges.map(({ minS, maxS }, k) => (((bits >> k) & 1) === 1 ? maxS : minS));
}

/** When each task ends, by recursion along what it waits for. */
export function endsS(tasks: Tasks, lastsS: readonly number[]): readonly number[] {
  const ends: number[] = [];
  for (const [task, waits] of tasks.entries())
    ends.push(Math.max(0, ...waits.map((other) => ends[other] ?? 0)) + (lastsS[task] ?? 0));
  return ends;
}

/** Which tasks are on a longest way: a little more time for the task is a little more for all. */
export function criticalTasks(tasks: Tasks, lastsS: readonly number[]): readonly boolean[] {
  const makespanS = Math.max(...endsS(tasks, lastsS));
  return tasks.map(
    (_, task) =>
      Math.max(
        ...endsS(
          tasks,
          lastsS.map((s, k) => (k === task ? s + 0.25 : s)),
        ),
      ) > makespanS,
  );
}

/** Task → the tasks that come before it, directly or not. */
export function tasksBefore(tasks: Tasks): readonly ReadonlySet<number>[] {
  const before: Set<number>[] = [];
  for (const waits of tasks)
    before.push(new Set(waits.flatMap((other) => [other, ...(before[other] ?? [])])));
  return before;
}
