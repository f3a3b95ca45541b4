/**
 * One trial: lives of a process that die one after another, until one lives to the end. After each death, and at the end, the journal,
 * the marks of the actions and the processes are compared.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Configuration } from "../../src/semantics/configuration.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { settle } from "../../src/semantics/settle.ts";
import { type CrashAssembly, crashAssembly, drawing } from "./crash-assembly.ts";
import { CrashJudge } from "./crash-judge.ts";
import { type LastWords, type Life, type Point, marksIn, points } from "./crash-life.ts";
import { endAll } from "./crash-processes.ts";

/** How a life ends: by itself at its n-th point, or by a signal some time after it began. */
export type Cut = { readonly at: Point | "any"; readonly n: number } | { readonly afterMs: number };

export interface TrialResult {
  /** Lives that were cut short. */
  readonly cuts: number;
  readonly lives: number;
  /** How often the last life passed each point. */
  readonly points: LastWords["points"] | undefined;
  readonly faults: readonly string[];
}

/** Lives after the last cut: one that finds things unknown, one that is told what to do about them, and one to spare. */
const lastLivesMax = 4;

export async function trial(
  seed: number,
  instances: number,
  cuts: readonly Cut[],
): Promise<TrialResult> {
  const directory = mkdtempSync(join(tmpdir(), "madeus-crash-"));
  const assembly = crashAssembly(seed, instances, marksIn(directory));
  const judge = new CrashJudge(directory, assembly);
  const tried = { lives: 0, cuts: 0 };
  try {
    let words: LastWords | undefined;
    for (let k = 0; k < cuts.length + lastLivesMax && words?.outcome !== "done"; k++) {
      const decide = words?.outcome === "stuck" || (k < cuts.length && k % 3 === 2);
      words = await live({ seed, instances, directory, decide }, cuts[k]);
      tried.lives++;
      if (words === undefined) tried.cuts++;
      await judge.afterLife();
    }
    await judge.atEnd(words, finalOf(assembly));
    return { ...tried, points: words?.points, faults: judge.faults };
  } finally {
    await endAll(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Cuts of all kinds, the same for the same seed. */
export function randomCuts(seed: number, length: number): readonly Cut[] {
  const draw = drawing(seed);
  const number = (max: number): number => draw(Array.from({ length: max }, (_, k) => k + 1));
  return Array.from({ length }, (): Cut => {
    const kind = number(3);
    if (kind === 1) return { afterMs: number(500) };
    return kind === 2 ? { at: "any", n: number(120) } : { at: draw(points), n: number(12) };
  });
}

/** Most of a trial is waiting. */
const concurrent = 4;

/** The results in the order of `given`. */
export async function concurrently<T, R>(
  given: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = given.entries();
  const worker = async (): Promise<void> => {
    for (const [k, one] of left) results[k] = await work(one);
  };
  await Promise.all(Array.from({ length: concurrent }, worker));
  return results;
}

const program = join(import.meta.dirname, "crash-program.ts");
/** Most of a short life is the compiling of its sources. */
const cache = join(import.meta.dirname, "../../node_modules/.cache/crash");

/** One that lives longer hangs. */
const lifeMsMax = 60_000;

/** Undefined if it was cut. */
async function live(life: Life, cut: Cut | undefined): Promise<LastWords | undefined> {
  const told = cut !== undefined && "at" in cut ? { ...life, dies: cut } : life;
  const beganMs = performance.now();
  const child = spawn(process.execPath, [program, JSON.stringify(told)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  let printed = "";
  const timers = [setTimeout(() => child.kill("SIGKILL"), lifeMsMax)];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (printed === "" && cut !== undefined && "afterMs" in cut)
      timers.push(setTimeout(() => child.kill("SIGKILL"), cut.afterMs));
    printed += text;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once("close", (...how) => resolve(how));
  });
  for (const timer of timers) clearTimeout(timer);
  if (signal === "SIGKILL" && performance.now() - beganMs < lifeMsMax) return undefined;
  const [, words = ""] = printed.split("\n");
  if (code !== 0 || words === "")
    throw new Error(`a life ended with ${code ?? signal}: ${JSON.stringify(told)}`);
  return JSON.parse(words) as LastWords;
}

/** The configuration in which an uninterrupted run ends. */
function finalOf({ instructions }: CrashAssembly): string {
  const c = new Configuration();
  settle(c, { type: "program", instructions });
  return canonical(c);
}
