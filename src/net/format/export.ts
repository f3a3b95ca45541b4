/** The formats that nets are written in, and which files each of them makes. */
import type { ExportSource } from "./export-source.ts";
import { escaped } from "./identifier.ts";
import { lola, lolaFormulas } from "./lola.ts";
import { mcc } from "./mcc.ts";
import { netDot } from "./net-dot.ts";
import { netMermaid } from "./net-mermaid.ts";
import { pnml } from "./pnml.ts";
import { promela } from "./promela.ts";
import { romeo } from "./romeo.ts";
import { smv } from "./smv.ts";
import { tapn, tapnQueries } from "./tapn.ts";
import { tina } from "./tina.ts";

export interface ExportedFile {
  readonly fileName: string;
  /** The text of the file, piece by piece; to be read once. */
  readonly pieces: Iterable<string>;
}

export type ExportFormat =
  | "pnml"
  | "mcc"
  | "tapn"
  | "tina"
  | "lola"
  | "romeo"
  | "promela"
  | "smv"
  | "dot"
  | "mermaid";

interface Format {
  /** What it is, for people. */
  readonly text: string;
  /** The tools that the files are for. */
  readonly tools: string;
  /** The tool that reads the files in the tests; undefined: they are held to the format's grammar only. */
  readonly verifiedBy: string | undefined;
  /** @param name  what the names of all files begin with */
  readonly filesOf: (name: string, source: ExportSource) => readonly ExportedFile[];
}

/** By the names that users give them. */
export const exportFormats: Readonly<Record<ExportFormat, Format>> = {
  pnml: {
    text: "PNML (ISO 15909-2), and its properties as MCC XML",
    tools: "most tools for Petri nets",
    verifiedBy: undefined,
    filesOf: (name, source) => [
      { fileName: `${name}.pnml`, pieces: pnml(source) },
      { fileName: `${name}-mcc.xml`, pieces: mcc(source) },
    ],
  },
  mcc: {
    text: "properties of the PNML, in the XML of the Model Checking Contest",
    tools: "verifypn, ITS-Tools, LoLA, SMPT",
    verifiedBy: undefined,
    filesOf: (name, source) => [{ fileName: `${name}-mcc.xml`, pieces: mcc(source) }],
  },
  tapn: {
    text: "timed-arc net, and a file for each query",
    tools: "verifydtapn of TAPAAL",
    verifiedBy: undefined,
    filesOf: (name, source) => [
      { fileName: `${name}-tapn.xml`, pieces: tapn(source) },
      ...queryFiles(`${name}-tapn`, "q", tapnQueries(source)),
    ],
  },
  tina: {
    text: "time net, `.net`",
    tools: "TINA",
    verifiedBy: undefined,
    filesOf: (name, source) => [{ fileName: `${name}.net`, pieces: tina(source) }],
  },
  lola: {
    text: "net without time, and a file for each formula",
    tools: "LoLA",
    verifiedBy: undefined,
    filesOf: (name, source) => [
      { fileName: `${name}.lola`, pieces: lola(source) },
      ...queryFiles(`${name}-lola`, "formula", lolaFormulas(source)),
    ],
  },
  romeo: {
    text: "time net, XML",
    tools: "Roméo",
    verifiedBy: undefined,
    filesOf: (name, source) => [{ fileName: `${name}-romeo.xml`, pieces: romeo(source) }],
  },
  promela: {
    text: "Promela with LTL",
    tools: "SPIN",
    verifiedBy: "SPIN",
    filesOf: (name, source) => [{ fileName: `${name}.pml`, pieces: promela(source) }],
  },
  smv: {
    text: "SMV with CTL",
    tools: "NuSMV, nuXmv",
    verifiedBy: undefined,
    filesOf: (name, source) => [{ fileName: `${name}.smv`, pieces: smv(source) }],
  },
  dot: {
    text: "the net as a drawing, DOT",
    tools: "Graphviz",
    verifiedBy: "Graphviz",
    filesOf: (name, source) => [{ fileName: `${name}.dot`, pieces: netDot(source) }],
  },
  mermaid: {
    text: "the net as a drawing, Mermaid",
    tools: "GitHub and many wikis",
    verifiedBy: undefined,
    filesOf: (name, source) => [{ fileName: `${name}.mmd`, pieces: netMermaid(source) }],
  },
};

export const isExportFormat = (name: string): name is ExportFormat =>
  Object.hasOwn(exportFormats, name);

const queryFiles = (
  name: string,
  ending: string,
  queries: Iterable<readonly [id: string, pieces: Iterable<string>]>,
): readonly ExportedFile[] =>
  [...queries].map(([id, pieces]) => ({ fileName: `${name}-${escaped(id)}.${ending}`, pieces }));
