/** One log file a transition: what its actions printed, in the order in which it came. */
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";

export interface Logs {
  write(instance: string, transition: string, line: string): void;
  /** Resolves when all that was written is in the files. */
  close(): Promise<void>;
}

/** Where the log of a transition is. Names hold no slash (`check`). */
export const logPath = (directory: string, instance: string, transition: string): string =>
  join(directory, `${instance}.${transition}.log`);

/** Log files in `directory`, opened when first written to, readable by their owner only. */
export function logFile(directory: string): Logs {
  const open = new Map<string, WriteStream>();
  return {
    write(instance, transition, line) {
      const path = logPath(directory, instance, transition);
      let stream = open.get(path);
      if (stream === undefined) {
        if (open.size === 0) mkdirSync(directory, { recursive: true, mode: 0o700 });
        stream = createWriteStream(path, { flags: "a", mode: 0o600 });
        // A log that cannot be written (disk full) must not end the deployment; the journal says if it must.
        stream.on("error", () => undefined);
        open.set(path, stream);
      }
      stream.write(`${line}\n`);
    },
    async close() {
      await Promise.all([...open.values()].map((stream) => new Promise<void>((done) => stream.end(done))));
    },
  };
}
