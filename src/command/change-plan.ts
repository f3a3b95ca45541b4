/** Flags of verbs that bring what stands to what a file declares. */
import type { Command } from "commander";
import { type InterruptionFlags, withInterruptionFlag } from "./interruption-limit.ts";

export interface ChangePlanFlags extends InterruptionFlags {
  readonly atOnce?: boolean;
}

export const withChangePlanFlags = (command: Command): Command =>
  withInterruptionFlag(command).option(
    "--at-once",
    "change replicas together, not one after the other",
  );
