/** Gives notices to a command: a process for each, which reads the notice as JSON on its standard input. No shell is between. */
import { spawn } from "node:child_process";
import { withoutIdentity } from "../model/secret.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { NoticeTarget } from "./notice-target.ts";

/**
 * A command is not tried again: it may have done half of what it does.
 *
 * @throws DeliveryFault  where it cannot be started, does not end in time, or not with code 0
 */
export const commandDelivery =
  (file: string, args: readonly string[], timeoutMs: number = 30_000): NoticeTarget["deliver"] =>
  async (notice, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (text: string): void => reject(new DeliveryFault(text, false));
    const child = spawn(file, args, {
      // A group of its own: Ctrl-C is for the run, and what it has started ends with it.
      detached: true,
      env: { ...withoutIdentity(process.env), MADEUS_EVENT: notice.event },
      stdio: ["pipe", "ignore", "ignore"],
    });
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    limit.addEventListener("abort", end);
    // It need not read what it is told.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${JSON.stringify(notice)}\n`);
    child.once("error", ({ code }: NodeJS.ErrnoException) => fail(`it cannot be run: ${code}`));
    child.once("exit", (code, killed) => {
      if (code === 0) resolve();
      else if (limit.aborted) fail("it did not end in time");
      else fail(code === null ? `it was ended by ${killed}` : `it exited with code ${code}`);
    });
    return promise.finally(() => limit.removeEventListener("abort", end));
  };
