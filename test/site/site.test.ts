/** The site as it is built: it holds every document, what it links to is in it, and it needs nothing from elsewhere. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { groups, pagesListed } from "../../site/navigation.ts";

const site = mkdtempSync(join(tmpdir(), "madeus-site-"));
let said = "";

beforeAll(async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["site/main.ts", "build", "--out", site],
    { maxBuffer: 1 << 24 },
  );
  said = stdout + stderr;
}, 600_000);
afterAll(() => rmSync(site, { recursive: true }));

const files = (end: string): readonly string[] =>
  readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(end))
    .toSorted();
const read = (path: string): string => readFileSync(join(site, path), "utf8");

test("is built without a word of warning", () => {
  expect(said).toContain("build complete");
  expect(said).not.toContain("(!)");
});

test("has a page for every document, and a place in the list for every page", () => {
  const pages = files(".html")
    .filter((path) => !path.startsWith("source/"))
    .map((path) => path.replace(/\.html$/, ""))
    .filter((name) => name !== "index" && name !== "404");
  expect(pages.toSorted()).toEqual(pagesListed.toSorted());
  const documents = readdirSync("docs").filter((name) => name.endsWith(".md"));
  expect(documents.filter((name) => !pages.includes(name.replace(/\.md$/, "")))).toEqual([]);
});

test("leads nowhere that is not there", () => {
  expect(files(".html").flatMap(deadLinksIn)).toEqual([]);
});

test("loads nothing from elsewhere", () => {
  const loaded = /<(?:script|img|link|source)\b[^>]*\b(?:src|href|srcset)="(https?:)?\/\/[^"]*"/g;
  const inPages = files(".html").flatMap((path) => read(path).match(loaded) ?? []);
  const inStyles = files(".css").flatMap(
    (path) => read(path).match(/url\(["']?(https?:)?\/\//g) ?? [],
  );
  expect([...inPages, ...inStyles]).toEqual([]);
});

test("says in llms.txt where each page is, and holds all of them in llms-full.txt", () => {
  const links = [...read("llms.txt").matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S/gm)].map(
    ([, to]) => to,
  );
  expect(links).toEqual(pagesListed.map((name) => `${name}.md`));
  const all = read("llms-full.txt");
  for (const name of pagesListed) expect(all).toContain(read(`${name}.md`).trim());
});

test("tells in its reference of everything that can be imported", async () => {
  const pages = groups.flatMap(({ pages }) => pages).filter(({ name }) => name.startsWith("api/"));
  for (const { name, title } of pages) {
    const specifier = title.replace("API: ", "").replace("madeus", ".");
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly exports: Readonly<Record<string, { readonly default: string }>>;
    };
    const path = manifest.exports[specifier]?.default ?? "";
    const values = Object.keys(
      (await import(/* @vite-ignore */ join(process.cwd(), path))) as object,
    );
    const headings = [...read(`${name}.md`).matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(values.filter((value) => !headings.includes(value))).toEqual([]);
  }
});

/** Links of the page, and of pictures in it, to a file that is not there, or to a heading that its page does not have. */
function deadLinksIn(page: string): readonly string[] {
  return [...read(page).matchAll(/<(?:a|img|link|script)\b[^>]*?\b(?:href|src)="([^"]+)"/g)]
    .map(([, link = ""]) => decodeURI(link.replaceAll("&amp;", "&")))
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor = ""] = link.split("#");
      const path = file === "" ? page : fileAt(page, file);
      if (!existsSync(join(site, path))) return true;
      return anchor !== "" && !idsOf(path).has(anchor);
    })
    .map((link) => `${page} leads to ${link}`);
}

function fileAt(page: string, link: string): string {
  const path = link.startsWith("/") ? link.slice(1) : posix.join(posix.dirname(page), link);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

const known = new Map<string, ReadonlySet<string>>();
function idsOf(path: string): ReadonlySet<string> {
  const ids = known.get(path) ?? new Set(read(path).match(/(?<=\bid=")[^"]+/g));
  known.set(path, ids);
  return ids;
}
