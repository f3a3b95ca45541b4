/** Paths in the trees of commits, as they are written on a command line: `assembly/connections/web.database`. */
import type { Path } from "../store/tree.ts";

export const pathOf = (text: string): Path => text.split("/").filter((name) => name !== "");

export const pathText = (path: Path): string => path.join("/");
