/**
 * A disk whose power is cut: what may be found on it afterwards.
 *
 * Of a file's writes since it was last synchronized each may be there or not, or only some of its sectors. Directories change in order,
 * as in a file system with a journal: what was made, renamed or removed since the directory was last synchronized may be there up to any
 * point. What was synchronized is there.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DiskEvent } from "./disk-call.ts";

/** Gives a number below `n`. */
export type Draw = (n: number) => number;

const sectorBytes = 512;

/** What a directory holds: path → bytes. */
export type Files = ReadonlyMap<string, Buffer>;

export function filesBelow(directory: string): Files {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path)]),
  );
}

/** The files after the power was cut when so many events had passed. */
export function afterPowerCut(
  before: Files,
  events: readonly DiskEvent[],
  passed: number,
  draw: Draw,
): Files {
  const seen = events.slice(0, passed);
  const kept = safeChanges(seen);
  const changes = seen.flatMap((event, k) => (isChange(event) ? [k] : [])).filter((k) => k >= kept);
  const until =
    changes.length === 0
      ? kept
      : ([kept, ...changes.map((k) => k + 1)][draw(changes.length + 1)] ?? kept);
  return new Map(
    [...inodes(before, seen, until)].map(([path, inode]) => [path, contentOf(inode, draw)]),
  );
}

/** One file, under whatever names. */
interface Inode {
  readonly begin: Buffer;
  /** Since it was last synchronized; before that they are certain. */
  certain: DataEvent[];
  open: DataEvent[];
}
type DataEvent = Extract<DiskEvent, { type: "write" | "truncate" }>;

/** How many of the events have passed when the last change of a directory that is certain has. */
function safeChanges(events: readonly DiskEvent[]): number {
  let safe = 0;
  for (const [k, event] of events.entries()) {
    if (event.type !== "sync") continue;
    const last = events
      .slice(0, k)
      .findLastIndex((one) => isChange(one) && directoriesOf(one).includes(event.path));
    safe = Math.max(safe, last + 1);
  }
  return safe;
}

const isChange = ({ type }: DiskEvent): boolean =>
  ["create", "directory", "remove", "link", "rename"].includes(type);

const directoriesOf = (event: DiskEvent): readonly string[] =>
  "to" in event
    ? [dirname(event.path), dirname(event.to)]
    : "path" in event
      ? [dirname(event.path)]
      : [];

/** What stands under which name, where only so many events have changed directories; the data is that of all. */
function inodes(
  before: Files,
  events: readonly DiskEvent[],
  until: number,
): ReadonlyMap<string, Inode> {
  const now = new Map([...before].map(([path, begin]) => [path, inodeOf(begin)]));
  let found = new Map(now);
  for (const [k, event] of events.entries()) {
    if (k === until) found = new Map(now);
    apply(now, event);
  }
  return until >= events.length ? now : found;
}

const inodeOf = (begin: Buffer): Inode => ({ begin, certain: [], open: [] });

function apply(now: Map<string, Inode>, event: DiskEvent): void {
  const inode = "path" in event ? now.get(event.path) : undefined;
  switch (event.type) {
    case "create":
      if (inode === undefined) now.set(event.path, inodeOf(Buffer.alloc(0)));
      return;
    case "remove":
      now.delete(event.path);
      return;
    case "link":
    case "rename":
      if (inode !== undefined) now.set(event.to, inode);
      if (event.type === "rename") now.delete(event.path);
      return;
    case "write":
    case "truncate":
      inode?.open.push(event);
      return;
    case "sync":
      inode?.certain.push(...inode.open);
      if (inode !== undefined) inode.open = [];
      return;
    case "directory":
    case "said":
      return;
  }
}

function contentOf({ begin, certain, open }: Inode, draw: Draw): Buffer {
  let bytes = begin;
  for (const event of certain) bytes = changed(bytes, event, () => true);
  // Most often all or nothing is lost; what lies between is where mistakes are found.
  const luck = draw(4);
  for (const event of open) {
    if (luck === 0 || (luck > 1 && draw(2) === 0)) continue;
    const isTorn = luck === 3 && draw(2) === 0;
    bytes = changed(bytes, event, () => !isTorn || draw(2) === 0);
  }
  return bytes;
}

/** @param isThere  asked of each sector of what is written */
function changed(bytes: Buffer, event: DataEvent, isThere: () => boolean): Buffer {
  if (event.type === "truncate") {
    const cut = Buffer.alloc(event.length);
    bytes.copy(cut);
    return cut;
  }
  const { at, bytes: written } = event;
  const next = Buffer.alloc(Math.max(bytes.length, at + written.length));
  bytes.copy(next);
  for (let from = 0; from < written.length; ) {
    const to = Math.min(written.length, from + sectorBytes - ((at + from) % sectorBytes));
    if (isThere()) written.copy(next, at + from, from, to);
    from = to;
  }
  return next;
}

/** Puts the files into another directory, as they were in that one. */
export function writeFiles(files: Files, from: string, to: string): void {
  for (const [path, bytes] of files) {
    const copy = join(to, path.slice(from.length));
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, bytes);
  }
}
