/** Asks before something is taken away. */
import { createInterface } from "node:readline/promises";
import { MadeusError } from "../model/code.ts";
import type { ChangeFlags } from "./flags.ts";

/**
 * May it be done? Asks where somebody can answer.
 *
 * @throws MadeusError  `MADEUS_NOT_CONFIRMED` where nobody can
 */
export async function confirmed(question: string, flags: ChangeFlags): Promise<boolean> {
  ensureAnswered(question, flags);
  if (flags.yes === true) return true;
  return /^y(es)?$/i.test((await answered(`${question} [y/N] `))?.trim() ?? "");
}

/**
 * Will there be an answer when the question is asked later?
 *
 * @throws MadeusError  `MADEUS_NOT_CONFIRMED`
 */
export function ensureAnswered(question: string, flags: ChangeFlags): void {
  if (flags.yes === true || isAnybodyThere(flags)) return;
  throw new MadeusError("MADEUS_NOT_CONFIRMED", `${question} Nobody can be asked here.`, {
    hint: "Say yes beforehand: --yes",
  });
}

export const isAnybodyThere = ({ input }: Pick<ChangeFlags, "input">): boolean =>
  process.stdin.isTTY && process.stderr.isTTY && !process.env["CI"] && input !== false;

/** What somebody at the terminal says; undefined: he left. */
export async function answered(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const unasked = new AbortController();
    terminal.on("SIGINT", () => unasked.abort()).on("close", () => unasked.abort());
    return await terminal.question(question, { signal: unasked.signal });
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
    return undefined;
  } finally {
    terminal.close();
  }
}
