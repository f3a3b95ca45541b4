/** Which state a reading verb is about, and of what in it: `[FILE] [NAME…]`, each of which may be left out. */
import { resolve } from "node:path";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Flags } from "./flags.ts";
import { chooseAssembly, load } from "./load.ts";
import { locate, statesOf } from "./locate.ts";
import { stateDirectory } from "./session.ts";

export interface Target {
  /** Absolute. */
  readonly directory: string;
  readonly names: readonly string[];
}

/** The file is imported only where no state tells what it exports. */
export async function target(args: readonly string[], flags: Flags): Promise<Target> {
  const file = isFile(args[0]) ? args[0] : undefined;
  const names = file === undefined ? args : args.slice(1);
  if (flags.state !== undefined) return { directory: resolve(flags.state), names };
  const states = statesOf(file);
  const exported = states.filter(({ last }) => last.export === names[0]);
  if (states.length > 1 && exported.length === 1)
    return { directory: exported[0]?.directory ?? "", names: names.slice(1) };
  const located = locate({ file }, flags);
  if (located.recorded !== undefined) return { directory: located.recorded.directory, names };
  const { assembly } = chooseAssembly(await load(located.file), undefined);
  return { directory: stateDirectory(located.file, assembly), names };
}

/** A file is known by its ending; names hold no dot before such a word. */
export const isFile = (text: string | undefined): boolean => /\.[cm]?[jt]s$/.test(text ?? "");

/** The number of an instance named on the command line, alone or with one of its places, transitions or ports. */
export function instanceNamed(c: Configuration, text: string): number {
  const dot = text.lastIndexOf(".");
  const number = c.number(text) ?? (dot < 0 ? undefined : c.number(text.slice(0, dot)));
  if (number !== undefined) return number;
  throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no instance ${quote(text)}.`, {
    hint: didYouMean(text, c.numbers.keys()),
  });
}
