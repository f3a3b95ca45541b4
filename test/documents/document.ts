/**
 * A Markdown document as the tests read it: its fenced blocks, its links and its headings.
 *
 * The first word after the fence is the language, the words after it say more: `ts assembly.ts` names the file that the block is,
 * so that later blocks of the document can import it; `ts wrong` is an example that must not compile.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";

export interface Document {
  readonly path: string;
  readonly text: string;
}

export interface Block {
  readonly path: string;
  /** The line of the fence; the first line of the block is the next one. */
  readonly line: number;
  readonly language: string;
  readonly note: string;
  readonly text: string;
}

/** What a reader of the repository reads. */
export function documents(): readonly Document[] {
  const pages = existsSync("docs")
    ? readdirSync("docs", { recursive: true, encoding: "utf8" })
    : [];
  return ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    .concat(pages.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`))
    .filter((path) => existsSync(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

export function blocksOf({ path, text }: Document): readonly Block[] {
  const fence = /^```(\S+)?[ \t]*(.*)\n([\s\S]*?)^```[ \t]*$/gm;
  return [...text.matchAll(fence)].map((found) => ({
    path,
    line: text.slice(0, found.index).split("\n").length,
    language: found[1] ?? "",
    note: (found[2] ?? "").trim(),
    text: found[3] ?? "",
  }));
}

/** The targets of the links and pictures of the document, without those that leave the repository. */
export function linksOf(document: Document): readonly string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map((found) => found[1] ?? "")
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The names of code that link to a source, written `` [`fire`](src/semantics/rule.ts) ``. */
export function namesLinkedIn(
  document: Document,
): readonly { readonly name: string; readonly target: string }[] {
  return [...proseOf(document).matchAll(/\[`([^`]+)`\]\(([^)\s]+\.ts)\)/g)].map((found) => ({
    name: found[1] ?? "",
    target: found[2] ?? "",
  }));
}

/** The files of the repository that the prose names, written `` `src/model/port.ts` ``. */
export function filesNamedIn(document: Document): readonly string[] {
  const named = /`((?:src|test|bench|assemblies|docs)\/[\w./-]+\.\w+)`/g;
  return [...proseOf(document).matchAll(named)].map((found) => found[1] ?? "");
}

/** The names that links to headings of the document use, as GitHub makes them. */
export function anchorsOf(document: Document): readonly string[] {
  return [...proseOf(document).matchAll(/^#+ +(.+)$/gm)].map((found) => slugOf(found[1] ?? ""));
}

/** The name of a heading, as GitHub makes it; the site makes them so, too. */
export const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

const proseOf = ({ text }: Document): string => text.replaceAll(/^```[\s\S]*?^```[ \t]*$/gm, "");
