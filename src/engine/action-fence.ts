/**
 * What an action may not do to the process that it shares with all others: exit it, or bring it down with an error that nobody
 * caught. Both become a failure of the action that did it.
 *
 * Which one it was is told by the asynchronous context, which follows the code of an action into timers, promises and callbacks.
 * An error of nobody's still brings the process down, as it does without us. `process.abort`, `process.reallyExit` and
 * `process.kill(process.pid)` cannot be held back.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { MadeusError } from "../model/code.ts";

/** Who answers for the code that runs inside. */
export interface Fence {
  /** Told of what the code threw where nobody caught it, also after the action has ended. */
  stray(error: unknown): void;
}

const context = new AsyncLocalStorage<Fence>();
let installed = false;

/** Runs `body`, and all that comes of it later, inside `fence`. */
export function fenced<T>(fence: Fence, body: () => T): T {
  install();
  return context.run(fence, body);
}

/** Runs our own code, called by an action's: what goes wrong in it is not the action's fault. */
export const unfenced = <T>(body: () => T): T => context.exit(body);

/** Once and for good: an action's timers may go off long after it has ended. */
function install(): void {
  if (installed) return;
  installed = true;
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    const fence = context.getStore();
    if (fence === undefined) return exit(code);
    const error = new MadeusError(
      "MADEUS_ACTION_FAILED",
      `the action called process.exit(${code ?? ""})`,
      { hint: "to fail, throw an error" },
    );
    fence.stray(error);
    throw error;
  };
  process.on("uncaughtException", uncaught);
  process.on("unhandledRejection", unhandled);
}

function uncaught(error: unknown): void {
  const fence = context.getStore();
  if (fence !== undefined) return fence.stray(error);
  if (process.listenerCount("uncaughtException") > 1) return;
  // Without our listener Node does what it always does: it prints the error and exits with code 1.
  process.off("uncaughtException", uncaught);
  setImmediate(() => {
    throw error;
  });
}

function unhandled(reason: unknown): void {
  const fence = context.getStore();
  if (fence !== undefined) return fence.stray(reason);
  if (process.listenerCount("unhandledRejection") === 1) throw reason;
}
