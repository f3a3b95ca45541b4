/** Connections in a row, each new; `npm run connections` makes a thousand. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("connections by ssh2 need no machine code of its own, one after another", async () => {
  const script = fileURLToPath(new URL("connections.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-addons", script, "12"]);
  expect(stdout).toMatch(/^12 of 12 on Node .*, machine code of ssh2 not loaded/);
});
