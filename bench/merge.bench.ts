/**
 * What do mergeable queues and ropes cost? Objects read and written, counted; and the time of a push and a pop on each kind of objects, up
 * to 4,500 of them, on git itself, too.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { best, median } from "./contest.ts";
import { type QueueDoing, queueCosts, queueDoings, queueSizes } from "./queue-count.ts";
import { type Backend, type Times, backends, stretch, timesOn } from "./queue-time.ts";
import { report } from "./result.ts";
import { ropeCosts, ropeDoings, ropeSizes, stringCosts } from "./rope-count.ts";
import type { Tally } from "./tally.ts";

/** What is shown in full on the page of merges alone. */
const page = "docs/merge.md";
const rounds = 5;

const longest = ropeSizes.at(-1) ?? 0;
const queues = new Map(queueSizes.map((size) => [size, queueCosts(size)]));
for (const [size, costs] of queues)
  for (const doing of queueDoings) tellCounts(`queue of ${numberOf(size)}`, doing, costs[doing]);
const ropes = new Map(ropeSizes.map((size) => [size, ropeCosts(size)]));
for (const [size, costs] of ropes)
  for (const doing of ropeDoings) tellCounts(`rope of ${numberOf(size)}`, doing, costs[doing]);
const [longestRope, longestString] = [ropes.get(longest), stringCosts(longest)];
for (const doing of ropeDoings) {
  tellBytes(`rope of ${numberOf(longest)}`, doing, longestRope?.[doing]);
  tellBytes(`string of ${numberOf(longest)}`, doing, longestString[doing]);
}
summarise();
for (const backend of backends) tellTimes(backend);

function tellCounts(on: string, doing: string, { reads, writes }: Tally): void {
  report({ page, case: on, figure: `${doing}: objects read`, value: reads, unit: "" });
  report({ page, case: on, figure: `${doing}: objects written`, value: writes, unit: "" });
}

function tellBytes(on: string, doing: string, tally: Tally | undefined): void {
  const value = tally?.bytes ?? 0;
  report({ page, case: on, figure: `${doing}: bytes read and written`, value, unit: "B" });
}

/** What of it all has a bound. */
function summarise(): void {
  const [least = 0, most = 0] = [queueSizes[1], queueSizes.at(-1)];
  const of = (size: number, doing: QueueDoing): Tally =>
    queues.get(size)?.[doing] ?? { reads: 0, writes: 0, bytes: 0 };
  const on = `queue of ${numberOf(most)}`;
  const push = of(most, "push");
  report({
    case: on,
    figure: "objects written by a push",
    value: push.writes,
    unit: "",
    bound: { atMost: 1.2 },
  });
  const pop = of(most, "pop");
  report({
    case: on,
    figure: "objects read by a pop",
    value: pop.reads,
    unit: "",
    bound: { atMost: 1.2 },
  });
  const [large, small] = [of(most, "merge"), of(least, "merge")];
  report({
    case: on,
    figure: "objects read and written by a merge",
    ratioTo: `the same in a queue of ${numberOf(least)}`,
    value: (large.reads + large.writes) / (small.reads + small.writes),
    unit: "×",
    bound: { atMost: 3 },
  });
  if (longestRope === undefined) return;
  for (const doing of ["insert", "merge"] as const)
    report({
      case: `text of ${numberOf(longest)} characters`,
      figure: `bytes read and written by ${doing === "insert" ? "an insert" : "a merge of ten changes"}, in a rope`,
      ratioTo: "a string",
      value: longestRope[doing].bytes / longestString[doing].bytes,
      unit: "×",
      bound: { atMost: doing === "insert" ? 0.01 : 0.1 },
    });
}

function tellTimes(backend: Backend): void {
  const tries = Array.from({ length: rounds }, () => inDirectory((path) => timesOn(backend, path)));
  const kinds = [
    ["push", ({ pushS }: Times) => pushS],
    ["pop", ({ popS }: Times) => popS],
  ] as const;
  for (const [doing, of] of kinds) {
    const stretches = tries[0] === undefined ? [] : of(tries[0]);
    for (const k of stretches.keys()) {
      const each = tries.map((one) => ((of(one)[k] ?? 0) / stretch) * 1e6);
      const figure = `time of a ${doing}, ${backend}`;
      const on = `after ${numberOf((k + 1) * stretch)}`;
      report({ page, case: on, figure, value: best(each), median: median(each), unit: "µs" });
    }
    const all = tries.map(
      (one) => (of(one).reduce((sum, s) => sum + s, 0) / (stretch * stretches.length)) * 1e6,
    );
    report({
      case: "queue of up to 4,500",
      figure: `time of a ${doing}, ${backend}`,
      value: best(all),
      median: median(all),
      unit: "µs",
    });
  }
}

function inDirectory<T>(work: (path: string) => T): T {
  const path = mkdtempSync(join(tmpdir(), "madeus-bench-"));
  try {
    return work(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function numberOf(value: number): string {
  return value.toLocaleString("en");
}
