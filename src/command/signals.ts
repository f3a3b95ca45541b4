/**
 * What signals do to a run: the first lets running actions end, the second ends them.
 *
 * A terminal that goes away (SIGHUP) ends nothing: a deployment must not depend on the window it was begun in.
 */
import type { Engine } from "../engine/engine.ts";
import { type Exit, exit } from "./exit.ts";
import type { Output } from "./output.ts";

export interface Signals {
  /** What to exit with because of a second signal. */
  readonly exitCode: Exit | undefined;
  /** From now on signals do what they do without us. */
  release(): void;
}
const codes = { SIGINT: exit.interrupted, SIGTERM: exit.terminated } as const;

export function heedSignals(engine: Pick<Engine, "stop" | "abort">, to: Output): Signals {
  let count = 0;
  let exitCode: Exit | undefined;
  const heed = (signal: keyof typeof codes): void => {
    count++;
    if (count === 1) {
      to.say(`${signal}: nothing new starts; what runs may end. Once more ends it.`);
      engine.stop();
    } else if (count === 2) {
      to.say(`${signal}: what runs is ended; its outcome will be unknown.`);
      exitCode = codes[signal];
      engine.abort();
    }
  };
  const outlive = (): void => to.say(`SIGHUP: the run goes on. To stop it: kill ${process.pid}`);
  process.on("SIGINT", heed).on("SIGTERM", heed).on("SIGHUP", outlive);
  return {
    get exitCode() {
      return exitCode;
    },
    release() {
      process.off("SIGINT", heed).off("SIGTERM", heed).off("SIGHUP", outlive);
    },
  };
}
