/** Files that cannot be deployed: each is told in one sentence with a code, the line it is about, and the documented exit code. */
import { expect, test } from "vitest";
import { declared, firstLine, hasStack, lines, project } from "./project.ts";

type Bad = readonly [
  what: string,
  text: string | undefined,
  exitCode: number,
  code: string,
  says: RegExp,
];
const good = `assembly({ name: "site", components: { one: chain("one", { go: () => {} }) } })`;
const bad: readonly Bad[] = [
  ["is not there", undefined, 2, "MADEUS_FILE_MISSING", /There is no file .*assembly\.ts\./],
  [
    "does not parse",
    "export const = 1;",
    2,
    "MADEUS_FILE_SYNTAX",
    /assembly\.ts:LINE cannot be read: /,
  ],
  [
    "uses an enum",
    "enum Colour { red }\nexport const a = Colour.red;",
    2,
    "MADEUS_FILE_SYNTAX",
    /assembly\.ts:LINE cannot be read: .*enum.*\n.*write enums as objects/,
  ],
  [
    "throws on import",
    `throw new Error("no database here");`,
    2,
    "MADEUS_FILE_THREW",
    /assembly\.ts:LINE could not be imported: no database here\./,
  ],
  [
    "throws what is no error",
    `throw undefined;`,
    2,
    "MADEUS_FILE_THREW",
    /could not be imported: undefined\./,
  ],
  ["exits on import", `process.exit(0);`, 2, "MADEUS_FILE_THREW", /it called process\.exit\(0\)/],
  [
    "waits for what never comes",
    `await new Promise(() => {});`,
    2,
    "MADEUS_FILE_THREW",
    /it waits for something that never comes/,
  ],
  [
    "imports what is not there",
    `import "./gone.ts";`,
    2,
    "MADEUS_FILE_THREW",
    /Cannot find module .*gone\.ts/,
  ],
  [
    "exports no assembly",
    "export const number = 1;",
    6,
    "MADEUS_NO_ASSEMBLY",
    /exports no assembly\.\n.*Export one/,
  ],
  [
    "exports two",
    `export const a = ${good}; export const b = ${good};`,
    2,
    "MADEUS_SEVERAL_ASSEMBLIES",
    /exports 2 assemblies: a, b\.\n.*after the file: a/,
  ],
  [
    "is ill-formed",
    `export const a = assembly({ name: "a", components: { one: component({ name: "one", places: ["a", "b"], initial: "a",
       behaviors: { deploy: { go: { from: "a", to: "c" } } } } as any) } });`,
    2,
    "MADEUS_UNKNOWN_PLACE",
    /assembly\.ts:LINE:\d+: error MADEUS_UNKNOWN_PLACE: /,
  ],
  [
    "waits in a circle",
    `const S = service("s");
     const one = component({ name: "one", places: ["off", "on"], initial: "off", uses: { other: { type: S, in: ["on"] } },
       provides: { own: { type: S, in: ["on"] } }, behaviors: { deploy: { go: { from: "off", to: "on" } } } });
     export const a = assembly({ name: "a", components: { left: one, right: one },
       wires: { left: { other: "right.own" }, right: { other: "left.own" } } });`,
    5,
    "MADEUS_DEADLOCK",
    /left.*right/,
  ],
];

test.each(bad)("a file that %s", async (_, text, exitCode, code, says) => {
  const site = project(text);
  const ran = await site.madeus("deploy --json");
  expect(ran.stderr).toMatch(new RegExp(says.source.replace("LINE", `${firstLine}`)));
  expect(ran.stderr).toContain(code);
  expect(ran.code).toBe(exitCode);
  expect(hasStack(ran)).toBe(false);
  const told = lines(ran);
  expect(told.at(0)).toMatchObject({ type: "version" });
  expect(told.at(-1)).toMatchObject({ type: "result", outcome: "error", exitCode, code });
  expect(site.has(".madeus")).toBe(false);
});

test("a file is chosen by its path, and an assembly by the name of its export", async () => {
  const site = project();
  site.write("two.ts", declared(`export const first = ${good}; export const second = ${good};`));
  expect(await site.madeus("deploy ./tow.ts")).toMatchObject({ code: 2 });
  const other = await site.madeus("deploy two.ts secnod");
  expect(other).toMatchObject({ code: 6 });
  expect(other.stderr).toMatch(
    /exports no assembly called "secnod"\.\n {2}did you mean "second"\?/,
  );
  expect(await site.madeus("deploy two.ts second")).toMatchObject({ code: 0 });
  const checked = await site.madeus("check two.ts");
  expect(checked).toMatchObject({ code: 0, stderr: "" });
  expect(checked.stdout).toMatch(/^first: proved .*\nsecond: proved .*\n$/);
});

test("in a project whose files are no modules, it is told what makes them such", async () => {
  const site = project();
  site.write("two.ts", declared(`export const first = ${good};`));
  site.write("package.json", '{ "name": "two", "type": "commonjs" }');
  const ran = await site.madeus("check two.ts");
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`Write "type": "module" in ${site.path("package.json")}.`);
  site.write("package.json", '{ "name": "two", "type": "module" }');
  expect(await site.madeus("check two.ts")).toMatchObject({ code: 0, stderr: "" });
});

test("a directory is no file", async () => {
  const ran = await project().madeus("deploy .");
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toMatch(/error MADEUS_FILE_THREW: .*\n {2}Name a file, not a directory\.\n$/);
});
