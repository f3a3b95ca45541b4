/** `madeus simulate --trace`: a run that `check --trace` has written, followed again step by step until it is stuck, and why. */
import { resolve } from "node:path";
import { type Retraced, retrace } from "../net/proof/retrace.ts";
import { readTrace } from "../net/proof/trace-file.ts";
import type { RetraceEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type FileFlags, type SlotFlags } from "./flags.ts";
import type { ExpectationFlags } from "./expectation.ts";
import type { FaultFlags } from "./fault.ts";
import { chooseDeclaration, load } from "./load.ts";
import { type Output, paint } from "./output.ts";
import { usage } from "./slip.ts";
import { readWhole } from "./whole-file.ts";

interface TraceFlags extends FileFlags, SlotFlags, ExpectationFlags, FaultFlags {
  readonly trace: string;
  readonly svg?: string;
}

/** @throws MadeusError  `MADEUS_TRACE_REFUSED` where the declaration has no such run; `MADEUS_FILE_FORMAT` where it is no trace */
export async function simulateTrace(
  path: string | undefined,
  exported: string | undefined,
  flags: TraceFlags,
  to: Output,
): Promise<RetraceEnding> {
  ensureAlone(flags);
  const file = resolve(flags.trace);
  const trace = readTrace(
    file,
    readWhole(file, "Name a file that `madeus check --trace` has written."),
  );
  const [, declared] = chooseDeclaration(await load(path, flags.set), exported ?? trace.export);
  const retraced = retrace(declared, trace);
  const because = retraced.stuck.flatMap((one) => one.because.map(({ text }) => text));
  tell(retraced, because, flags.verbose === true, to);
  const { deployment, steps, standings, end } = retraced;
  const exitCode = end === "stuck" ? exit.violated : exit.done;
  return {
    outcome: end,
    exitCode,
    ...(deployment.length > 0 && { deployment }),
    steps,
    at: standings,
    because,
  };
}

/** A trace says what happens, and nothing of times and failures. */
function ensureAlone(flags: TraceFlags): void {
  const { parallel, perHost, limit, durations, seed, runs, fail, hostDown, svg } = flags;
  const others = {
    parallel: parallel !== undefined,
    "per-host": perHost !== undefined,
    limit: Object.keys(limit).length > 0,
    durations: durations.length > 0,
    seed: seed !== undefined,
    runs: runs !== undefined,
    fail: fail.length > 0,
    "host-down": hostDown.length > 0,
    svg: svg !== undefined,
  };
  const [first] = Object.entries(others).flatMap(([name, isGiven]) => (isGiven ? [name] : []));
  if (first !== undefined)
    throw usage(
      `--trace follows a run as it is, so that --${first} has nothing to say to it.`,
      "Leave one of them out.",
    );
}

function tell(
  { deployment, steps, standings, end }: Retraced,
  because: readonly string[],
  isVerbose: boolean,
  to: Output,
): void {
  if (deployment.length > 0) {
    to.result(`${count(deployment.length)} deploy it first${isVerbose ? ":" : ""}`);
    if (isVerbose) for (const [k, text] of deployment.entries()) to.result(numbered(k, text));
  }
  const last = isVerbose ? 0 : Math.max(0, steps.length - stepsMax);
  if (last > 0) to.result(`  … ${count(last)} (--verbose tells them)`);
  for (const [k, text] of steps.entries()) if (k >= last) to.result(numbered(k, text));
  const ends = {
    done: `${paint.green("at its end")} after ${count(steps.length)}`,
    open: `${count(steps.length)}; more can happen from here`,
    stuck: `${paint.red("stuck")} after ${count(steps.length)}`,
  };
  to.result(ends[end]);
  for (const line of because) to.result(`  ${line}`);
  if (end === "done") return;
  to.result(paint.bold("where they stand:"));
  const busy = Object.entries(standings).filter(([, { queue }]) => queue.length > 0);
  for (const [name, { tokens, queue }] of busy.slice(0, standingsMax))
    to.result(`  ${name}: ${tokens.join(", ")}; ${queue.join(", then ")} is not over`);
  if (busy.length > standingsMax)
    to.result(`  … and ${busy.length - standingsMax} more (--json has them all)`);
}
const stepsMax = 100;
const standingsMax = 20;

const numbered = (k: number, text: string): string => `${String(k + 1).padStart(5)}  ${text}`;
const count = (n: number): string => `${n} step${n === 1 ? "" : "s"}`;
