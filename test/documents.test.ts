/** The documents are true: their examples compile, their commands exist, their links lead somewhere. */
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { commandLinesOf, mistakeIn } from "./documents/command-line.ts";
import {
  type Document,
  anchorsOf,
  blocksOf,
  documents,
  filesNamedIn,
  linksOf,
  namesLinkedIn,
} from "./documents/document.ts";
import { complaintsAbout } from "./documents/example.ts";

const all = documents();
const examplesIn = (documents: readonly Document[]) =>
  documents.flatMap(blocksOf).filter(({ language }) => language === "ts");

describe("the documents", () => {
  test("show examples that compile, but for those that are wrong on purpose", () => {
    expect(complaintsAbout(examplesIn(all))).toEqual([]);
  });

  test("show command lines that the programs know", () => {
    const commandLines = all.flatMap(blocksOf).flatMap(commandLinesOf);
    expect(commandLines).not.toEqual([]);
    expect(commandLines.flatMap(mistakeIn)).toEqual([]);
  });

  test("link to files and headings that exist", () => {
    expect(all.flatMap(deadLinks)).toEqual([]);
  });

  test("are all found from the README", () => {
    const linked = all.filter(({ path }) => path === "README.md").flatMap(linksOf);
    const pages = all.filter(({ path }) => path.startsWith("docs/")).map(({ path }) => path);
    expect(pages).not.toEqual([]);
    expect(pages.filter((path) => !linked.includes(path))).toEqual([]);
  });

  test("name files that exist", () => {
    const dead = all.flatMap((document) =>
      filesNamedIn(document).filter((path) => !existsSync(path)),
    );
    expect(dead).toEqual([]);
  });

  test("link names of code to sources that have them", () => {
    expect(all.flatMap(strayNames)).toEqual([]);
  });

  test("give the command that runs all tests, and it is the one that is run for every change", () => {
    const command = "npm ci && npm test";
    expect(readFileSync("README.md", "utf8")).toContain(command);
    expect(readFileSync(".ci/run", "utf8")).toContain(command);
  });
});

/** Links of the document that lead nowhere. */
function deadLinks(document: Document): readonly string[] {
  return linksOf(document)
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const path = posix.join(posix.dirname(document.path), file);
      if (file !== "" && !existsSync(path)) return true;
      if (anchor === undefined) return false;
      const target = file === "" ? document : { path, text: readFileSync(path, "utf8") };
      return !anchorsOf(target).includes(anchor);
    })
    .map((link) => `${document.path} links to ${link}`);
}

/** Names of code that are not in the source that they link to. A path is a name of its file. */
function strayNames(document: Document): readonly string[] {
  return namesLinkedIn(document).flatMap(({ name, target }) => {
    const path = posix.join(posix.dirname(document.path), target);
    const known = path.endsWith(name) || (existsSync(path) && nameIn(name, path));
    return known ? [] : [`${document.path} says that ${path} has ${name}`];
  });
}
const nameIn = (name: string, path: string): boolean =>
  new RegExp(`\\b${name}\\b`).test(readFileSync(path, "utf8"));

describe("a document is found out", () => {
  const page = (text: string): Document => ({ path: "docs/page.md", text });

  test("when an example does not compile", () => {
    const wrong = page('text\n\n```ts\nconst port: number = "http";\n```\n');
    expect(complaintsAbout(examplesIn([wrong]))).toEqual([
      expect.stringContaining("docs/page.md/line-3.ts(4,7)"),
    ]);
  });

  test("when an example that is said to be wrong compiles", () => {
    const right = page("```ts wrong\nconst port: number = 80;\n```\n");
    expect(complaintsAbout(examplesIn([right]))).toEqual([
      "docs/page.md:1 compiles, but says that it is wrong",
    ]);
  });

  test("but not when an example imports an earlier one by its name", () => {
    const two = page(
      '```ts port.ts\nexport const port = 80;\n```\n```ts\nimport { port } from "./port.ts";\nport satisfies 80;\n```\n',
    );
    expect(complaintsAbout(examplesIn([two]))).toEqual([]);
  });

  test("when a command line names a script that does not exist", () => {
    const lines = blocksOf(page("```sh\nnpm ci && npm run nothing\n```\n")).flatMap(commandLinesOf);
    expect(lines.flatMap(mistakeIn)).toEqual(["docs/page.md:2 npm knows no script nothing"]);
  });

  test("when a session names a verb or a flag that does not exist", () => {
    const session =
      "```console\n$ npx madeus nothing\n$ madeus deploy --nothing\nnpm nothing\n```\n";
    expect(blocksOf(page(session)).flatMap(commandLinesOf).flatMap(mistakeIn)).toEqual([
      "docs/page.md:2 madeus knows no verb nothing",
      "docs/page.md:3 madeus deploy knows no --nothing",
    ]);
  });

  test("when it links a name of code to a source that does not have it", () => {
    const stray = page("[`deploy`](../src/index.ts) [`gone`](../src/index.ts)");
    expect(strayNames(stray)).toEqual(["docs/page.md says that src/index.ts has gone"]);
  });

  test.each(["[gone](gone.md)", "[gone](#gone)", "![gone](../gone.svg)", "[x](../README.md#gone)"])(
    "when it holds the dead link %s",
    (link) => {
      expect(deadLinks(page(`# Page\n${link}\n`))).toHaveLength(1);
    },
  );

  test("but not for links to its own headings and to other sites", () => {
    const text =
      "# What it `is`, in short\n[1](#what-it-is-in-short) [2](https://example.org/gone)";
    expect(deadLinks({ path: "README.md", text })).toEqual([]);
  });
});
