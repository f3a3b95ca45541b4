/** The page in one file: nothing that it holds can end the element that it stands in, and nothing in it comes from elsewhere. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pageAssets } from "../../src/command/page-asset.ts";
import { jsonText, pageText } from "../../src/command/page-file.ts";
import type { Embedded } from "../../src/show/page-message.ts";
import { project } from "./project.ts";

const embedded = (text: string): Embedded => ({
  madeus: text,
  pulse: { atWork: null, runs: [], nowMs: 0, isEmpty: false },
  records: [],
  commits: [],
  differences: { [text]: { from: text, to: "", differences: [], program: [text], because: [] } },
  logs: { [text]: { text, skipped: 0, next: 0 } },
  expected: {},
});

test("JSON in the page is the same value, and holds nothing that HTML or a script would heed", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "</script><script>alert(1)//",
      "<!--",
      "]]>",
      "\u2028\u2029",
      "&lt;",
      "__proto__",
    ),
  );
  fc.assert(
    fc.property(fc.dictionary(texts, fc.array(texts)), (value) => {
      const text = jsonText(value);
      expect(text).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(text)).toEqual(value);
    }),
  );
});

test("what is embedded can be read from the page, whatever it holds", () => {
  const hostile = `</script><img src=x onerror=alert(1)>$&$1\u2028<!--`;
  const page = pageText(pageAssets(), embedded(hostile));
  const found = /<script type="application\/json" id="embedded">(.*?)<\/script>/s.exec(page)?.[1];
  expect(JSON.parse(found ?? "")).toEqual(embedded(hostile));
  expect(page).not.toContain("onerror=alert(1)>");
});

test("the policy of the page names the hash of its one script and of its style, and nothing else", () => {
  const page = pageText(pageAssets(), embedded(""));
  const policy = /http-equiv="content-security-policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
  const hashOf = (element: RegExp): string =>
    `'sha256-${createHash("sha256")
      .update(element.exec(page)?.[1] ?? "")
      .digest("base64")}'`;
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(/<script type="module">(.*?)<\/script>/s)}`,
    `style-src ${hashOf(/<style>(.*?)<\/style>/s)}`,
    "img-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page.match(/<script/g)).toHaveLength(3);
});

test("no address in the page leads anywhere", () => {
  const page = pageText(pageAssets(), embedded(""));
  const attributes = [...page.matchAll(/<[a-z][^>]*\s(?:src|href)="([^"]*)"/g)].map(([, to]) => to);
  expect(attributes).toEqual(["data:,"]);
  const addresses = [...page.matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([address]) => address);
  // Names of namespaces, which nobody fetches.
  expect(addresses.filter((one) => !one.startsWith("http://www.w3.org/"))).toEqual([]);
});

const site = `const text = "</script><script>document.title='no'</script>";
export const main = assembly({ name: "site", components: { one: chain("one", { start: { run: ({ log }) => log(text) } }) } });`;

test("madeus report --html writes it beside what it prints", async () => {
  const { madeus, read } = project(site);
  await madeus("deploy");
  const ran = await madeus("report --html run.html");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const page = read("run.html");
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toContain("document.title='no'</script>");
  const json = /id="embedded">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  expect(JSON.parse(json)).toMatchObject({
    pulse: { atWork: null },
    commits: [{ branches: ["main"] }, { branches: [] }],
    expected: { 1: { transitions: [{ instance: "one" }] } },
    logs: { "one.start": { text: expect.stringContaining("</script>") } },
  });
});

test("of a state that is not there nothing is written", async () => {
  const { madeus, has } = project(site);
  const ran = await madeus("report --html run.html");
  expect(ran.code).toBe(6);
  expect(has("run.html")).toBe(false);
});

test("where it cannot be written it says so", async () => {
  const { madeus } = project(site);
  await madeus("deploy");
  const ran = await madeus("report --html nowhere/run.html");
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("MADEUS_FILE_UNWRITABLE");
});
