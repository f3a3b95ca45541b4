/** `madeus why`: what an instance, or the whole run, waits for, followed to its cause. */
import type { Command } from "commander";
import { why, whyProgram } from "../semantics/why.ts";
import { story } from "../show/story.ts";
import { exit } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import type { End } from "./main.ts";
import { output } from "./output.ts";
import { openSession } from "./session.ts";
import { instanceNamed, target } from "./target.ts";

export function whyCommand(program: Command, end: End): void {
  withFlags(
    program
      .command("why")
      .summary("say what an instance waits for, down to the cause")
      .argument("[file|instance...]", "the file, then the instance; without an instance: the whole run"),
  ).action(async (args: readonly string[], flags: Flags) => end(await tell(args, flags)));
}

async function tell(args: readonly string[], flags: Flags): Promise<number> {
  const to = output(flags);
  const { directory, names } = await target(args, flags);
  const session = openSession({ directory, mode: "read" });
  try {
    const c = session.state.configuration;
    const reasons = names.length === 0 ? whyProgram(c) : names.flatMap((name) => why(c, instanceNamed(c, name)));
    for (const line of story(reasons)) to.result(line);
    if (reasons.length === 0) to.result(names.length === 0 ? "nothing waits" : `${names.join(", ")}: nothing is waited for`);
    to.object({ type: "result", outcome: "done", because: reasons });
    return exit.done;
  } finally {
    session.close();
  }
}
