/** `madeus export`: the net of a deployment or a program in the formats of other tools; and what SPIN finds in it, in our words. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { isProgram } from "../model/program.ts";
import { exportFormats, type ExportFormat, type ExportedFile } from "../net/format/export.ts";
import { sourceOf, translationOf } from "../net/question/net-export.ts";
import { rangeFrom } from "./duration-range.ts";
import type { ExportEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type DurationFlags, knownDurations, withDurationFlag } from "./expectation.ts";
import { type Exportable, exportableNet } from "./exportable.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { chooseDeclaration, load } from "./load.ts";
import { isNetFile } from "./check-net.ts";
import { type Output, paint } from "./output.ts";
import { usage } from "./slip.ts";
import { stepText } from "../net/proof/step-text.ts";
import { traceSteps } from "../net/proof/trace-file.ts";
import { readSpinTrail } from "../net/format/spin-trail.ts";
import type { Call, Verb } from "./verb.ts";
import { readWhole, writeWhole } from "./whole-file.ts";

interface ExportFlags extends FileFlags, DurationFlags {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly goal?: string;
  readonly trail?: string;
}

export const exportVerb: Verb<ExportFlags, "export"> = {
  name: "export",
  summary: "write the Petri net for other tools, and read what SPIN finds in it",
  args: {
    "[file]":
      "the file that exports assemblies and programs (default: assembly.ts), or a Petri net (.pnml)",
    "[export]": "which of them, where the file exports several",
  },
  flags: (command) => withExportFlags(withDurationFlag(withFileFlags(command))),
  examples: {
    "madeus export site.ts --format promela > site.pml": "for SPIN",
    "madeus export site.ts --format tapn --out nets":
      "a net with its times, and its queries beside it",
    "madeus export site.ts rolling --format dot": "the net of a program, to be drawn by Graphviz",
    "madeus export net.pnml --format smv": "a net of somebody else, for NuSMV",
    "madeus export site.ts --trail trail.txt": "what SPIN has found, by the names of the file",
  },
  notes: [
    "A program's net begins where its deployment ends. Places, transitions and properties keep their names as comments or labels where",
    "a format has none of its own. Timed formats are tapn, tina and romeo; the others leave times out.",
  ],
  perform: exportFile,
};

const withExportFlags = (command: Command): Command =>
  command
    .addOption(
      new Option("--format <format>", "what to write")
        .choices(Object.keys(exportFormats))
        .default("pnml"),
    )
    .option("--out <dir>", "write there (default: to stdout, what is one file)")
    .option(
      "--goal <places>",
      "of a net: places that must hold tokens at the end (default: any end is good)",
    )
    .option("--trail <file>", "instead of writing, read what `spin -t` printed of the Promela");

async function exportFile({
  args: [path, name],
  flags,
  to,
}: Call<ExportFlags>): Promise<ExportEnding> {
  if (flags.trail !== undefined && flags.out !== undefined)
    throw usage("--trail writes no files, so that it takes no --out.", "Leave one of them out.");
  const what = isNetFile(path) ? netOf(path, flags) : await declaredIn(path, name, flags);
  return flags.trail === undefined ? write(what, flags, to) : tellTrail(what, flags.trail, to);
}

function netOf(path: string, { goal, durations }: ExportFlags): Exportable {
  if (durations.length > 0)
    throw usage("--durations is for assemblies and programs, not for nets.", "Leave it out.");
  return exportableNet(path, goal);
}

async function declaredIn(
  path: string | undefined,
  exported: string | undefined,
  flags: ExportFlags,
): Promise<Exportable> {
  if (flags.goal !== undefined)
    throw usage("--goal is for nets: an assembly's goal is known.", "Leave it out.");
  const [exportName, declared] = chooseDeclaration(await load(path, flags.set), exported);
  const rangeOf = rangeFrom(knownDurations(declared, flags));
  const translation = translationOf(declared);
  const name = isProgram(declared) ? `${declared.from.name}-${exportName}` : declared.name;
  return {
    name,
    source: sourceOf(translation, { name, rangeOf }),
    textOf: (transition) => stepText(translation, translation.stepOf(transition)),
    stepsOf: (run) => traceSteps(translation, run),
  };
}

function write(
  { name, source }: Exportable,
  { format, out }: ExportFlags,
  to: Output,
): ExportEnding {
  const files = exportFormats[format].filesOf(name, source);
  const { placeCount: places, transitionCount: transitions } = source.net;
  const ending = { outcome: "done", exitCode: exit.done, format, places, transitions } as const;
  if (out === undefined) return { ...ending, ...print(files, to) };
  makeDirectory(out);
  const paths = files.map(({ fileName, pieces }) => {
    const file = resolve(join(out, fileName));
    writeWhole(file, pieces);
    to.progress(paint.bold(file));
    return file;
  });
  return { ...ending, files: paths };
}

/** What keeps it from being made, the first file that is written says. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch {
    return;
  }
}

/** @throws MadeusError  `MADEUS_USAGE` where it is not one file */
function print([only, ...others]: readonly ExportedFile[], to: Output): { readonly text?: string } {
  if (only === undefined) return {};
  if (others.length > 0) {
    const names = [only, ...others].map(({ fileName }) => fileName);
    throw usage(
      `These are ${names.length} files, ${names.slice(0, 4).join(", ")}${names.length > 4 ? " …" : ""}, and stdout is one.`,
      "Say where they are to be written: --out DIR.",
    );
  }
  if (to.json) return { text: [...only.pieces].join("") };
  let begun = "";
  for (const piece of only.pieces) {
    begun += piece;
    const end = begun.lastIndexOf("\n");
    if (end < printedMin) continue;
    to.result(begun.slice(0, end));
    begun = begun.slice(end + 1);
  }
  if (begun !== "") to.result(begun.replace(/\n$/, ""));
  return {};
}
const printedMin = 2 ** 14;

function tellTrail(
  { source: { net }, textOf, stepsOf }: Exportable,
  path: string,
  to: Output,
): ExportEnding {
  const text = readWhole(path, "Name a file that holds what `spin -t` printed.");
  const { transitions, cycleAt } = readSpinTrail(text, net);
  for (const [k, transition] of transitions.entries()) {
    if (k === cycleAt) to.result("and from here on again and again:");
    to.result(`${String(k + 1).padStart(5)}  ${textOf(transition)}`);
  }
  return {
    outcome: "done",
    exitCode: exit.done,
    places: net.placeCount,
    transitions: net.transitionCount,
    steps: stepsOf(transitions),
    ...(cycleAt !== undefined && { cycleAt }),
  };
}
