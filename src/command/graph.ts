/** `madeus graph`: what is declared, or what is on record with its tokens, as a picture in text. */
import { withParts } from "../engine/part.ts";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { wellFormed } from "../model/check.ts";
import { MadeusError } from "../model/code.ts";
import { refuseErrors } from "../model/finding.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Collapse, type Graph, fittingCollapse, graphOf } from "../show/graph.ts";
import { type Format, formats, picture } from "../show/picture.ts";
import { type Site, partOfSite, siteOfAssembly, siteOfConfiguration } from "../show/site.ts";
import type { View } from "../show/svg-picture.ts";
import type { GraphEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { chooseAssembly, load } from "./load.ts";
import { paint } from "./output.ts";
import { openSession } from "./session.ts";
import { isFile, target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";
import { writeWhole } from "./whole-file.ts";

interface GraphFlags extends FileFlags {
  readonly format?: Format;
  readonly out?: string;
  readonly view?: View;
  readonly marking?: boolean;
  readonly collapse: Collapse | "auto";
}

export const graphVerb: Verb<GraphFlags, "graph"> = {
  name: "graph",
  summary: "draw an assembly, or the lifecycles of its components",
  args: {
    "[file|export|instance...]":
      "the file (default: assembly.ts), which assembly where it exports several, and instances to draw alone",
  },
  flags: (command) => withGraphFlags(withFileFlags(command)),
  examples: {
    "madeus graph > site.svg": "what ./assembly.ts exports",
    "madeus graph site.ts db --out db.svg": "the lifecycle of db",
    "madeus graph site.ts --marking": "what is deployed, with its tokens",
    "madeus graph site.ts --format mermaid": "for a page on GitHub",
    "madeus graph farm.ts --collapse host": "a box for each host",
  },
  notes: [
    "An SVG is light or dark as its reader's system is; its text can be selected, and points have tooltips.",
    "With --marking the record alone is read: what is not deployed yet is not in the picture.",
  ],
  perform: draw,
};

const withGraphFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--format <name>",
        "what it is written in (default: by the ending of --out, else svg)",
      ).choices(formats),
    )
    .option("--out <file>", "write the picture there (default: stdout)")
    .addOption(
      new Option(
        "--view <name>",
        "boxes, ports and connections, or lifecycles, too (default: lifecycle of up to 12 instances and of those named, else assembly)",
      ).choices(["assembly", "lifecycle"]),
    )
    .option("--marking", "draw what is on record, with its tokens")
    .addOption(
      new Option(
        "--collapse <by>",
        "draw all instances of a type, or on a host, as one box; auto: of a type where there are more than 40 instances",
      )
        .choices(["none", "type", "host", "auto"])
        .default("auto"),
    );

async function draw({ args, flags, to }: Call<GraphFlags>): Promise<GraphEnding> {
  if (process.stdout.isTTY && !to.json) ensureReadable(flags);
  const { site, names } = await (flags.marking === true
    ? recorded(args, flags)
    : declared(args, flags));
  if (site.instances.length === 0)
    throw new MadeusError("MADEUS_NO_STATE", "Nothing is deployed, so there is nothing to draw.", {
      hint: "Without --marking what is declared is drawn.",
    });
  const part = names.length === 0 ? site : partOfSite(site, known(site, names));
  const view = flags.view ?? fittingView(part, names, flags);
  const graph = graphOf(part, collapseOf(part, view, flags));
  ensureLegible(graph);
  const format = flags.format ?? formatOf(flags.out);
  const text = picture(graph, view, format);
  const { instances, connections } = graph;
  const counts = { boxes: graph.boxes.length, links: graph.links.length, instances, connections };
  const ending = { outcome: "done", exitCode: exit.done, format, view, ...counts } as const;
  if (flags.out === undefined) {
    to.result(text.trimEnd());
    return { ...ending, picture: text };
  }
  const file = resolve(flags.out);
  writeWhole(file, text);
  to.progress(
    `${paint.bold(file)}: ${counted(counts.boxes, "box", "boxes")}, ${counted(counts.links, "link", "links")}`,
  );
  return { ...ending, file };
}

/** Whoever asks for a format is given it. */
function ensureReadable({ out, format }: GraphFlags): void {
  if (out !== undefined || format !== undefined) return;
  throw new MadeusError("MADEUS_USAGE", "An SVG is nothing to read on a terminal.", {
    hint: "Write it into a file: madeus graph --out graph.svg. Or as text: --format mermaid.",
  });
}

const counted = (n: number, one: string, several: string): string =>
  `${n} ${n === 1 ? one : several}`;

interface Drawable {
  readonly site: Site;
  /** Of the instances to draw; none: all. */
  readonly names: readonly string[];
}

/** As `deploy` would see it. */
async function declared(args: readonly string[], flags: GraphFlags): Promise<Drawable> {
  const [first] = args;
  const isNamed = isFile(first);
  const [name, ...others] = isNamed ? args.slice(1) : args;
  const loaded = await load(isNamed ? first : undefined, flags.set);
  const isExport = name !== undefined && loaded.assemblies.has(name);
  const { assembly } = chooseAssembly(loaded, isExport ? name : undefined);
  refuseErrors(wellFormed(assembly));
  const names = name === undefined || isExport ? others : [name, ...others];
  return { site: siteOfAssembly(assembly), names };
}

async function recorded(args: readonly string[], flags: GraphFlags): Promise<Drawable> {
  const { directory, names } = await target(args, flags);
  const session = openSession({ directory, mode: "read" });
  try {
    const { last } = session;
    const instances = names[0] === last?.export ? names.slice(1) : names;
    const name = last?.assembly ?? "";
    const { configuration, on } = withParts(session.state);
    return { site: siteOfConfiguration(name, configuration, on), names: instances };
  } finally {
    session.close();
  }
}

function known({ instances }: Site, names: readonly string[]): ReadonlySet<string> {
  const all = new Set(instances.map(({ name }) => name));
  for (const name of names)
    if (!all.has(name))
      throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no instance ${quote(name)}.`, {
        hint: didYouMean(name, all),
      });
  return new Set(names);
}

const fittingView = (
  { instances }: Site,
  names: readonly string[],
  { collapse }: GraphFlags,
): View =>
  (instances.length <= 12 || names.length > 0) && collapse !== "host" ? "lifecycle" : "assembly";

function collapseOf(site: Site, view: View, { collapse }: GraphFlags): Collapse {
  if (collapse === "host" && view === "lifecycle")
    throw new MadeusError("MADEUS_USAGE", "A host has no lifecycle to draw.", {
      hint: "Take --view assembly, or --collapse type.",
    });
  return collapse === "auto" ? fittingCollapse(site) : collapse;
}

function ensureLegible({ boxes, links, collapse }: Graph): void {
  if (boxes.length <= boxesMax && links.length <= linksMax) return;
  const what = `${boxes.length} boxes and ${links.length} links`;
  throw new MadeusError("MADEUS_USAGE", `A picture of ${what} cannot be read.`, {
    hint: `Name the instances to draw${collapse === "type" ? "" : ", or take --collapse type"}.`,
  });
}
const boxesMax = 2000;
const linksMax = 20_000;

/** By its ending. */
function formatOf(out: string | undefined): Format {
  if (out === undefined || /\.svg$/i.test(out)) return "svg";
  if (/\.(dot|gv)$/i.test(out)) return "dot";
  if (/\.(mmd|mermaid)$/i.test(out)) return "mermaid";
  throw new MadeusError("MADEUS_USAGE", `The ending of ${quote(out)} says no format.`, {
    hint: "Let it end in .svg, .dot or .mmd, or say --format.",
  });
}
