/**
 * How long does the command line take before it does anything?
 *
 * Processes one after another, each with all that a user's has: `madeus --version` beside a Node that does nothing, and `deploy` of one
 * instance whose action does nothing, into a state of its own.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { best, median } from "./contest.ts";
import { report } from "./result.ts";

const rounds = 15;
const root = join(import.meta.dirname, "..");
const cli = join(root, "dist", "cli.js");
const declaration = `import { assembly, component } from "madeus";
const one = component({ name: "one", places: ["off", "on"], initial: "off", behaviors: { deploy: { go: { from: "off", to: "on", run: () => {} } } } });
export const site = assembly({ name: "site", components: { one } });
`;

const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
try {
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules", "madeus"));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  writeFileSync(join(directory, "assembly.ts"), declaration);
  measure();
} finally {
  rmSync(directory, { recursive: true });
}

function measure(): void {
  const bare: number[] = [];
  const version: number[] = [];
  const deploy: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(timeMs(["--eval", "0"]));
    version.push(timeMs([cli, "--version"]));
    deploy.push(timeMs([cli, "deploy", "--quiet", "--state", join(directory, `state${round}`)]));
  }
  const more = version.map((ms, round) => ms - (bare[round] ?? Number.NaN));
  say("madeus --version", "time besides that of a Node that does nothing", more, 80);
  say("madeus deploy, one instance", "time", deploy, 300);
}

function timeMs(args: readonly string[]): number {
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: directory,
    encoding: "utf8",
  });
  const tookMs = performance.now() - beganMs;
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return tookMs;
}

function say(on: string, figure: string, ms: readonly number[], atMost: number): void {
  report({ case: on, figure, value: best(ms), median: median(ms), unit: "ms", bound: { atMost } });
}
