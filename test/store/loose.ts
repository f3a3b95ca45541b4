/** Objects as files of a git repository, for git to read. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { encode } from "../../src/store/object.ts";
import type { Objects } from "../../src/store/objects.ts";

/** @param directory  of a bare repository */
export function writeLoose(directory: string, objects: Objects): void {
  for (const id of objects.ids()) {
    const object = objects.get(id);
    if (object === undefined) continue;
    const bytes = encode(object);
    const folder = join(directory, "objects", id.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    const head = Buffer.from(`${object.kind} ${bytes.length}\0`);
    writeFileSync(join(folder, id.slice(2)), deflateSync(Buffer.concat([head, bytes])));
  }
}
