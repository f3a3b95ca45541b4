/** `madeus unlock`: takes the state over from an engine that lives but will not come back to it. */
import type { Command } from "commander";
import { realClock } from "../engine/clock-real.ts";
import { formatHolder, leaseHolder, takeOverLease } from "../store/lease.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { exit } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import type { End } from "./main.ts";
import { output } from "./output.ts";
import { target } from "./target.ts";

interface UnlockFlags extends Flags {
  readonly yes?: true;
}

export function unlockCommand(program: Command, end: End): void {
  withFlags(
    program
      .command("unlock")
      .summary("take the state over from another engine")
      .argument("[file]", "the file that exports the assembly"),
  )
    .option("-y, --yes", "do it; without this the holder is only named")
    .action(async (file: string | undefined, flags: UnlockFlags) => end(await unlock(file, flags)));
}

async function unlock(file: string | undefined, flags: UnlockFlags): Promise<number> {
  const to = output(flags);
  const { directory } = await target(file === undefined ? [] : [file], flags);
  const state = openStateFile(directory, { mode: "write" });
  try {
    const holder = leaseHolder(state);
    if (holder === undefined) {
      to.result("the state is not locked");
      return exit.done;
    }
    if (flags.yes !== true) {
      to.result(`the state is held by ${formatHolder(holder)}`);
      to.say("Take it over with `madeus unlock --yes`; that engine can then write no more, and begins no further action.");
      return exit.locked;
    }
    takeOverLease(state, realClock, { command: "madeus unlock" }).release();
    to.result(`the state was taken over from ${formatHolder(holder)}`);
    return exit.done;
  } finally {
    state.close();
  }
}
