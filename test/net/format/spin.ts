/** SPIN: a program is written, verified, and the trail that is found is printed. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Are SPIN and a compiler on this machine? */
export const spinIsInstalled: boolean =
  spawnSync("spin", ["-V"]).status === 0 && spawnSync("gcc", ["--version"]).status === 0;

export interface Verdict {
  readonly states: number;
  readonly errors: number;
  /** What `pan` says was wrong, e.g. `invalid end state`. */
  readonly fault: string | undefined;
  /** What SPIN prints as it follows the trail; nothing where there is none. */
  readonly trail: string;
}

/** What SPIN is asked: about the claim of a name, about deadlocks until one is found, or how many states there are with all of them. */
export type Question = { readonly claim: string } | "deadlocks" | "states";

export function verdictOf(pieces: Iterable<string>, question: Question): Verdict {
  const directory = mkdtempSync(join(tmpdir(), "madeus-spin-"));
  const options = { cwd: directory, encoding: "utf8" } as const;
  try {
    writeFileSync(join(directory, "net.pml"), [...pieces].join(""));
    execFileSync("spin", ["-a", "net.pml"], options);
    const kind = typeof question === "string" ? ["-DSAFETY", "-DNOCLAIM"] : [];
    execFileSync("gcc", ["-w", "-DNOREDUCE", ...kind, "-o", "pan", "pan.c"], options);
    const asked =
      question === "deadlocks" ? [] : question === "states" ? ["-E"] : ["-a", "-N", question.claim];
    const told = execFileSync("./pan", ["-m1000000", ...asked], options);
    const errors = number(told, /errors: (\d+)/);
    return {
      states: number(told, /^\s*(\d+) states, stored/m),
      errors,
      fault: /^pan:\d+: (.*) \(at depth \d+\)$/m.exec(told)?.[1],
      trail: errors === 0 ? "" : execFileSync("spin", ["-t", "-T", "net.pml"], options),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function number(text: string, form: RegExp): number {
  const found = form.exec(text)?.[1];
  if (found === undefined) throw new Error(`SPIN does not tell ${form.source}:\n${text}`);
  return Number(found);
}
