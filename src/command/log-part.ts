/** A part of what a transition has printed, read from its files as if they were one: those written to last stand last, so that it grows there. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import type { LogPart } from "../show/page-message.ts";
import { olderPath } from "./log.ts";

/**
 * @param paths  of files that may be there
 * @param from  the byte to begin at; undefined: so that the end is there, of at most `bytesMax`
 */
export function logPart(
  paths: readonly string[],
  from: number | undefined,
  bytesMax: number,
): LogPart {
  const handles = paths.filter((path) => existsSync(path)).map((path) => openSync(path, "r"));
  try {
    const sizes = handles.map((handle) => fstatSync(handle).size);
    const size = sizes.reduce((sum, one) => sum + one, 0);
    // Files that are shorter than they were have been begun anew.
    const begin = from === undefined || from > size ? Math.max(0, size - bytesMax) : from;
    const bytes = Buffer.alloc(Math.min(bytesMax, size - begin));
    let read = 0;
    let before = 0;
    for (const [k, handle] of handles.entries()) {
      const own = sizes[k] ?? 0;
      const at = begin + read - before;
      const length = Math.min(bytes.length - read, own - at);
      if (at >= 0 && length > 0) read += readSync(handle, bytes, read, length, at);
      before += own;
    }
    const whole = from === undefined && begin > 0 ? bytes.indexOf(10) + 1 : 0;
    const isOlder = paths.some((path) => existsSync(olderPath(path)));
    const end = read < bytesMax ? read : endOfSigns(bytes);
    const text = bytes.toString("utf8", whole, end);
    return { text, skipped: begin + whole + (isOlder ? 1 : 0), next: begin + end };
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

/** Where the last sign that is all there ends: what is asked for next begins with the one that was cut. */
function endOfSigns(bytes: Buffer): number {
  const begin = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
  const lead = bytes[begin] ?? 0;
  const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return begin > 0 && begin + length > bytes.length ? begin : bytes.length;
}
