/** `madeus check`: proves that the assemblies and programs of a file come to their ends, or tells why not, without touching anything. */
import type { Command } from "commander";
import type { Finding } from "../model/code.ts";
import { worstOf } from "../net/proof/case.ts";
import { prove } from "../net/proof/proof.ts";
import {
  type AskFlags,
  ensureNothingAsked,
  isAsking,
  rangeAsked,
  withAnswers,
  withAskFlags,
} from "./ask.ts";
import { checkNet, isNetFile } from "./check-net.ts";
import { checked } from "./checked.ts";
import { type Proved, ensureNetAlone, writeCounterexample } from "./counterexample.ts";
import type { CheckEnding, Checked } from "./check-ending.ts";
import { type Exit, exit, exitOf } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { chooseDeclaration, declarationsIn, load } from "./load.ts";
import type { Output } from "./output.ts";
import { type LimitFlags, limitsFrom, withLimitFlags } from "./proof-limit.ts";
import { counted, verdictLines } from "./proof-words.ts";
import { tellFinding } from "./told.ts";
import type { Call, Verb } from "./verb.ts";

export interface CheckFlags extends FileFlags, LimitFlags, AskFlags {
  readonly strict?: boolean;
  readonly full?: boolean;
  readonly goal?: string;
  readonly trace?: string;
  readonly svg?: string;
}

export const checkVerb: Verb<CheckFlags, "check"> = {
  name: "check",
  summary: "prove that it comes to its end, before anything starts",
  args: {
    "[file]":
      "the file that exports assemblies and programs (default: assembly.ts), or a Petri net (.pnml)",
    "[export]": "which of them; without it: all",
  },
  flags: (command) => withAskFlags(withCheckFlags(withLimitFlags(withFileFlags(command)))),
  examples: {
    "madeus check": "all that ./assembly.ts exports",
    "madeus check site.ts --strict": "let warnings fail the build",
    "madeus check site.ts --svg stuck.svg": "draw where it gets stuck",
    "madeus check site.ts --full --json": "see every state, for a program to read",
    'madeus check site.ts rolling --ask "invariant web*.running >= 1"': "and ask more of it",
    'madeus check net.pnml --goal "p1 p2"': "a net that must end with tokens in p1 and p2",
  },
  notes: [
    "Ends with 2 if something is not well-formed, and with 5 if it is, but may not come to its end, or where a limit was met before that",
    "was decided. With --verbose it also says what a proof rests on, looked at a second time in another way.",
  ],
  perform: checkFile,
};

const withCheckFlags = (command: Command): Command =>
  command
    .option("--strict", "take warnings as errors")
    .option("--full", "see every state, also where fewer decide")
    .option(
      "--goal <places>",
      "of a net: places that must hold tokens at the end (default: any end is good)",
    )
    .option(
      "--trace <file>",
      "write the run that ends badly there, to be followed by simulate --trace",
    )
    .option("--svg <file>", "draw there where it gets stuck, what is blocked in red");

/** One thing that was checked. */
interface Result {
  readonly name: string;
  readonly checked: Checked;
  readonly findings: readonly Finding[];
}

async function checkFile({
  args: [path, name],
  flags,
  to,
}: Call<CheckFlags>): Promise<CheckEnding> {
  if (isNetFile(path)) {
    ensureNetAlone(flags);
    ensureNothingAsked(flags);
    return endingOf([told({ name: path, ...checkNet(path, flags) }, flags, to)], flags);
  }
  const loaded = await load(path, flags.set);
  const asked = isAsking(flags) ? chooseDeclaration(loaded, name) : undefined;
  const all = asked === undefined ? declarationsIn(loaded, name) : new Map([asked]);
  const proofs: Proved[] = [];
  const results = [...all].map(([exported, declared]) => {
    const startMs = performance.now();
    const assumed = new Set<string>();
    const proof = prove(declared, {
      ...limitsFrom(flags),
      full: flags.full === true,
      rangeOf: rangeAsked(declared, flags, (action) => assumed.add(action)),
    });
    const elapsedS = (performance.now() - startMs) / 1000;
    proofs.push({ name: exported, declared, proof });
    const telling = { elapsedS, isVerbose: flags.verbose === true, assumed: assumed.size };
    const what = checked(proof, telling);
    return told({ name: exported, checked: what, findings: proof.findings }, flags, to);
  });
  writeCounterexample(proofs, flags, to);
  const ending = endingOf(results, flags);
  const [only] = proofs;
  if (asked === undefined || only === undefined) return ending;
  return withAnswers(ending, asked[1], { flags, to, proof: only.proof });
}

function told(result: Result, flags: CheckFlags, to: Output): Result {
  const { name, checked: what, findings } = result;
  for (const line of verdictLines(name, what, flags.verbose === true)) to.result(line);
  if (isNetFile(name) && flags.goal === undefined && what.verdict === "proved")
    to.result(
      `  every run ends, in ${counted(what.finalCount, "marking")}; --goal says which of them are good`,
    );
  for (const finding of findings) tellFinding(to, finding, name);
  return result;
}

/** The worst that was found; of a single one all that was. */
function endingOf(results: readonly Result[], { strict = false }: CheckFlags): CheckEnding {
  const verdict = worstOf(results.map(({ checked: { verdict: one } }) => one));
  const codes = results.flatMap(({ findings }) =>
    findings.filter(({ severity }) => strict || severity === "error").map(({ code }) => code),
  );
  const exitCode = codes.reduce<Exit>((worst, code) => {
    const own = exitOf(code);
    return own > worst ? own : worst;
  }, exit.done);
  const outcome = exitCode === exit.done ? "done" : "violated";
  const [only, ...others] = results;
  if (only !== undefined && others.length === 0) return { outcome, exitCode, ...only.checked };
  const each = results.map(({ name, checked: what }) => ({ export: name, ...what }));
  return { outcome, exitCode, verdict, checked: each };
}
