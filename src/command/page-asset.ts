/** The files of the page, as the build left them: all there are, so that no other file can be asked for. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MadeusError } from "../model/code.ts";

export type AssetName = "index.html" | "page.js" | "page.css" | "layout.js";
export type Assets = Readonly<Record<AssetName, Buffer>>;

export const assetTypes: Readonly<Record<AssetName, string>> = {
  "index.html": "text/html; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
  "layout.js": "text/javascript; charset=utf-8",
};

/** @throws MadeusError  `MADEUS_FILE_MISSING` where the package was not built */
export function pageAssets(): Assets {
  return {
    "index.html": assetNamed("index.html"),
    "page.js": assetNamed("page.js"),
    "page.css": assetNamed("page.css"),
    "layout.js": assetNamed("layout.js"),
  };
}

/** Beside the built command line, and below `dist` where the sources run. */
function assetNamed(name: AssetName): Buffer {
  for (const folder of ["../ui/", "../../dist/ui/"])
    try {
      return readFileSync(fileURLToPath(new URL(folder + name, import.meta.url)));
    } catch {
      // Told below.
    }
  throw new MadeusError("MADEUS_FILE_MISSING", `The page is not built: ${name} is missing.`, {
    hint: "npm run build makes it.",
  });
}
