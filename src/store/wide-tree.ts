/** The wide trees that were used last, as bytes: the next ones are made from them, and are compared with them when they are written. */
import type { ObjectId, ObjectKind } from "./object-id.ts";

/** Narrower trees are read as fast as they are remembered. */
const widthBytesMin = 512;
/** Of all that are remembered. */
const bytesMax = 2 ** 24;

export class WideTrees {
  readonly #trees = new Map<ObjectId, Uint8Array>();
  #bytes = 0;

  find(id: ObjectId): Uint8Array | undefined {
    return this.#trees.get(id);
  }
  /** Other objects are passed over. */
  keep(id: ObjectId, kind: ObjectKind, bytes: Uint8Array): void {
    if (kind !== "tree" || bytes.length < widthBytesMin || this.#trees.has(id)) return;
    this.#trees.set(id, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, { length }] of this.#trees) {
      if (this.#bytes <= bytesMax) return;
      this.#trees.delete(oldest);
      this.#bytes -= length;
    }
  }
}
