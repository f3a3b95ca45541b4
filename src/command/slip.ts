/** Slips on a command line, told with what may have been meant. */
import { type Code, MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";

/** What cannot be understood. */
export const usage = (text: string, hint: string): MadeusError =>
  new MadeusError("MADEUS_USAGE", text, { hint });

/** The names of a command line where there are no more than it takes. */
export function atMost(count: number, names: readonly string[]): readonly string[] {
  const surplus = names[count];
  if (surplus === undefined) return names;
  throw usage(`${quote(surplus)} is one argument too many.`, "With --help it says which it takes.");
}

/** A flag names what is not there. */
export const unknown = (
  code: Code,
  flag: string,
  name: string,
  known: readonly string[],
): MadeusError =>
  new MadeusError(code, `${flag} names ${quote(name)}, which is not there.`, {
    hint: didYouMean(name, known) ?? example(known),
  });

/** Of many names none of which is meant for sure. */
const example = ([one]: readonly string[]): string | undefined =>
  one === undefined ? undefined : `Write it as in ${quote(one)}.`;
