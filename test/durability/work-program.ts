/** The program of a process that is killed: `WORK DIRECTORY [durable]`. Prints each acknowledgement in a line, in one write. */
import { writeSync } from "node:fs";
import { isMadeusError } from "../../src/model/code.ts";
import { type WorkName, workOf } from "./work.ts";

const [name = "", directory = "", durability] = process.argv.slice(2);
const say = (word: string): void => void writeSync(1, `${word}\n`);

try {
  const work = await workOf(name as WorkName);
  await work.act(directory, { say, durable: durability === "durable" });
} catch (error) {
  if (!isMadeusError(error)) throw error;
  say(`refused ${error.code} ${error.message}`);
  process.exitCode = 11;
}
