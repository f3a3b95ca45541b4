/** How the page of `madeus ui` and `madeus report --html` is built: one script, one style sheet, one worker, nothing from elsewhere. */
import { fileURLToPath } from "node:url";
import { type Plugin, defineConfig } from "vite";

const page = (path: string): string =>
  fileURLToPath(new URL(`./src/page/${path}`, import.meta.url));

/** Vite would put something empty in the place of what Node alone has. */
const withoutNode: Plugin = {
  name: "without-node",
  enforce: "pre",
  resolveId(source, importer) {
    if (source.startsWith("node:"))
      throw new Error(`${importer ?? "the page"} imports ${source}, which no browser has`);
  },
};

export default defineConfig({
  root: page(""),
  // Files refer to each other by their names alone, wherever the page is opened from.
  base: "./",
  publicDir: false,
  plugins: [withoutNode],
  resolve: { alias: [{ find: "node:crypto", replacement: page("browser-hash.ts") }] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: {
    format: "iife",
    rolldownOptions: { output: { entryFileNames: "layout.js" } },
  },
  build: {
    outDir: fileURLToPath(new URL("./dist/ui", import.meta.url)),
    emptyOutDir: true,
    target: "es2024",
    modulePreload: false,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { entryFileNames: "page.js", assetFileNames: "page[extname]" },
    },
  },
});
