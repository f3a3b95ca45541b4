/**
 * The log beside a state's file, `state.sqlite-wal`: what was committed last is there until it is written back. Is it whole, and is it there?
 *
 * SQLite ends a log where a checksum is wrong, as that is how a commit looks that was cut off. Where commits follow, it is damage. And it
 * takes a file without a log as it is; so the file itself says whether there must be one (table `log`).
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

export const logOf = (path: string): string => `${path}-wal`;

/** A log with commits that SQLite would pass over in silence. */
export interface LogDamage {
  /** How long it is good; 0 where it does not begin as a log. */
  readonly goodBytes: number;
}

/** Cost: the log is read once; twice where a process that writes to it may be the reason. */
export function logDamage(path: string): LogDamage | undefined {
  const found = damageNow(path);
  // What was being written when it was passed was whole by the time that what follows was.
  return found?.isFleeting === true && damageNow(path)?.goodBytes !== found.goodBytes
    ? undefined
    : found;
}

/** Must there be a log, and is none there? Looked at in this order, for one who opens the state may be making it. */
export const isLogGone = (database: DatabaseSync, path: string): boolean =>
  isLogExpected(database) && !(existsSync(logOf(path)) && statSync(logOf(path)).size > headBytes);

function isLogExpected(database: DatabaseSync): boolean {
  return database.prepare("SELECT expected FROM log").get()?.["expected"] === 1;
}

/** Has the file say that there is no log that it needs; the log says so first. */
export function expectNoLog(database: DatabaseSync): void {
  if (isLogExpected(database)) database.exec("UPDATE log SET expected = 0");
}

// The format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
const headBytes = 32;
const frameHeadBytes = 24;
/** The last bit of the number at the head of a log is the byte order of its checksums. */
const magic = 0x377f0682 >>> 1;

function damageNow(path: string): (LogDamage & { readonly isFleeting: boolean }) | undefined {
  const log = logOf(path);
  if (!existsSync(log)) return undefined;
  const handle = openSync(log, "r");
  try {
    const head = Buffer.alloc(headBytes);
    // One that ends with its head holds nothing, whatever a power cut has made of that.
    if (readSync(handle, head) < headBytes || readSync(handle, Buffer.alloc(1)) === 0)
      return undefined;
    const isBigEndian = (head.readUInt32BE(0) & 1) === 1;
    const sum = checksum([0, 0], head.subarray(0, 24), isBigEndian);
    if (head.readUInt32BE(0) >>> 1 !== magic || !isSum(sum, head, 24))
      return { goodBytes: 0, isFleeting: false };
    const goodBytes = lastWhole(handle, head, isBigEndian);
    if (goodBytes === undefined) return undefined;
    return { goodBytes, isFleeting: true };
  } finally {
    closeSync(handle);
  }
}

/**
 * Where the last whole commit ends, if what comes after it is damaged, and another commit that was once whole after that. A commit that
 * is damaged and is the last one may have been cut off while it was written: then nobody was told that it is there.
 */
function lastWhole(handle: number, head: Buffer, isBigEndian: boolean): number | undefined {
  const frame = Buffer.alloc(frameHeadBytes + head.readUInt32BE(8));
  let sum: Sum = [head.readUInt32BE(24), head.readUInt32BE(28)];
  let end = headBytes;
  let damaged: "nothing" | "a commit" | "a whole commit" = "nothing";
  for (let at = headBytes; readSync(handle, frame, 0, frame.length, at) === frame.length; ) {
    at += frame.length;
    const isOfThisLog = frame.compare(head, 16, 24, 8, 16) === 0;
    const isLast = isOfThisLog && frame.readUInt32BE(4) !== 0;
    // From what the frame before it says: each was right once, whatever has become of those before it.
    const first = checksum(sum, frame.subarray(0, 8), isBigEndian);
    const found = checksum(first, frame.subarray(frameHeadBytes), isBigEndian);
    const isWhole = isOfThisLog && isSum(found, frame, 16);
    if (isWhole && isLast && damaged === "a whole commit") return end;
    if (damaged === "nothing" && !isWhole) damaged = "a commit";
    if (damaged === "nothing" && isLast) end = at;
    else if (isLast) damaged = "a whole commit";
    sum = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
  }
  return undefined;
}

type Sum = readonly [number, number];

function checksum([a, b]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [x, y] = [a, b];
  for (let at = 0; at < bytes.length; at += 8) {
    x = (x + view.getUint32(at, !isBigEndian) + y) >>> 0;
    y = (y + view.getUint32(at + 4, !isBigEndian) + x) >>> 0;
  }
  return [x, y];
}

const isSum = ([a, b]: Sum, bytes: Buffer, at: number): boolean =>
  bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
