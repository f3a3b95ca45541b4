/** Files of an inventory, read whole. */
import { readFileSync } from "node:fs";
import { MadeusError } from "../model/code.ts";
import type { Position } from "../model/position.ts";

/**
 * @param at  where the file is named
 * @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_UNREADABLE`
 */
export function readText(file: string, at?: Position): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new MadeusError("MADEUS_FILE_MISSING", `There is no inventory ${file}.`, {
        at,
        hint: "A path is taken from the directory of the file that names it.",
        cause: error,
      });
    throw new MadeusError("MADEUS_FILE_UNREADABLE", `${file} cannot be read: ${message}.`, {
      at,
      cause: error,
    });
  }
}
