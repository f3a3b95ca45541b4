/** What a command line asks to be deployed: which assembly of which file, which part of it, and where its state is. */
import type { Command } from "commander";
import type { Assembly } from "../model/assembly.ts";
import type { Finding } from "../model/code.ts";
import { type Part, partOf } from "../model/part.ts";
import type { FileFlags } from "./flags.ts";
import { type Loaded, chooseAssembly, load } from "./load.ts";
import type { Output } from "./output.ts";
import { tellPart } from "./part.ts";
import { stateDirectory } from "./session.ts";
import { ensureSound } from "./sound.ts";
import { tellFinding } from "./told.ts";

export interface WishFlags extends FileFlags {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly strict?: boolean;
}

export interface Wish {
  readonly loaded: Loaded;
  /** Under which the file exports the assembly. */
  readonly name: string;
  readonly assembly: Assembly;
  readonly part: Part;
  /** Why it could not be told whether it comes to its end; undefined: it does. */
  readonly doubt: Finding | undefined;
  readonly directory: string;
}

export const withWishFlags = (command: Command): Command =>
  command
    .option("--only <instance...>", "deploy these, and all that they need")
    .option("--except <instance...>", "deploy all but these; refused where another one needs them")
    .option("--strict", "take warnings as errors");

/** @throws MadeusError  where the file cannot be read, or the assembly is not sound */
export async function wishOf(
  [path, exported]: readonly string[],
  flags: WishFlags,
  to: Output,
): Promise<Wish> {
  const loaded = await load(path, flags.set);
  const { name, assembly } = chooseAssembly(loaded, exported);
  const { warnings, doubt } = ensureSound(assembly, flags.strict);
  for (const warning of warnings) tellFinding(to, warning);
  if (doubt !== undefined) tellFinding(to, { ...doubt, severity: "warning" });
  const part = partOf(assembly, { only: flags.only ?? [], except: flags.except ?? [] });
  tellPart(to, assembly, part);
  const directory = stateDirectory(loaded.file, assembly, flags.state);
  return { loaded, name, assembly, part, doubt, directory };
}
