/** SPIN on the nets that we prove: how many states it counts, and how long that takes; the compiler's time not included. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promela } from "../src/net/format/promela.ts";
import type { Translation } from "../src/net/translate/translate.ts";

export interface Count {
  readonly states: number;
  /** Seconds of the clock. */
  readonly wallS: number;
}

export const hasSpin: boolean =
  spawnSync("spin", ["-V"]).status === 0 && spawnSync("gcc", ["--version"]).status === 0;

/** All states of a net; undefined where it takes longer than `limitS`, or more memory than `limitMb`. */
export function spinCount(
  { net, goal }: Translation,
  { limitS, limitMb }: { readonly limitS: number; readonly limitMb: number },
): Count | undefined {
  const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
  const options = { cwd: directory, encoding: "utf8" } as const;
  try {
    const source = { net, goal, rangeOf: () => undefined, properties: [] };
    writeFileSync(join(directory, "net.pml"), [...promela(source)].join(""));
    execFileSync("spin", ["-a", "net.pml"], options);
    const defines = ["-DNOREDUCE", "-DSAFETY", "-DNOCLAIM", `-DMEMLIM=${limitMb}`];
    execFileSync("gcc", ["-w", "-O2", ...defines, "-o", "pan", "pan.c"], options);
    const beganMs = performance.now();
    const { stdout, signal } = spawnSync("./pan", ["-m10000000"], {
      ...options,
      timeout: limitS * 1000,
    });
    const wallS = (performance.now() - beganMs) / 1000;
    const states = /^\s*(\d+) states, stored/m.exec(stdout)?.[1];
    const isWhole = signal === null && !/Search not completed|MEMLIM|depth too small/.test(stdout);
    return isWhole && states !== undefined ? { states: Number(states), wallS } : undefined;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
