/** `madeus logs`: what the actions of a transition printed. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { MadeusError } from "../model/code.ts";
import { didYouMean } from "../model/nearest.ts";
import { exit } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import type { End } from "./main.ts";
import { output } from "./output.ts";
import { target } from "./target.ts";

export function logsCommand(program: Command, end: End): void {
  withFlags(
    program
      .command("logs")
      .summary("print what the actions of a transition printed")
      .argument("[file|name...]", "the file, then instances or instance.transition; without a name: all"),
  ).action(async (args: readonly string[], flags: Flags) => end(await logs(args, flags)));
}

async function logs(args: readonly string[], flags: Flags): Promise<number> {
  const to = output(flags);
  const { directory, names } = await target(args, flags);
  const folder = join(directory, "logs");
  const known = existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.endsWith(".log") ? [name.slice(0, -4)] : [])) : [];
  const wanted = names.length === 0 ? known : names.flatMap((name) => matching(name, known));
  for (const name of wanted.toSorted())
    for (const line of readFileSync(join(folder, `${name}.log`), "utf8").split("\n").slice(0, -1)) {
      to.object({ type: "log", transition: name, line });
      if (!to.json) to.result(wanted.length === 1 ? line : `${to.paint.dim(`${name} |`)} ${line}`);
    }
  return exit.done;
}

function matching(name: string, known: readonly string[]): readonly string[] {
  const found = known.filter((one) => one === name || one.slice(0, one.lastIndexOf(".")) === name);
  if (found.length > 0) return found;
  throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no log of "${name}".`, { hint: didYouMean(name, known) });
}
