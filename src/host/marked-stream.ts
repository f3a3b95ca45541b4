/** A stream of bytes in which two marks come in turn, each followed by the rest of a line. Pure. */

export interface Mark {
  readonly mark: string;
  /** Takes what comes before it, as soon as it is certain that the mark does not begin in it. */
  readonly before: (chunk: Buffer) => void;
  /** What to do about a mark with this rest of its line; undefined: it was none. */
  readonly read: (line: string) => (() => void) | undefined;
}

const newline = 0x0a;
/** No line that follows a mark is longer. */
const lineBytesMax = 200;

export class MarkedStream {
  #next: Mark & { readonly bytes: Buffer };
  #other: Mark & { readonly bytes: Buffer };
  /** What may be the beginning of a mark. */
  #held: Buffer = Buffer.alloc(0);

  constructor(first: Mark, second: Mark) {
    this.#next = { ...first, bytes: Buffer.from(first.mark) };
    this.#other = { ...second, bytes: Buffer.from(second.mark) };
  }

  /** O(bytes). */
  push(chunk: Buffer): void {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = rest.subarray(rest.length);
    while (rest.length > 0) {
      const { bytes, read } = this.#next;
      const at = rest.indexOf(bytes);
      if (at < 0) return this.#hold(rest, rest.length - overlap(rest, bytes));
      const from = at + bytes.length;
      const end = rest.indexOf(newline, from);
      if (end < 0 && rest.length - from < lineBytesMax) return this.#hold(rest, at);
      const tell = end < 0 ? undefined : read(rest.toString("utf8", from, end));
      this.#pass(rest.subarray(0, tell === undefined ? from : at));
      rest = rest.subarray(tell === undefined ? from : end + 1);
      if (tell === undefined) continue;
      [this.#next, this.#other] = [this.#other, this.#next];
      tell();
    }
  }

  /** The stream has ended: what was held back was no mark. */
  end(): void {
    this.#pass(this.#held);
    this.#held = this.#held.subarray(this.#held.length);
  }

  #hold(bytes: Buffer, from: number): void {
    this.#pass(bytes.subarray(0, from));
    this.#held = bytes.subarray(from);
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0) this.#next.before(bytes);
  }
}

/** How many of the last bytes may be the beginning of `mark`. */
function overlap(bytes: Buffer, mark: Buffer): number {
  const longest = Math.min(bytes.length, mark.length - 1);
  for (let length = longest; length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length;
  return 0;
}
