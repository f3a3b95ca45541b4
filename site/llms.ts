/**
 * The site for readers that are programs: each page as Markdown beside its HTML, `llms.txt` that lists them, and `llms-full.txt` that
 * holds them all (llmstxt.org).
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { addressOf } from "./address.ts";
import { groups } from "./navigation.ts";
import { type Document, pageOf } from "./page.ts";

export function writeTexts(documents: readonly Document[], folder: string): void {
  const pages = new Map(
    documents.map((document) => [addressOf(document.path), pageOf(document)] as const),
  );
  for (const [address, text] of pages) {
    mkdirSync(dirname(join(folder, address)), { recursive: true });
    writeFileSync(join(folder, address), text);
  }
  writeFileSync(join(folder, "llms.txt"), listOf(pages));
  writeFileSync(join(folder, "llms-full.txt"), allOf(pages));
}

/** What is Madeus, in the words of its README. */
function introduction(): string {
  const [title, what] = readFileSync("README.md", "utf8").split("\n\n");
  return `${title}\n\n> ${what}`;
}

function listOf(pages: ReadonlyMap<string, string>): string {
  const lists = groups.map(
    ({ title, pages: listed }) =>
      `## ${title}\n\n${listed
        .map(
          (page) =>
            `- [${page.title}](${page.name}.md): ${summaryOf(pages.get(`${page.name}.md`))}`,
        )
        .join("\n")}\n`,
  );
  return [introduction(), ...lists].join("\n\n");
}

const allOf = (pages: ReadonlyMap<string, string>): string =>
  [
    introduction(),
    ...groups.flatMap(({ pages: listed }) =>
      listed.map(({ name }) => (pages.get(`${name}.md`) ?? "").trim()),
    ),
  ].join("\n\n---\n\n");

/** The heading of a page, and the first sentence after it. */
function summaryOf(text = ""): string {
  const prose = text.replaceAll(/^```[^]*?^```$/gm, "").split(/\n\n+/);
  const paragraph = prose.find((part) => /^[\p{L}`[]/u.test(part)) ?? "";
  const sentence = /^[^]*?[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.replaceAll("\n", " ").replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1");
}
