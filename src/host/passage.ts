/** The passage of bytes to a program and from it, no faster than the other side takes them. */
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Input } from "../engine/host.ts";

/** Passes on what comes; while a promise of `take` is open nothing more is read. */
export function passOn(
  from: Readable,
  take: (chunk: Buffer) => void | Promise<void>,
  failed: (error: unknown) => void,
): void {
  let taking = 0;
  from.on("data", (chunk: Buffer) => {
    try {
      const taken = take(chunk);
      if (taken === undefined) return;
      // Where a process has ended Node resumes its streams, whoever paused them: more may come meanwhile.
      taking++;
      from.pause();
      taken.catch(failed).finally(() => --taking === 0 && from.resume());
    } catch (error) {
      failed(error);
    }
  });
}

/**
 * Writes all of `input` and closes. A program that reads no more is none of our concern: then the rest is left out.
 *
 * @throws what `input` throws
 */
export async function feed(to: Writable, input: Input): Promise<void> {
  if (typeof input === "string") {
    to.end(input);
    return;
  }
  const gone = new Promise<void>((resolve) => to.once("close", resolve));
  try {
    for await (const chunk of input) {
      if (!to.writable) break;
      if (!to.write(chunk)) await Promise.race([once(to, "drain").catch(() => {}), gone]);
      if (!to.writable) break;
    }
  } finally {
    to.end();
  }
}
