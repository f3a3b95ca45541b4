/**
 * The layers of `src/`: a folder imports itself and the folders of the lines above it, never a sibling and never what stands below.
 *
 * The files directly in `src/` bring things together; nobody imports them.
 */
import { posix } from "node:path";
import { type Breach, type Source, breach, importsOf } from "./source.ts";

const layers: readonly (readonly string[])[] = [
  ["model"],
  ["semantics"],
  ["net", "store", "placement", "network", "membership"],
  ["engine"],
  ["host", "actions", "inventory", "show"],
  ["command", "page"],
];

/** What runs in a browser has no hosts, though they stand above it. */
const never: Readonly<Record<string, readonly string[]>> = {
  page: ["host", "actions", "inventory"],
};

/** Imports against the order of the layers. */
export function layerBreaches(source: Source): readonly Breach[] {
  const from = folderOf(source.path);
  if (from !== undefined && layerOf(from) < 0) {
    return [breach(source, undefined, `is in the folder ${from}, which is in no layer`)];
  }
  return importsOf(source)
    .filter(({ specifier }) => specifier.startsWith("."))
    .flatMap(({ specifier, at }) => {
      const path = posix.join(posix.dirname(source.path), specifier);
      const to = folderOf(path);
      return mayImport(from, to)
        ? []
        : [breach(source, at, `${from ?? "src"} must not import ${path}`)];
    });
}

const mayImport = (from: string | undefined, to: string | undefined): boolean =>
  from === undefined ||
  (to !== undefined &&
    never[from]?.includes(to) !== true &&
    (from === to || layerOf(to) < layerOf(from)));

const layerOf = (folder: string): number => layers.findIndex((layer) => layer.includes(folder));

/** The folder in `src/`; undefined for a file that stands directly in it. */
const folderOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
