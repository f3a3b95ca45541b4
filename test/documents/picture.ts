/**
 * The pictures of the documents, each with the command line that draws it: `docs/pictures/pictures.json`, where FILE stands for the
 * picture. `npm run pictures` draws them anew; a test compares them with what is there.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = "docs/pictures";

/** Path of a picture → the arguments of `madeus` that draw it; or `node` with those of a script. */
export function pictures(): ReadonlyMap<string, string> {
  const listed = JSON.parse(readFileSync(join(folder, "pictures.json"), "utf8")) as object;
  return new Map(Object.entries(listed).map(([name, line]) => [join(folder, name), String(line)]));
}

/** Draws a picture at `path`. @throws Error  with what the command said */
export function draw(line: string, path: string): void {
  const words = line.split(" ").map((word) => (word === "FILE" ? path : word));
  const args = words[0] === "node" ? words.slice(1) : ["src/cli.ts", ...words];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${line} ends with ${status}:\n${stderr}`);
}

/** The picture as the command draws it now. */
export function drawnNow(line: string): string {
  const directory = mkdtempSync(join(tmpdir(), "madeus-picture-"));
  try {
    const path = join(directory, "picture.svg");
    draw(line, path);
    return readFileSync(path, "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.main) for (const [path, line] of pictures()) draw(line, path);
