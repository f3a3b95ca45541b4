/**
 * One log file a transition: what its actions printed, in the order in which it came.
 *
 * Memory is bounded whatever an action prints: what waits is written before more is taken. So is the disk: a file that is full is kept
 * beside as the older half, in the place of the one before.
 */
import { hash } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

export interface Logs {
  write(instance: string, transition: string, line: string): void;
  /** Writes what still waits. */
  close(): void;
}

/** Where the log of a transition is. Names hold no slash (`check`); what a file system would refuse as too long is cut. */
export const logPath = (directory: string, instance: string, transition: string): string =>
  join(directory, `${short(instance)}.${short(transition)}.log`);

function short(name: string): string {
  if (Buffer.byteLength(name) <= partBytesMax) return name;
  const cut = Buffer.from(name)
    .toString("utf8", 0, partBytesMax - 12)
    .replace(/\ufffd+$/, "");
  return `${cut}~${hash("sha256", name).slice(0, 8)}`;
}
const partBytesMax = 100;

/** Where its older half is, if there is one. */
export const olderPath = (path: string): string => `${path}.old`;

export interface LogOptions {
  /** Told once, when a line could not be written; the run goes on. */
  readonly failed: (error: Error) => void;
  readonly fileBytesMax?: number;
}

/** Log files in `directory`, opened when first written to, readable by their owner only. */
export function logFiles(
  directory: string,
  { failed, fileBytesMax = 64 * 1024 ** 2 }: LogOptions,
): Logs {
  const open = new Map<string, LogFile>();
  let broken = false;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!broken) failed(error as Error);
      broken = true;
    }
  };
  let due: NodeJS.Immediate | undefined;
  const flush = (): void => {
    due = undefined;
    for (const file of open.values()) attempt(() => file.flush());
  };
  return {
    write(instance, transition, line) {
      const path = logPath(directory, instance, transition);
      attempt(() => {
        if (open.size === 0) mkdirSync(directory, { recursive: true, mode: 0o700 });
        const file = open.get(path) ?? new LogFile(path, fileBytesMax);
        open.set(path, file);
        file.add(line);
      });
      due ??= setImmediate(flush);
    },
    close() {
      if (due !== undefined) clearImmediate(due);
      flush();
      for (const file of open.values()) file.close();
      open.clear();
    },
  };
}

const waitingLengthMax = 64 * 1024;

class LogFile {
  readonly #path: string;
  readonly #bytesMax: number;
  #handle: number;
  #bytes: number;
  #waiting = "";

  constructor(path: string, bytesMax: number) {
    this.#path = path;
    this.#bytesMax = bytesMax;
    this.#handle = openSync(path, "a", 0o600);
    this.#bytes = fstatSync(this.#handle).size;
  }

  add(line: string): void {
    this.#waiting += `${line}\n`;
    if (this.#waiting.length >= waitingLengthMax) this.flush();
  }

  flush(): void {
    if (this.#waiting === "") return;
    const bytes = Buffer.from(this.#waiting);
    // Dropped if it cannot be written: a full disk must not fill the memory as well.
    this.#waiting = "";
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle, bytes, at);
    this.#bytes += bytes.length;
    if (this.#bytes < this.#bytesMax) return;
    this.close();
    renameSync(this.#path, olderPath(this.#path));
    this.#handle = openSync(this.#path, "a", 0o600);
    this.#bytes = 0;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
