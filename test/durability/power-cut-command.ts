/**
 * `npm run power-cut -- [CUTS]`: a guest of qemu commits to a state, its power is cut, and its disk is looked at; again and again, on the
 * same disk. Once with `--durable`, where nothing that it had acknowledged may be lost, and once without.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Machine, machineIn, onDisk, start } from "./guest.ts";
import { testimony } from "./witness.ts";

const [cuts = 20] = process.argv.slice(2).map(Number);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const linesMax = 200;

const directory = mkdtempSync(join(tmpdir(), "madeus-power-cut-"));
try {
  for (const mode of ["durable", "fast"] as const) {
    const machine = machineIn(join(directory, mode));
    const acknowledged: string[] = [];
    let [lost, unsound] = [0, 0];
    for (let cut = 1; cut <= cuts; cut += 1) {
      acknowledged.push(...(await lifeOf(machine, mode, (cut * 37) % linesMax)));
      const { faults } = onDisk(machine, (data) => testimony(data, acknowledged));
      const gone = faults.filter((fault) => fault.endsWith(" is lost"));
      lost += gone.length;
      unsound += faults.length - gone.length;
      for (const fault of faults.slice(0, 3)) say(`  ${mode}, cut ${cut}: ${fault}`);
      // What is lost once is not counted again.
      for (const fault of gone)
        acknowledged.splice(acknowledged.indexOf(fault.slice(0, -" is lost".length)), 1);
    }
    say(
      `${mode}: ${cuts} cuts, ${acknowledged.length + lost} acknowledged, ${lost} lost, ${unsound} findings`,
    );
    if (unsound > 0 || (mode === "durable" && lost > 0)) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** What it says until its power is cut, some time after so many lines. */
async function lifeOf(
  machine: Machine,
  mode: "durable" | "fast",
  lines: number,
): Promise<readonly string[]> {
  const guest = start(machine, mode);
  const said: string[] = [];
  try {
    while (said.length <= lines) {
      const line = await guest.line();
      if (line === undefined || line.startsWith("refused")) throw new Error(`the guest: ${line}`);
      said.push(line);
    }
  } finally {
    said.push(...(await guest.cut()));
  }
  return said.filter((line) => /^(record \d+|head main [0-9a-f]{40})$/.test(line));
}
