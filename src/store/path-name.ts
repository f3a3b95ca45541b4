/** Names of instances and ports as names in a tree: git refuses a few that Madeus allows. */
import { entryNameProblem } from "./object-tree.ts";

/** The name itself, or with a mark before it where git would not have it; no two names become one. */
export const pathName = (name: string): string =>
  name.startsWith(mark) || entryNameProblem(name) !== undefined ? `${mark}${name}` : name;

/** The opposite of `pathName`. */
export const nameIn = (name: string): string =>
  name.startsWith(mark) ? name.slice(mark.length) : name;

const mark = "%";
