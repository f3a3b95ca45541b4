/** Runs the benches, one after another, each in a process of its own: `npm run bench -- NAME…`, or all of them. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const wanted = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(/\.bench\.ts$/, ""))
  .toSorted();
const unknown = wanted.filter((name) => !benches.includes(name));

if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(", ")}; there are: ${benches.join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : benches) {
    console.log(`\n# ${name}`);
    const { status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, `${name}.bench.ts`)],
      {
        stdio: "inherit",
      },
    );
    if (status !== 0) process.exitCode = 1;
  }
}
