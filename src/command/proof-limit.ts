/** How far a proof may go: flags, and the clock that says when time is up. */
import type { Command } from "commander";
import type { ProveOptions } from "../net/proof/case.ts";
import { count, seconds } from "./flags.ts";

export interface LimitFlags {
  readonly states?: number;
  readonly seconds?: number;
  readonly memory?: number;
}

export const withLimitFlags = (command: Command): Command =>
  command
    .option("--states <n>", "see at most so many states (default: 10000000)", count)
    .option("--seconds <n>", "search for so long (default: 60)", seconds)
    .option("--memory <mb>", "remember states in at most so many megabytes (default: 1024)", count);

/** Time runs from now on. */
export function limitsFrom({
  states,
  seconds: withinS = 60,
  memory,
}: LimitFlags): Pick<ProveOptions, "statesMax" | "bytesMax" | "isOver"> {
  const endMs = performance.now() + withinS * 1000;
  return {
    ...(states !== undefined && { statesMax: states }),
    ...(memory !== undefined && { bytesMax: memory * 2 ** 20 }),
    isOver: () => performance.now() > endMs,
  };
}
