/** Compression by the zlib of Node: it computes and does nothing else. */
import { deflateSync, inflateSync } from "node:zlib";
import type { Compression, Inflated } from "./compression.ts";

export const zlib: Compression = { deflate: (bytes) => plain(deflateSync(bytes)), inflate };

function inflate(bytes: Uint8Array, at: number, length: number): Inflated | undefined {
  try {
    // What comes out has its bound in memory, too: a stretch of few bytes can say gigabytes.
    const told: unknown = inflateSync(bytes.subarray(at), {
      info: true,
      maxOutputLength: Math.max(length, 1),
      chunkSize: Math.min(Math.max(length, chunkBytesMin), chunkBytesMax),
    });
    if (!isTold(told) || told.buffer.length !== length) return undefined;
    return { bytes: plain(told.buffer), end: at + told.engine.bytesWritten };
  } catch {
    return undefined;
  }
}
const chunkBytesMin = 64;
const chunkBytesMax = 2 ** 16;

/** A slice of a `Buffer` is no copy, which whoever takes these bytes would expect. */
const plain = ({ buffer, byteOffset, length }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);

/** With `info` Node gives the engine, too, which its types leave out. It has taken in what stands before the end of the stretch. */
function isTold(
  told: unknown,
): told is { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } } {
  return typeof told === "object" && told !== null && "engine" in told && "buffer" in told;
}
