/**
 * A file of the repository as a page: its text with colours and numbered lines; of a folder what is in it.
 *
 * These pages need no script, and are not found by the search, which would drown in them.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { createMarkdownRenderer } from "vitepress";
import { addressOf, isSource } from "./address.ts";
import { type Document, filesLinkedFrom } from "./page.ts";

const languages: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".json": "json",
  ".md": "md",
  ".sh": "sh",
  ".yml": "yaml",
};

/** Writes a page for each file that the documents lead to and that is none of them. Call it when the builder has begun: it uses its colours. */
export async function writeSources(documents: readonly Document[], folder: string): Promise<void> {
  const { render } = await createMarkdownRenderer("site");
  const linked = new Set(documents.flatMap(filesLinkedFrom).filter(isSource));
  for (const path of withContents(linked)) {
    const page = join(folder, addressOf(path));
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, statSync(path).isDirectory() ? listOf(path) : textOf(path, render));
  }
}

const withContents = (paths: ReadonlySet<string>): readonly string[] =>
  [...paths]
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      statSync(path).isDirectory()
        ? [path, ...readdirSync(path).map((name) => posix.join(path, name))]
        : [path],
    );

function textOf(path: string, render: (markdown: string) => string): string {
  const language = languages[extname(path)] ?? "txt";
  const text = readFileSync(path, "utf8").trimEnd();
  const html = render(`\`\`\`\`${language}\n${text}\n\`\`\`\`\n`);
  return shell(
    path,
    html.replaceAll(/<button[^>]*><\/button>|<span class="lang">[^<]*<\/span>/g, ""),
  );
}

const listOf = (folder: string): string =>
  shell(
    folder,
    `<ul>${readdirSync(folder)
      .map((name) => `<li><a href="${posix.basename(folder)}/${name}.html">${name}</a></li>`)
      .join("")}</ul>`,
  );

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
<script>if (localStorage.getItem("vitepress-theme-appearance") === "dark") document.documentElement.style.colorScheme = "dark";</script>
<h1>${title}</h1>
${body}
</html>
`;

const style = `
:root { color-scheme: light dark; background: light-dark(#fff, #1b1b1f); }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; font: 14px/1.6 ui-monospace, monospace; color: light-dark(#3c3c43, #dfdfd6); }
h1 { font-size: 1.1rem; overflow-wrap: anywhere; }
a { color: light-dark(#3451b2, #a8b1ff); }
pre { overflow-x: auto; counter-reset: line; }
pre span { color: light-dark(var(--shiki-light), var(--shiki-dark)); }
.line::before { counter-increment: line; content: counter(line); display: inline-block; width: 3em; margin-right: 1.5em; text-align: right; color: light-dark(#929295, #6a6a71); }
`;
