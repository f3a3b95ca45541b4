/**
 * Runs the benches, one after another, each in a process of its own.
 *
 *     npm run bench -- [NAME…]          measures, and prints what was found out; without a name all but the costly ones
 *     npm run bench -- --keep [NAME…]   also keeps it: in bench/results.jsonl, and in the pages that show figures
 *     npm run bench -- --table          prints the table of what was kept last
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keep, keptResults, newest } from "./kept.ts";
import { machine } from "./machine.ts";
import { writePages } from "./page.ts";
import { type Figure, type Result, isKept, lineOf } from "./result.ts";
import { benches, costly, fullTable } from "./table.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: "boolean" }, table: { type: "boolean" } },
  });
  const unknown = positionals.filter((name) => !benches.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}; there are: ${benches.join(", ")}.`);
    return 2;
  }
  if (values.table === true) {
    console.log(fullTable(newest(keptResults())));
    return 0;
  }
  const found: Result[] = [];
  let failed = 0;
  const usual = benches.filter((name) => !costly.includes(name));
  for (const name of positionals.length > 0 ? positionals : usual) {
    const results = await measure(name);
    found.push(...(results ?? []));
    if (results === undefined) failed++;
  }
  if (values.keep === true) {
    keep(found);
    writePages();
  }
  const missed = found.filter(({ ok }) => ok === false).length;
  console.log(`\n${found.length} figures, ${missed} bounds missed, ${failed} benches failed`);
  return failed > 0 ? 1 : 0;
}

/** Undefined where the bench did not come to its end: then nothing of it is worth keeping. */
async function measure(bench: string): Promise<readonly Result[] | undefined> {
  const results: Result[] = [];
  const circumstances = machine();
  const beganMs = performance.now();
  console.log(`\n# ${bench}`);
  const child = fork(join(import.meta.dirname, `${bench}.bench.ts`));
  child.on("message", (message) => {
    const figure = message as Figure;
    const ok = isKept(figure);
    results.push({ bench, ...figure, ...(ok !== undefined && { ok }), ...circumstances });
    console.log(lineOf(figure));
  });
  // The last figures may still be on their way when it has ended.
  const [[code]] = await Promise.all([once(child, "exit"), once(child, "disconnect")]);
  console.log(`(${Math.round((performance.now() - beganMs) / 1e3)} s)`);
  return code === 0 ? results : undefined;
}
