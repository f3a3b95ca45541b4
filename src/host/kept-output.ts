/** The end of a program's output: as much of it as a caller may be given, in bounded memory. Pure. */

export class KeptOutput {
  readonly #bytesMax: number;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #dropped = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Was there more than was kept? */
  get cut(): boolean {
    return this.#dropped || this.#length > this.#bytesMax;
  }

  /** Amortised O(bytes pushed); at most twice `bytesMax` is held. */
  push(chunk: Uint8Array): void {
    const from = Math.max(0, chunk.length - this.#bytesMax);
    this.#dropped ||= from > 0;
    this.#makeRoom(chunk.length - from);
    this.#bytes.set(chunk.subarray(from), this.#length);
    this.#length += chunk.length - from;
  }

  /** The last `bytesMax` bytes as text, beginning with a whole character. */
  text(): string {
    let start = Math.max(0, this.#length - this.#bytesMax);
    if (this.cut)
      while (start < this.#length && ((this.#bytes[start] ?? 0) & 0xc0) === 0x80) start++;
    return this.#bytes.toString("utf8", start, this.#length);
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const kept = Math.min(this.#length, this.#bytesMax);
    const capacity = Math.min(2 * this.#bytesMax, Math.max(4096, 2 * (kept + more)));
    const target = capacity > this.#bytes.length ? Buffer.allocUnsafe(capacity) : this.#bytes;
    this.#bytes.copy(target, 0, this.#length - kept, this.#length);
    this.#dropped ||= kept < this.#length;
    this.#bytes = target;
    this.#length = kept;
  }
}
