/** A stream whose writers are heard instead: what they write reaches it only if somebody passes it on. */
import type { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export interface TakenStream {
  /** Writes to the stream itself. */
  readonly write: (text: string) => void;
  /** Gives it back, unless somebody else has taken it since. */
  readonly release: () => void;
}

/** @param print  is told all that is written from now on, as text; the writers are told at once that it was */
export function takenStream(stream: Writable, print: (text: string) => void): TakenStream {
  const own = stream.write;
  const decoder = new StringDecoder("utf8");
  const heard = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const code = typeof encoding === "string" ? encoding : "utf8";
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, code) : Buffer.from(chunk);
    print(decoder.write(bytes));
    const told = typeof encoding === "function" ? encoding : done;
    if (told !== undefined) process.nextTick(told);
    return true;
  };
  stream.write = heard;
  return {
    write: (text) => void own.call(stream, text, "utf8"),
    release() {
      if (stream.write === heard) stream.write = own;
    },
  };
}
