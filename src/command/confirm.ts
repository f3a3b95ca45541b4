/** Asks before something is taken away. */
import { createInterface } from "node:readline/promises";
import { MadeusError } from "../model/code.ts";
import type { ChangeFlags } from "./flags.ts";

/**
 * May it be done? Asks where somebody can answer.
 *
 * @throws MadeusError  `MADEUS_NOT_CONFIRMED` where nobody can
 */
export async function confirmed(question: string, { yes, input }: ChangeFlags): Promise<boolean> {
  if (yes === true) return true;
  const isAnybodyThere = process.stdin.isTTY && process.stderr.isTTY && !process.env["CI"];
  if (!isAnybodyThere || input === false)
    throw new MadeusError("MADEUS_NOT_CONFIRMED", `${question} Nobody can be asked here.`, {
      hint: "Say yes beforehand: --yes",
    });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const unasked = new AbortController();
    terminal.on("SIGINT", () => unasked.abort()).on("close", () => unasked.abort());
    const answer = await terminal.question(`${question} [y/N] `, { signal: unasked.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
    return false;
  } finally {
    terminal.close();
  }
}
