/**
 * Makes trials of the fault matrix for real and writes their table, `docs/matrix.md`: `npm run matrix`.
 *
 * Goes on where it was cut off: what has been tried is left out, but with `-- --again`. `-- --only guestbook` needs no root; for LAMP root on
 * Debian, and 1 GB in /dev/shm. `-- --sample 12 --seed 1` makes so many of them, `-- --jobs 2` so many at a time. An hour each on two
 * processors; ends with 1 where one did not end as predicted.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keep, keyOf, tallies } from "./ledger.ts";
import { predicted } from "./prediction.ts";
import { tried } from "./real-trial.ts";
import { type Subject, hostOf, subjects } from "./subject.ts";
import { isSame, table } from "./table.ts";
import { type Trial, sampled, trialText, trialsOf } from "./trial.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    again: { type: "boolean" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
  },
});

const wanted: (readonly [Subject, Trial])[] = [];
for (const subject of subjects)
  if (options.only === undefined || options.only === subject.name)
    for (const trial of await trialsOf(subject.sound)) wanted.push([subject, trial]);
const drawn =
  options.sample === undefined
    ? wanted
    : sampled(wanted, Number(options.sample), Number(options.seed));
const known = tallies();
let others = 0;
const due = drawn.filter(
  ([{ name }, trial]) => options.again === true || !known.has(keyOf(name, trial)),
);
await Promise.all(Array.from({ length: Number(options.jobs) }, work));
const page = fileURLToPath(new URL("../../docs/matrix.md", import.meta.url));
writeFileSync(page, await table(tallies()));
if (others > 0) process.exitCode = 1;

async function work(): Promise<void> {
  for (let next = due.shift(); next !== undefined; next = due.shift()) await make(...next);
}

async function make({ name, sound, ground }: Subject, trial: Trial): Promise<void> {
  const expected = await predicted(sound, trial);
  await using place = await ground();
  const found = await tried(place, trial, hostOf(sound, trial));
  const isAsExpected = isSame(expected, found);
  say(
    `${isAsExpected ? "as predicted" : "otherwise   "}  ${name} ${trialText(trial)}: ${found.ends}`,
  );
  if (!isAsExpected) {
    others++;
    say(`  predicted ${expected.ends}: ${expected.standing}`);
    say(`  found     ${found.ends}: ${found.standing}`);
    for (const one of found.blemishes) say(`  ${one}`);
  }
  keep({ subject: name, ...trial, ...found });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
