/** Writes a file so that nobody ever reads half of it. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { MadeusError } from "../model/code.ts";

/** @throws MadeusError  `MADEUS_FILE_UNWRITABLE`; then the file is as it was before */
export function writeWhole(path: string, text: string): void {
  const file = resolve(path);
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    const what = (cause as NodeJS.ErrnoException).message;
    throw new MadeusError("MADEUS_FILE_UNWRITABLE", `${file} cannot be written: ${what}.`, {
      cause,
    });
  }
}
