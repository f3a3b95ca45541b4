/**
 * How the objects of a pack are compressed: zlib's format (RFC 1950).
 *
 * Packs are pure but for this: where there is no Node, something else gives it.
 */

export interface Compression {
  deflate(bytes: Uint8Array): Uint8Array;
  /**
   * What was compressed into the stretch of `bytes` that begins at `at`, and where that stretch ends; undefined where it is damaged,
   * or holds more than `length` bytes or fewer. No more memory is taken than for `length` bytes.
   */
  inflate(bytes: Uint8Array, at: number, length: number): Inflated | undefined;
}
export interface Inflated {
  readonly bytes: Uint8Array;
  readonly end: number;
}
