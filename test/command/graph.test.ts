/** `madeus graph`: what it draws, where it writes it, and how it refuses. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseXml, within } from "../show/xml.ts";
import { lines, project, said } from "./project.ts";

/** Three instances, the last of which cannot be installed. */
const site = `
const Sql = service("sql");
const db = chain("db", { install: () => {}, start: () => {} }, { provides: { sql: { type: Sql, in: ["p2"] } } });
const web = chain("web", { install: () => { throw new Error("no disk"); }, start: () => {} }, { uses: { sql: { type: Sql, in: ["p2"] } } });
export const site = assembly({ name: "site", components: { db, web, web2: web }, wires: { web: { sql: "db.sql" }, web2: { sql: "db.sql" } } } as any);
`;
const textsIn = (svg: string): readonly string[] =>
  [...within(parseXml(svg))].filter(({ name }) => name === "text").map(({ text }) => text);

describe("a picture", () => {
  test("goes to stdout, and with --out into a file whose ending says the format", async () => {
    const { madeus, read, has } = project(site);
    const { stdout, code } = await madeus("graph");
    expect(code).toBe(0);
    expect(textsIn(stdout)).toEqual(
      expect.arrayContaining(["site", "db", "web2", "p0", "install"]),
    );
    expect((await madeus("graph --out site.dot")).code).toBe(0);
    expect(read("site.dot")).toMatch(/^digraph "site" \{/);
    await madeus("graph --out site.mmd");
    expect(read("site.mmd")).toContain("flowchart LR");
    await madeus("graph --format svg --out site.picture");
    expect(read("site.picture")).toBe(stdout);
    expect(has(".madeus")).toBe(false);
  });

  test("is of an assembly, or of the instances that are named", async () => {
    const { madeus } = project(site);
    const { stdout } = await madeus("graph assembly.ts --view assembly");
    expect(textsIn(stdout)).not.toContain("p0");
    const texts = textsIn((await madeus("graph assembly.ts site db")).stdout);
    expect(texts).toContain("p0");
    expect(texts).not.toContain("web");
    expect(textsIn((await madeus("graph db")).stdout)).toEqual(texts);
  });

  test("shows one box for many, and the result says of how many", async () => {
    const { madeus } = project(`
      const one = chain("one", { go: () => {} });
      const names = Array.from({ length: 60 }, (_, k) => "i" + k);
      export const site = assembly({ name: "site", components: Object.fromEntries(names.map((name) => [name, one])) } as any);
    `);
    expect(textsIn((await madeus("graph")).stdout)).toContain("one × 60");
    expect(textsIn((await madeus("graph --collapse none")).stdout)).toContain("i59");
    expect(textsIn((await madeus("graph --collapse host")).stdout)).toContain("this machine");
    const result = lines(await madeus("graph --json --format dot")).at(-1);
    expect(result).toMatchObject({
      type: "result",
      verb: "graph",
      view: "assembly",
      boxes: 1,
      links: 0,
      instances: 60,
    });
    expect(result?.["picture"]).toContain("one × 60");
  });
});

describe("with --marking", () => {
  test("a picture shows the tokens on record", async () => {
    const { madeus, remove } = project(site);
    expect((await madeus("deploy")).code).toBe(4);
    remove("assembly.ts");
    const texts = textsIn((await madeus("graph assembly.ts --marking")).stdout);
    expect(texts).toEqual(expect.arrayContaining(["install failed", "failed", "a token"]));
    const collapsed = await madeus("graph assembly.ts --marking --view assembly --collapse type");
    expect(textsIn(collapsed.stdout)).toEqual(expect.arrayContaining(["2 × install failed", "p2"]));
    const result = lines(await madeus("graph assembly.ts web --marking --json --out web.svg")).at(
      -1,
    );
    expect(result).toMatchObject({ boxes: 1, links: 0, file: expect.stringMatching(/web\.svg$/) });
  });

  test("nothing can be drawn where nothing is deployed", async () => {
    const { madeus } = project(site);
    const ran = await madeus("graph --marking");
    expect(ran.code).toBe(6);
    expect(said(ran)).toContain("MADEUS_NO_STATE");
  });
});

describe("a picture is refused", () => {
  test.each([
    ["graph nobody", "MADEUS_UNKNOWN_INSTANCE"],
    ["graph wev", 'did you mean "web"?'],
    ["graph --out site.png", "Let it end in .svg, .dot or .mmd"],
    ["graph --collapse host --view lifecycle", "A host has no lifecycle"],
    ["graph --format png", "MADEUS_USAGE"],
  ])("madeus %s", async (line, text) => {
    const { madeus, directory } = project(site);
    const ran = await madeus(line);
    expect(ran.code).toBe(2);
    expect(said(ran)).toContain(text);
    expect(readdirSync(directory).toSorted()).toEqual(["assembly.ts", "node_modules"]);
  });

  test("of an assembly that is not well-formed", async () => {
    const { madeus } = project(site.replace('web2: { sql: "db.sql" }', 'web2: { sql: "db.sqll" }'));
    const ran = await madeus("graph");
    expect(ran.code).toBe(2);
    expect(said(ran)).toContain("MADEUS_UNKNOWN_PORT");
  });

  test("of so many boxes that nobody could read it", async () => {
    const { madeus } = project(`
      const one = chain("one", { go: () => {} });
      const names = Array.from({ length: 2001 }, (_, k) => "i" + k);
      export const site = assembly({ name: "site", components: Object.fromEntries(names.map((name) => [name, one])) } as any);
    `);
    const ran = await madeus("graph --collapse none");
    expect(ran.code).toBe(2);
    expect(said(ran)).toContain("A picture of 2001 boxes and 0 links cannot be read.");
  });

  test("and leaves a file as it was where it cannot be written", async () => {
    const { madeus, path, has } = project(site);
    const ran = await madeus(`graph --out ${path("gone", "site.svg")}`);
    expect(said(ran)).toContain("MADEUS_FILE_UNWRITABLE");
    expect(has("gone")).toBe(false);
  });
});
