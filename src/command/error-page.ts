/** `madeus help errors [CODE]`: what a code means, what to do about it, and how a command ends that gives it. */
import { type Code, MadeusError, codes } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { exitMeanings, exitOf } from "./exit.ts";
import { paint } from "./output.ts";
import { remedies } from "./remedy.ts";

/**
 * @param named  a code, in any case and with its `MADEUS_` or without; undefined: all of them, a line each
 * @throws MadeusError  `MADEUS_USAGE` where there is no such code
 */
export function errorPage(named: string | undefined): readonly string[] {
  if (named === undefined) return all.map((code) => `${code.padEnd(width)}  ${codes[code]}`);
  const code = codeNamed(named);
  return [
    `${paint.red(code)}: ${codes[code]}`,
    "",
    remedies[code],
    "",
    `Where a command ends with it, its exit code is ${exitOf(code)}: ${exitMeanings[exitOf(code)]}.`,
  ];
}

const all = Object.keys(codes) as readonly Code[];
const width = Math.max(...all.map((code) => code.length));

function codeNamed(text: string): Code {
  const upper = text.toUpperCase().replaceAll("-", "_");
  const code = all.find((one) => one === upper || one === `MADEUS_${upper}`);
  if (code !== undefined) return code;
  throw new MadeusError("MADEUS_USAGE", `There is no code ${quote(text)}.`, {
    hint:
      didYouMean(upper.replace(/^(MADEUS_)?/, "MADEUS_"), all) ?? "madeus help errors lists all",
  });
}
