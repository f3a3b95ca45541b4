/** A log as one value: entries, the newest first. */
import { leafText } from "../leaf.ts";
import { type Merge, conflict, merged } from "./merge.ts";

/** A type, not an interface: it is JSON. */
export type LogEntry = {
  readonly atMs: number;
  readonly text: string;
};
export type Log = readonly LogEntry[];

/**
 * What both sides wrote since is sorted by time and put on what they had. Entries that both wrote alike are there once.
 *
 * What is new is told by what was there, not by the time: a clock that went back loses nothing. Idempotent, commutative and
 * associative. A conflict only where one side has changed what was written and the other has not done the same; without anything in
 * common all entries are new.
 */
export const log: Merge<Log> = (old = [], x, y) => {
  if (leafText(x) === leafText(y)) return merged(x);
  const [newX, newY] = [newIn(old, x), newIn(old, y)];
  if (newX === undefined || newY === undefined) {
    const side = newX === undefined ? "here" : "there";
    return conflict("rewritten", `Entries that both had were changed or removed ${side}.`);
  }
  if (newY.length === 0) return merged(x);
  if (newX.length === 0) return merged(y);
  return merged([...united(newX, newY), ...old]);
};

/** What stands before the old entries; undefined where these are not as they were. */
function newIn(old: Log, side: Log): Log | undefined {
  const count = side.length - old.length;
  if (count < 0 || !old.every((entry, k) => textOf(entry) === textOf(side[count + k]))) {
    return undefined;
  }
  return side.slice(0, count);
}

/** Newest first; entries of one time in the order of their texts. Each as often as the side has it that has it most often. */
function united(x: Log, y: Log): Log {
  const left = Map.groupBy(x, textOf);
  const more = y.filter((entry) => left.get(textOf(entry))?.pop() === undefined);
  return [...x, ...more].toSorted(
    (a, b) => b.atMs - a.atMs || (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0),
  );
}

const textOf = (entry: LogEntry | undefined): string =>
  entry === undefined ? "" : leafText(entry);
