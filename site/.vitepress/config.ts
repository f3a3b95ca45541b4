/** How the site is built: everything that it needs is in it, and a link that leads nowhere is an error. */
import { defineConfig } from "vitepress";
import { slugOf } from "../../test/documents/document.ts";
import { groups } from "../navigation.ts";

const first = (title: string): string =>
  `/${groups.find((group) => group.title === title)?.pages[0]?.name ?? ""}`;

export default defineConfig({
  title: "Madeus",
  description:
    "Deploys and reconfigures distributed software as fast as its dependencies allow, and proves the deployment before it starts.",
  srcDir: "pages",
  outDir: "dist",
  cacheDir: "../node_modules/.cache/vitepress",
  lang: "en",
  ignoreDeadLinks: false,
  metaChunk: true,
  // The index of the search is one file, which is loaded by who searches.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  head: [["link", { rel: "icon", href: "data:," }]],
  // Headings are linked as on GitHub, where the same documents are read.
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: "github-light", dark: "github-dark" },
    config: ({ core }) => {
      core.ruler.push("madeus", ({ tokens }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          // Braces in documents are Ansible's, never Vue's.
          if (token.type === "code_inline") token.attrSet("v-pre", "");
          // Sources are plain pages, which the script of the site does not know.
          if (/^(\.\.?\/)+source\//.test(token.attrGet("href") ?? ""))
            token.attrSet("target", "_self");
        }
      });
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Tutorial", link: "/tutorial" },
      { text: "Concepts", link: "/concepts" },
      { text: "How to", link: first("Declare") },
      { text: "Reference", link: first("Reference") },
      { text: "Beside others", link: "/comparison" },
    ],
    sidebar: groups.map(({ title, pages }) => ({
      text: title,
      collapsed: false,
      items: pages.map(({ name, title }) => ({ text: title, link: `/${name}` })),
    })),
    docFooter: { prev: "Before", next: "Next" },
    footer: { message: "Apache-2.0" },
  },
});
