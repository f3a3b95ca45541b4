/** `madeus check`: all that is wrong with the assemblies and programs of a file, without touching anything. */
import { check } from "../net/proof.ts";
import type { CheckEnding } from "./ending.ts";
import { type Exit, exit, exitOf } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { declarationsIn, load } from "./load.ts";
import { tellFinding } from "./told.ts";
import type { Call, Verb } from "./verb.ts";

interface CheckFlags extends FileFlags {
  readonly strict?: boolean;
}

export const checkVerb: Verb<CheckFlags, "check"> = {
  name: "check",
  summary: "find what is wrong before anything starts",
  args: {
    "[file]": "the file that exports assemblies and programs (default: assembly.ts)",
    "[export]": "which of them; without it: all",
  },
  flags: (command) => withFileFlags(command).option("--strict", "take warnings as errors"),
  examples: {
    "madeus check": "all that ./assembly.ts exports",
    "madeus check site.ts --strict": "let warnings fail the build",
  },
  notes: [
    "Ends with 2 if something is not well-formed, and with 5 if it is, but could not come to its end.",
  ],
  perform: checkFile,
};

async function checkFile({
  args: [path, name],
  flags,
  to,
}: Call<CheckFlags>): Promise<CheckEnding> {
  const all = declarationsIn(await load(path, flags.set), name);
  let exitCode = exit.done as Exit;
  for (const [exported, declared] of all) {
    const findings = check(declared);
    for (const finding of findings) tellFinding(to, finding, exported);
    const errors = findings.filter(({ severity }) => flags.strict === true || severity === "error");
    for (const { code } of errors) if (exitOf(code) > exitCode) exitCode = exitOf(code);
    const found = findings.length === 0 ? "" : `, with ${count(findings.length, "warning")}`;
    to.result(
      errors.length === 0
        ? `${exported}: it comes to its end${found}`
        : `${exported}: ${count(errors.length, "finding")}`,
    );
  }
  return { outcome: exitCode === exit.done ? "done" : "violated", exitCode };
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
