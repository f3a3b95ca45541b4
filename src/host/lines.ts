/** Cuts a stream of bytes into lines of text, with bounded memory whatever the stream brings. Pure. */

/** A longer line is cut here; the rest of it is dropped. */
export const lineBytesMax: number = 64 * 1024;
export const cutNote: string = `(the line above was cut: it was longer than ${lineBytesMax} bytes)`;

export interface Lines {
  /** Takes the next bytes; characters may be split between calls. */
  push(chunk: Uint8Array): void;
  /** Gives the last line if no newline ended it. */
  end(): void;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Calls `emit` for every line, without its newline (`\n` or `\r\n`). What is not UTF-8 becomes U+FFFD. */
export function lines(emit: (line: string) => void): Lines {
  const held = new HeldLine();
  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
        held.add(bytes, from, at);
        held.emit(emit);
        from = at + 1;
      }
      held.add(bytes, from, bytes.length);
    },
    end() {
      if (!held.isEmpty) held.emit(emit);
    },
  };
}

/** The line that has no newline yet. */
class HeldLine {
  /** One byte more than a line may have: the carriage return before the newline does not count. */
  #bytes = Buffer.alloc(0);
  #length = 0;
  #cut = false;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(bytes: Buffer, from: number, to: number): void {
    if (from === to) return;
    if (this.#bytes.length === 0) this.#bytes = Buffer.allocUnsafe(lineBytesMax + 1);
    const copied = bytes.copy(this.#bytes, this.#length, from, to);
    this.#length += copied;
    this.#cut ||= copied < to - from;
  }

  emit(emit: (line: string) => void): void {
    const returned =
      !this.#cut && this.#length > 0 && this.#bytes[this.#length - 1] === carriageReturn;
    const length = this.#length - (returned ? 1 : 0);
    const cut = this.#cut || length > lineBytesMax;
    const end = cut ? characterStart(this.#bytes, lineBytesMax) : length;
    this.#length = 0;
    this.#cut = false;
    emit(this.#bytes.toString("utf8", 0, end));
    if (cut) emit(cutNote);
  }
}

/** The start of the character that byte `at` belongs to. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > at - 3 && start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
