/** `madeus state show`: the journal as it is kept, and the configuration that it folds to. */
import type { Command } from "commander";
import { exit } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import type { End } from "./main.ts";
import { output } from "./output.ts";
import { openSession } from "./session.ts";
import { target } from "./target.ts";

export function stateCommand(program: Command, end: End): void {
  const state = program.command("state").summary("look at what is on record");
  withFlags(
    state
      .command("show")
      .summary("print every record of the journal")
      .argument("[file]", "the file that exports the assembly"),
  ).action(async (file: string | undefined, flags: Flags) => end(await show(file, flags)));
}

async function show(file: string | undefined, flags: Flags): Promise<number> {
  const to = output(flags);
  const { directory } = await target(file === undefined ? [] : [file], flags);
  const session = openSession({ directory, mode: "read" });
  try {
    for (const record of session.records) {
      to.object(record);
      const { seq, run, atMs, type, ...rest } = record;
      if (!to.json) to.result(`${seq} run ${run} ${new Date(atMs).toISOString()} ${type} ${JSON.stringify(rest)}`);
    }
    return exit.done;
  } finally {
    session.close();
  }
}
