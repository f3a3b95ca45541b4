/**
 * The end of a program's output.
 *
 * What a program started in the background may keep its pipes open for ever; so when the program itself has ended, its output has
 * ended as soon as nothing more comes.
 */
import type { Readable } from "node:stream";

/** Silence after which nothing more is expected; what the program itself wrote lies in the pipe already. */
const silenceMs = 200;
/** How often new data may start the wait again: a background process may write for ever. */
const roundsMax = 10;

/** Resolves when all streams have closed, by themselves or, once silent, by us. */
export async function drained(streams: readonly (Readable | null)[]): Promise<void> {
  await Promise.all(streams.filter((stream) => stream !== null).map(closed));
}

function closed(stream: Readable): Promise<void> {
  if (stream.closed) return Promise.resolve();
  return new Promise((resolve) => {
    let silent = true;
    let rounds = 0;
    let timer: NodeJS.Timeout;
    const heard = (): void => void (silent = false);
    const wait = (): void => {
      silent = true;
      // A busy event loop runs timers before it reads what came meanwhile: read first, then judge.
      timer = setTimeout(() => setImmediate(judge), silenceMs);
    };
    const judge = (): void => {
      if (stream.closed) return;
      // Who takes it is not as far.
      if (stream.isPaused()) return wait();
      if (silent || ++rounds === roundsMax) stream.destroy();
      else wait();
    };
    stream.on("data", heard);
    stream.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    stream.on("error", () => {});
    wait();
  });
}
