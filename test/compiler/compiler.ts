/** Runs the TypeScript compiler of this repository on a configuration and gives what it printed. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export function compile(config: string, ...flags: readonly string[]): string {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const args = [tsc, "-p", config, "--noEmit", "--pretty", "false", ...flags];
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return stdout + stderr;
}
