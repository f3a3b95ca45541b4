/** The user's file: imported by Node's own type stripping, its exports told apart by kind. */
import { resolve } from "node:path";
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { isComponent } from "../model/component.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Instruction, type Program, isProgram } from "../model/program.ts";
import { type Settings, declaredSettings, giveSettings } from "../model/setting.ts";
import type { Offer } from "../store/catalog.ts";
import { importFile } from "./import-file.ts";

export interface Loaded {
  /** Absolute. */
  readonly file: string;
  readonly assemblies: ReadonlyMap<string, Assembly>;
  readonly programs: ReadonlyMap<string, Program>;
  /** All that are exported, and all that the programs add. */
  readonly components: readonly Offer[];
  readonly settings: Settings;
}
export const fileDefault = "assembly.ts";

/**
 * @param given  settings as text; each must be one that the file declares
 * @param remembered  settings of an earlier run, for those that are not given
 * @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_SYNTAX`, `MADEUS_FILE_THREW`, `MADEUS_UNKNOWN_SETTING`, `MADEUS_BAD_SETTING`
 */
export async function load(
  path: string = fileDefault,
  given: ReadonlyMap<string, string> = new Map(),
  remembered: Settings = {},
): Promise<Loaded> {
  const file = resolve(path);
  giveSettings(given, remembered);
  const exported = Object.entries(await importFile(file));
  const settings = declaredSettings();
  for (const name of given.keys())
    if (!Object.hasOwn(settings, name)) throw unknownSetting(file, name, Object.keys(settings));
  const programs = exported.flatMap(([name, value]) =>
    isProgram(value) ? [[name, value] as const] : [],
  );
  return {
    file,
    assemblies: new Map(
      exported.flatMap(([name, value]) => (isAssembly(value) ? [[name, value]] : [])),
    ),
    programs: new Map(programs),
    components: [
      ...exported.flatMap(([name, value]) =>
        isComponent(value) ? [{ component: value, name }] : [],
      ),
      ...programs.flatMap(([, { instructions }]) => instructions.flatMap(addedBy)),
    ],
    settings,
  };
}

/** The assembly of a file: the only one, or the one whose export is named. */
export function chooseAssembly(
  { assemblies, file }: Loaded,
  name: string | undefined,
): { readonly name: string; readonly assembly: Assembly } {
  const [first, ...others] = assemblies;
  if (name !== undefined) {
    const assembly = assemblies.get(name);
    if (assembly !== undefined) return { name, assembly };
    throw new MadeusError(
      "MADEUS_NO_ASSEMBLY",
      `${file} exports no assembly called ${quote(name)}.`,
      {
        hint: didYouMean(name, assemblies.keys()) ?? exportOne,
      },
    );
  }
  if (first === undefined)
    throw new MadeusError("MADEUS_NO_ASSEMBLY", `${file} exports no assembly.`, {
      hint: exportOne,
    });
  if (others.length === 0) return { name: first[0], assembly: first[1] };
  throw new MadeusError(
    "MADEUS_SEVERAL_ASSEMBLIES",
    `${file} exports ${assemblies.size} assemblies: ${[...assemblies.keys()].join(", ")}.`,
    { hint: `Say which, after the file: ${first[0]}.` },
  );
}

/**
 * All assemblies and programs that a file exports, or the one that is named.
 *
 * @throws MadeusError  `MADEUS_NO_ASSEMBLY` where there is none, or none of the name
 */
export function declarationsIn(
  { file, assemblies, programs }: Loaded,
  name: string | undefined,
): ReadonlyMap<string, Assembly | Program> {
  const all = new Map<string, Assembly | Program>([...assemblies, ...programs]);
  if (all.size === 0)
    throw new MadeusError("MADEUS_NO_ASSEMBLY", `${file} exports no assembly and no program.`, {
      hint: exportOne,
    });
  if (name === undefined) return all;
  const named = all.get(name);
  if (named !== undefined) return new Map([[name, named]]);
  throw new MadeusError("MADEUS_NO_ASSEMBLY", `${file} exports nothing called ${quote(name)}.`, {
    hint: didYouMean(name, all.keys()),
  });
}

/**
 * The assembly or program that is meant: the one that is named, the only assembly, or the only one of all.
 *
 * @throws MadeusError  `MADEUS_NO_ASSEMBLY`, `MADEUS_SEVERAL_ASSEMBLIES`
 */
export function chooseDeclaration(
  loaded: Loaded,
  name: string | undefined,
): readonly [string, Assembly | Program] {
  const all = declarationsIn(loaded, name);
  const [only, ...others] =
    name === undefined && loaded.assemblies.size > 0 ? loaded.assemblies : all;
  if (only !== undefined && others.length === 0) return only;
  throw new MadeusError(
    "MADEUS_SEVERAL_ASSEMBLIES",
    `${loaded.file} exports ${all.size} assemblies and programs: ${[...all.keys()].join(", ")}.`,
    { hint: `Say which, after the file: ${only?.[0] ?? ""}.` },
  );
}

/** An instance that a program has added is made from what the program adds. */
const addedBy = (one: Instruction): readonly Offer[] =>
  one.op === "add" ? [{ component: one.component, name: one.instance, isOnlyFor: true }] : [];

const exportOne = "Export one: export const site = assembly({ … }).";

const unknownSetting = (file: string, name: string, known: readonly string[]): MadeusError =>
  new MadeusError("MADEUS_UNKNOWN_SETTING", `${file} declares no setting ${quote(name)}.`, {
    hint: didYouMean(name, known) ?? `Declare it there: setting("${name}", String).`,
  });
