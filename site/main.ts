/**
 * The documentation site: `npm run site` builds it into `site/dist`, `npm run site:dev` shows it and follows the documents.
 *
 * Arguments: `dev`, or `build` with `--base /path/` where the site is not at the root of its host, and `--out FOLDER`.
 */
import { rmSync } from "node:fs";
import { watch } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, createServer } from "vitepress";
import { writeTexts } from "./llms.ts";
import { writeSources } from "./source-page.ts";
import { pagesFolder, stage } from "./stage.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "/" },
    out: { type: "string", default: "site/dist" },
  },
});

rmSync(pagesFolder, { recursive: true, force: true });
if (positionals[0] === "dev") await develop();
else await buildSite();

async function buildSite(): Promise<void> {
  const documents = stage();
  await build("site", { base: values.base, outDir: resolve(values.out) });
  await writeSources(documents, values.out);
  writeTexts(documents, values.out);
}

async function develop(): Promise<void> {
  const documents = stage();
  const server = await createServer("site", { host: "127.0.0.1" });
  await writeSources(documents, join(pagesFolder, "public"));
  await server.listen();
  server.printUrls();
  for await (const { filename } of watch("docs")) if (filename !== null) stage();
}
