/** Which state a reading command is about: the one named by `--state`, or the one of the assembly that a file exports. */
import { MadeusError } from "../model/code.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Flags } from "./flags.ts";
import { chooseAssembly, load } from "./load.ts";
import { stateDirectory } from "./session.ts";

export interface Target {
  readonly directory: string;
  /** As given; needed where actions or probes are to run. */
  readonly file: string | undefined;
  readonly names: readonly string[];
}

/** Arguments are `[file] [name …]`; a file is known by its ending. */
export async function target(args: readonly string[], flags: Flags): Promise<Target> {
  const hasFile = /\.[cm]?[jt]s$/.test(args[0] ?? "");
  const file = hasFile ? args[0] : undefined;
  const names = hasFile ? args.slice(1) : args;
  if (flags.state !== undefined) return { directory: flags.state, file, names };
  const loaded = await load(file);
  const named = names.length > 0 && loaded.assemblies.has(names[0] ?? "") && loaded.assemblies.size > 1;
  const { assembly } = chooseAssembly(loaded, named ? names[0] : undefined);
  return { directory: stateDirectory(loaded.file, assembly, undefined), file: loaded.file, names: named ? names.slice(1) : names };
}

/** The number of an instance named on the command line, alone or with one of its places, transitions or ports. */
export function instanceNamed(c: Configuration, text: string): number {
  const dot = text.lastIndexOf(".");
  const number = c.number(text) ?? (dot < 0 ? undefined : c.number(text.slice(0, dot)));
  if (number === undefined)
    throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no instance "${text}".`, { hint: didYouMean(text, c.numbers.keys()) });
  return number;
}
