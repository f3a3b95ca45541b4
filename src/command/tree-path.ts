/** Paths in the trees of commits, as they are written on a command line: `assembly/connections/web.database`. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { keptCommit } from "../store/history.ts";
import { type Path, Tree } from "../store/tree.ts";
import { type Archive, commitNamed } from "./commit-name.ts";

export const pathOf = (text: string): Path => text.split("/").filter((name) => name !== "");

export const pathText = (path: Path): string => path.join("/");

/** Nothing ever stood there; the nearest is named of what stands in the same directory, as far as there is one. */
export function unknownPath(archive: Archive, written: string): MadeusError {
  const { objects, branches } = archive.store;
  const text = `No commit here has changed ${quote(written)}.`;
  if (branches.find(written) !== undefined)
    return new MadeusError("MADEUS_UNKNOWN_PATH", text, {
      hint: `It is a branch. Its commits: madeus checkout ${written}, or madeus history --all.`,
    });
  const head = keptCommit(objects, commitNamed(archive, "HEAD"));
  const tree = head === undefined ? Tree.empty : Tree.at(objects, head.tree);
  const ofInstance = ["assembly/instances", "configuration"].map((part) => `${part}/${written}`);
  if (ofInstance.some((path) => tree.entry(pathOf(path)) !== undefined))
    return new MadeusError("MADEUS_UNKNOWN_PATH", text, {
      hint: `It is an instance: ${ofInstance[1]} is how it stands, ${ofInstance[0]} what it is.`,
    });
  const above = pathOf(written).slice(0, -1);
  const beside = tree.list(above).map(({ name }) => pathText([...above, name]));
  return new MadeusError("MADEUS_UNKNOWN_PATH", text, {
    hint: didYouMean(written, beside) ?? "madeus show --verbose prints the paths.",
  });
}
