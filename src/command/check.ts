/** `madeus check`: all that is wrong with the assemblies and programs of a file, without touching anything. */
import type { Command } from "commander";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Program } from "../model/program.ts";
import { check } from "../semantics/check.ts";
import { exit, exitOf } from "./exit.ts";
import { type Flags, withFlags } from "./flags.ts";
import { fileDefault, load } from "./load.ts";
import type { End } from "./main.ts";
import { output, tellFinding } from "./output.ts";

interface CheckFlags extends Flags {
  readonly strict?: true;
}

export function checkCommand(program: Command, end: End): void {
  withFlags(
    program
      .command("check")
      .summary("find what is wrong before anything starts")
      .argument("[file]", `the file that exports assemblies and programs (default: ${fileDefault})`)
      .argument("[export]", "which of them"),
  )
    .option("--strict", "take warnings as errors")
    .action(async (file: string | undefined, name: string | undefined, flags: CheckFlags) => end(await checkFile(file, name, flags)));
}

async function checkFile(path: string | undefined, name: string | undefined, flags: CheckFlags): Promise<number> {
  const to = output(flags);
  const loaded = await load(path);
  const all = new Map<string, Assembly | Program>([...loaded.assemblies, ...loaded.programs]);
  if (all.size === 0)
    throw new MadeusError("MADEUS_NO_ASSEMBLY", `${loaded.file} exports no assembly and no program.`, {
      hint: "Export one: export const site = assembly({ … }).",
    });
  if (name !== undefined && !all.has(name))
    throw new MadeusError("MADEUS_NO_ASSEMBLY", `${loaded.file} exports nothing called "${name}".`, { hint: didYouMean(name, all.keys()) });
  let code: number = exit.done;
  for (const [exported, declared] of all) {
    if (name !== undefined && exported !== name) continue;
    const findings = check(declared);
    for (const finding of findings) {
      tellFinding(to, finding);
      to.object({ type: "finding", export: exported, ...finding });
    }
    const errors = findings.filter(({ severity }) => flags.strict === true || severity === "error");
    for (const error of errors) code = Math.max(code, exitOf(error.code));
    if (errors.length === 0) to.result(`${exported}: it comes to its end${findings.length > 0 ? `, with ${count(findings.length, "warning")}` : ""}`);
    else to.result(`${exported}: ${count(errors.length, "finding")}`);
  }
  to.object({ type: "result", outcome: code === exit.done ? "done" : "violated" });
  return code;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
