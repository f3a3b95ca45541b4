/** The architecture, held by one test: the order of the layers, who may touch the world, and the form of the code. */
import { describe, expect, test } from "vitest";
import {
  assemblyBreaches,
  commentBreaches,
  entryBreaches,
  exportBreaches,
  functionBreaches,
  lengthBreaches,
  nameBreaches,
  specifierBreaches,
  wordBreaches,
} from "./architecture/form.ts";
import { layerBreaches } from "./architecture/layer.ts";
import { type Breach, type Source, parse, sourcesIn } from "./architecture/source.ts";
import { idleMarks, worldBreaches } from "./architecture/world.ts";

const product = sourcesIn("src");
const assemblies = sourcesIn("assemblies");
/** But for what is wrong on purpose, to see what the compiler says of it. */
const tests = sourcesIn("test").filter(({ path }) => !path.startsWith("test/compiler/wrong/"));
const everything = [
  ...product,
  ...assemblies,
  ...sourcesIn("bench"),
  ...sourcesIn("schema"),
  // But for what vitepress wants to be as it is.
  ...sourcesIn("site").filter(({ path }) => !/^site\/(\.vitepress|pages|dist)\//.test(path)),
  ...tests,
];

/** By name: what it holds, of which files, and how a breach is found. */
const rules = {
  layers: ["imports along the layers", product, layerBreaches],
  world: ["touches the world only where it is marked for it", product, worldBreaches],
  comment: ["has a comment at the head of every module", product, commentBreaches],
  entry: ["gives users named re-exports and nothing else", product, entryBreaches],
  assembly: ["imports in assemblies what users can import", assemblies, assemblyBreaches],
  length: ["has files of at most 300 lines", everything, lengthBreaches],
  function: ["has functions of at most 50 lines", everything, functionBreaches],
  name: ["names files by nouns of the domain", everything, nameBreaches],
  export: ["exports by name, where a thing is declared", everything, exportBreaches],
  specifier: ["names imported files as they are", everything, specifierBreaches],
  word: ["is finished, and knows no machine", everything, wordBreaches],
} satisfies Record<
  string,
  readonly [string, readonly Source[], (source: Source) => readonly Breach[]]
>;

describe("the code", () => {
  test.each(Object.values(rules))("%s", (_, sources, breaches) => {
    expect(sources).not.toEqual([]);
    expect(sources.flatMap((source) => breaches(source))).toEqual([]);
  });

  test("has no mark that allows more of the world than is touched", () => {
    expect(idleMarks(product)).toEqual([]);
  });
});

type Sample = readonly [rule: keyof typeof rules, path: string, text: string];
const breachesOf = (rule: Sample[0], path: string, text: string): readonly Breach[] =>
  rules[rule][2](parse(path, text));

describe("a breach is found", () => {
  const samples: readonly Sample[] = [
    ["layers", "src/model/port.ts", `import { fire } from "../semantics/fire.ts";`],
    ["layers", "src/model/port.ts", `import type { Event } from "../semantics/event.ts";`],
    ["layers", "src/model/port.ts", `let event: import("../semantics/event.ts").Event;`],
    ["layers", "src/net/explore/explore.ts", `export { commit } from "../../store/commit.ts";`],
    ["layers", "src/engine/engine.ts", `await import("../host/local.ts");`],
    ["layers", "src/show/gantt.ts", `import { local } from "../host/local.ts";`],
    ["layers", "src/command/deploy.ts", `import { deploy } from "../index.ts";`],
    ["layers", "src/tools/thing.ts", ""],
    ["world", "src/model/port.ts", `import { readFileSync } from "node:fs";`],
    ["world", "src/model/port.ts", `import { readFile } from "node:fs/promises";`],
    ["world", "src/model/port.ts", `import { createHash, randomUUID } from "node:crypto";`],
    ["world", "src/model/port.ts", `import { execa } from "execa";`],
    ["world", "src/model/port.ts", `import "./port.ts"; export * from "execa";`],
    ["world", "src/model/port.ts", `const load = () => import("./port.ts");`],
    ["world", "src/model/port.ts", `const now = Date.now();`],
    ["world", "src/model/port.ts", `const now = new Date();`],
    ["world", "src/model/port.ts", `const clock = (date = Date) => date;`],
    ["world", "src/model/port.ts", `const chance = [Math.random];`],
    ["world", "src/model/port.ts", `const home = \`\${process.env["HOME"]}\`;`],
    ["world", "src/model/port.ts", `const later = { setTimeout };`],
    ["world", "src/model/port.ts", `const page = fetch("http://localhost") as unknown;`],
    ["world", "src/model/port.ts", `async function later() {}`],
    ["world", "src/model/port.ts", `new Promise(() => {});`],
    ["world", "src/store/sqlite.ts", `process.exit();`],
    ["comment", "src/model/port.ts", `import { a } from "./a.ts"; /** Late. */`],
    ["entry", "src/index.ts", `export const port = 1;`],
    ["entry", "src/index.ts", `import "./model/port.ts";`],
    ["assembly", "assemblies/blog.ts", `import { data } from "../src/index.ts";`],
    ["name", "src/model/port-utils.ts", ""],
    ["name", "src/shared/port.ts", ""],
    ["name", "src/model/types.ts", ""],
    ["name", "src/model/portType.ts", ""],
    ["export", "src/model/port.ts", `export default 1;`],
    ["export", "src/model/port.ts", `export { host } from "./host.ts";`],
    ["export", "src/index.ts", `export * from "./model/port.ts";`],
    ["specifier", "src/model/port.ts", `import { host } from "./host.js";`],
    ["word", "src/model/port.ts", `// ${"TO"}DO: later`],
    ["word", "src/model/port.ts", `const file = "/${"root"}/file";`],
  ];
  test.each(samples)("of the rule %s in %s: %s", (rule, path, text) => {
    expect(breachesOf(rule, path, text)).toHaveLength(1);
  });

  test("in a file of 301 lines", () => {
    expect(breachesOf("length", "src/model/port.ts", "a();\n".repeat(301))).toHaveLength(1);
  });

  test.each(["const long = () => {", "class Port { #long() {", "function* long() {"])(
    "in a function of 51 lines that begins with %s",
    (begin) => {
      const end = begin.replaceAll(/[^{]/g, "").replaceAll("{", "}");
      const text = `${begin}${"\n".repeat(50)}${end}`;
      expect(breachesOf("function", "src/model/port.ts", text)).toHaveLength(1);
    },
  );

  test("in a mark that allows what is not touched", () => {
    expect(idleMarks([])).toContain("engine/engine.ts is marked for async and does not touch it");
  });
});

describe("no breach is found", () => {
  const samples: readonly Sample[] = [
    ["layers", "src/engine/engine.ts", `import { fire } from "../semantics/fire.ts";`],
    ["layers", "src/engine/engine.ts", `import { limit } from "./limit.ts";`],
    ["layers", "src/cli.ts", `import { deploy } from "./command/deploy.ts";`],
    ["world", "src/model/port.ts", `import type { Stats } from "node:fs";`],
    ["world", "src/model/port.ts", `import { createHash } from "node:crypto";`],
    ["world", "src/model/port.ts", `/* Date.now() */ const text = "Date.now()";`],
    ["world", "src/model/port.ts", `const at = new Date(1).toISOString() + Date.UTC(1);`],
    [
      "world",
      "src/model/port.ts",
      `const date = (process: number): Date => made.process(process);`,
    ],
    ["world", "src/model/port.ts", `const most = Math.max(1, { fetch: 2 }.fetch);`],
    ["world", "src/engine/engine.ts", `const loop = async () => { await step(); };`],
    ["export", "src/index.ts", `export { host } from "./model/host.ts";`],
  ];
  test.each(samples)("of the rule %s in %s: %s", (rule, path, text) => {
    expect(breachesOf(rule, path, text)).toEqual([]);
  });

  test("in a function that is long because it holds tests", () => {
    const suite = `describe("a port", () => {${"\n".repeat(50)}test("has a name", () => {});});`;
    expect(breachesOf("function", "test/model/port.test.ts", suite)).toEqual([]);
  });
});
