/** Which Madeus this is. */
import { readFileSync } from "node:fs";

const manifest = new URL("../../package.json", import.meta.url);
export const version: string = (
  JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }
).version;

/** Of the JSON lines: a reader that knows 1.x understands every 1.y, and leaves out what it does not know. */
export const eventsVersion = "1.0";
