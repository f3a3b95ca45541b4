/** What can be exported: a net with its name, and its transitions in words. */
import { basename, extname, resolve } from "node:path";
import type { ExportSource } from "../net/format/export-source.ts";
import { readPnml } from "../net/format/pnml-read.ts";
import type { TraceStep } from "../net/proof/trace-file.ts";
import { placesOf } from "./check-net.ts";
import { readWhole } from "./whole-file.ts";

export interface Exportable {
  /** What the names of all files begin with. */
  readonly name: string;
  readonly source: ExportSource;
  readonly textOf: (transition: number) => string;
  readonly stepsOf: (run: readonly number[]) => readonly TraceStep[];
}

/**
 * A net by itself: no time passes in it.
 *
 * @param goal  names of places, with blanks between them
 * @throws MadeusError  `MADEUS_FILE_FORMAT`; `MADEUS_UNKNOWN_PLACE`
 */
export function exportableNet(path: string, goal = ""): Exportable {
  const file = resolve(path);
  const net = readPnml(file, readWhole(file, "Name a PNML file, as other tools write it."));
  return {
    name: basename(file, extname(file)),
    source: {
      net,
      goal: placesOf(net, goal.split(/\s+/).filter(Boolean)),
      rangeOf: () => undefined,
      properties: [],
    },
    textOf: net.transitionName,
    stepsOf: (run) => run.map((t) => ({ rule: "fire", element: net.transitionName(t) })),
  };
}
