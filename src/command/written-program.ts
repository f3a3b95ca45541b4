/** Which program a command line means: an export of a file, or instructions in a JSON file about the assembly of one. */
import { basename, extname, resolve } from "node:path";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Program } from "../model/program.ts";
import { programFrom } from "../store/program-entry.ts";
import type { FileFlags } from "./flags.ts";
import { type Loaded, chooseAssembly, load } from "./load.ts";
import { locate, onlyStateBeside } from "./locate.ts";
import { stateDirectory } from "./session.ts";
import { readWhole } from "./whole-file.ts";

export interface WrittenProgram {
  readonly loaded: Loaded;
  /** Under which the file exports it, or that of the file of instructions. */
  readonly name: string;
  readonly program: Program;
  /** Where the state of what it changes is. */
  readonly directory: string;
}

/**
 * Under the settings of the last run, where no others are given.
 *
 * @param name  of an export, or a path that ends in `.json`
 * @throws MadeusError  `MADEUS_NO_PROGRAM`, `MADEUS_SEVERAL_PROGRAMS`; what `load` and `programFrom` throw
 */
export async function writtenProgram(
  file: string | undefined,
  name: string | undefined,
  flags: FileFlags,
): Promise<WrittenProgram> {
  const located = locate({ file }, flags);
  const recorded = located.recorded ?? onlyStateBeside(located.file);
  const loaded = await load(located.file, flags.set, recorded?.last.settings);
  const [chosen, program] =
    name !== undefined && extname(name) === ".json"
      ? [basename(name, ".json"), readProgram(loaded, name)]
      : chooseProgram(loaded, name);
  const directory = stateDirectory(loaded.file, program.from, flags.state);
  return { loaded, name: chosen, program, directory };
}

function readProgram(loaded: Loaded, path: string): Program {
  const file = resolve(path);
  const text = readWhole(file, 'It holds instructions: [{ "op": "wait", "instances": [] }].');
  const { assembly } = chooseAssembly(loaded, undefined);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    const what = `${file} is not JSON: ${(cause as Error).message}.`;
    throw new MadeusError("MADEUS_FILE_FORMAT", what, { cause });
  }
  return programFrom(
    assembly,
    read,
    loaded.components.map(({ component }) => component),
  );
}

function chooseProgram(
  { programs, file }: Loaded,
  name: string | undefined,
): readonly [string, Program] {
  const [only, ...others] = name === undefined ? programs : [];
  if (only !== undefined && others.length === 0) return only;
  const named = name === undefined ? undefined : programs.get(name);
  if (name !== undefined && named !== undefined) return [name, named];
  if (programs.size === 0 || name !== undefined)
    throw new MadeusError(
      "MADEUS_NO_PROGRAM",
      `${file} exports no program${name === undefined ? "" : ` called ${quote(name)}`}.`,
      {
        hint:
          (name === undefined ? undefined : didYouMean(name, programs.keys())) ??
          "Export one: export const swap = reconfigure(site)….",
      },
    );
  throw new MadeusError(
    "MADEUS_SEVERAL_PROGRAMS",
    `${file} exports ${programs.size} programs: ${[...programs.keys()].join(", ")}.`,
    { hint: `Say which: --program ${only?.[0] ?? ""}.` },
  );
}
