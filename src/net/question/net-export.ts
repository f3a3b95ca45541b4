/** The net of a deployment or a program, as it is written for other tools: that of its proof, with how long its actions take. */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import type { Program } from "../../model/program.ts";
import { actionRange } from "../proof/expectation.ts";
import type { ExportSource } from "../format/export-source.ts";
import { type ExportFormat, type ExportedFile, exportFormats } from "../format/export.ts";
import { type RangeOf, declaredRange } from "../proof/extent.ts";
import { caseOf } from "../proof/case.ts";
import type { Translation } from "../translate/translate.ts";

export interface NetExportOptions {
  /** What the names of all files begin with; by default the name of the assembly. */
  readonly name?: string;
  /** How long transitions take; by their declarations, if not given. */
  readonly rangeOf?: RangeOf;
}

/**
 * The files of a format, each in pieces to be read once. A program begins where its deployment ends.
 *
 * @throws MadeusError  with all findings, where the declaration is not well-formed; MADEUS_UNDECIDED where it has no net, or a program has
 *   not one begin; MADEUS_NOT_EXPORTABLE where the format cannot say it
 */
export function exportNet(
  declared: Assembly | Program,
  format: ExportFormat,
  { name, rangeOf = declaredRange }: NetExportOptions = {},
): readonly ExportedFile[] {
  const assembly = isAssembly(declared) ? declared : declared.from;
  const names = { name: name ?? assembly.name, rangeOf };
  return exportFormats[format].filesOf(names.name, sourceOf(translationOf(declared), names));
}

/** The net alone is asked for, so that one state is enough. @throws MadeusError  as `exportNet` */
export const translationOf = (declared: Assembly | Program): Translation =>
  caseOf(declared, { statesMax: 1 }).translation;

/** @param name  what the net is called */
export const sourceOf = (
  translation: Translation,
  { name, rangeOf }: Required<NetExportOptions>,
): ExportSource => ({
  net: { ...translation.net, name },
  goal: translation.goal,
  rangeOf: (transition) => actionRange(translation, rangeOf, transition),
  properties: [],
});
