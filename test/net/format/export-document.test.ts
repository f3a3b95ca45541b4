/** `docs/export.md` says of every format what `export.ts` says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exportFormats } from "../../../src/net/format/export.ts";

const document = readFileSync("docs/export.md", "utf8");

test("the table of formats is that of the program", () => {
  const rows = Object.entries(exportFormats).map(([name, { text, tools, verifiedBy }]) => {
    const verified =
      verifiedBy === undefined ? "not verified by its tool" : `verified by ${verifiedBy}`;
    return `| \`${name}\` | ${text} | ${tools} | ${verified} |`;
  });
  expect(document).toContain(`|---|---|---|---|\n${rows.join("\n")}\n\n`);
});
