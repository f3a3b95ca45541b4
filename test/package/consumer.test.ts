/** A project of somebody else: the package is installed into it as npm does it, compiled against, and run by both versions of Node. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packed } from "./packed.ts";

/** The newest version but one is what the repository itself brings. */
const newer = { version: "26.10.0", name: `node-${process.platform}-${process.arch}` };

const site = `
import { assembly, component, data, service } from "madeus";

const Sql = service("sql");
const Address = data("address", { host: String, port: Number });
const database = component({
  name: "database",
  places: ["absent", "running"],
  initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] }, address: { type: Address, in: ["running"] } },
  behaviors: {
    deploy: { start: { from: "absent", to: "running", run: ({ give }) => give("address", { host: "db1", port: 3306 }) } },
    uninstall: { stop: { from: "running", to: "absent", run: () => {} } },
  },
});
const web = component({
  name: "web",
  places: ["absent", "running"],
  initial: "absent",
  uses: { sql: { type: Sql, in: ["start", "running"] }, address: { type: Address, in: ["start"] } },
  behaviors: { deploy: { start: { from: "absent", to: "running", run: ({ read, log }) => log(read("address").host) } }, uninstall: { stop: { from: "running", to: "absent", run: () => {} } } },
});
export const site = assembly({
  name: "site",
  components: { db: database, web },
  wires: { web: { sql: "db.sql", address: "db.address" } },
});
`;
const script = `
import { deploy } from "madeus";
import { apt } from "madeus/actions";
import * as inventory from "madeus/inventory";
import * as net from "madeus/net";
import { memoryStore } from "madeus/store";
import { simulate } from "madeus/testing";
import { site } from "./assembly.ts";

const { outcome } = await deploy(site, { state: process.argv[2] ?? "state" }).result;
const { makespanS } = await simulate(site);
const all = [apt("hello"), inventory, net, memoryStore()].every((one) => typeof one === "object");
console.log(outcome, makespanS, all);
`;

const pack = packed();
const creator = packed("create-madeus");
const project = join(pack.directory, "project");
afterAll(() => {
  for (const one of [pack, creator]) one[Symbol.dispose]();
});

beforeAll(() => {
  mkdirSync(project);
  const manifest = { name: "project", private: true, type: "module" };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(project, "assembly.ts"), site);
  writeFileSync(join(project, "script.ts"), script);
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const node = `${newer.name}@${newer.version}`;
  const types = `@types/node@${process.versions.node.split(".")[0]}`;
  run("npm", "install", ...flags, pack.path, creator.path, node, types);
}, 180_000);

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

describe.each([
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])("under --module %s --moduleResolution %s", (module, resolution) => {
  test("it compiles, its own types looked at, too", () => {
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "false", "--types", "node"];
    const more = ["--target", "esnext", "--allowImportingTsExtensions"];
    const modules = ["--module", module, "--moduleResolution", resolution];
    expect(run("tsc", ...flags, ...more, ...modules, "script.ts")).toBe("");
  });
});

describe.each([
  [process.version, process.execPath],
  [`v${newer.version}`, join(project, "node_modules", newer.name, "bin", "node")],
])("on Node %s", (version, node) => {
  test("a script deploys", () => {
    expect(run(node, "--version").trim()).toBe(version);
    expect(run(node, "script.ts", `script-${version}`)).toBe("done 2 true\n");
  });

  test("the command checks, deploys and takes away again", () => {
    const madeus = (...args: readonly string[]): string =>
      run(node, join("node_modules", "madeus", "dist", "cli.js"), ...args, "--state", version);
    expect(madeus("check")).toContain("site: proved");
    madeus("deploy", "--quiet");
    expect(existsSync(join(project, version, "state.sqlite"))).toBe(true);
    expect(madeus("status")).toContain("web: running");
    madeus("down", "--yes", "--quiet");
    expect(madeus("status")).toContain("nothing is deployed");
  });
});

describe("what a newcomer begins with", () => {
  const madeus = join(project, "node_modules", ".bin", "madeus");

  test.each(["hello", "web", "hosts"])(
    "%s is made, compiles, is proved and planned",
    (template) => {
      run(join(project, "node_modules", ".bin", "create-madeus"), template, "--template", template);
      const at = join(project, template);
      const manifest = JSON.parse(readFileSync(join(at, "package.json"), "utf8")) as {
        readonly dependencies: { readonly madeus: string };
      };
      // It was installed from an archive.
      expect(resolve(at, manifest.dependencies.madeus.replace("file:", ""))).toBe(pack.path);
      expect(execFileSync("tsc", ["--project", at], { encoding: "utf8" })).toBe("");
      const here = (...args: readonly string[]): string =>
        execFileSync(madeus, args, {
          cwd: at,
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        });
      expect(here("check", "--strict")).toContain(": proved");
      expect(here("plan")).toMatch(/slack/);
      expect(here("simulate")).toMatch(/critical path/);
    },
  );

  test("hello and web are deployed, and taken away again", async () => {
    const port = 20_000 + (process.pid % 20_000);
    const at = (template: string, ...args: readonly string[]): string => {
      const more = args[0] === "deploy" && template === "web" ? ["--set", `port=${port}`] : [];
      const options = { cwd: join(project, template), encoding: "utf8", stdio: "pipe" } as const;
      return execFileSync(madeus, [...args, ...more], options);
    };
    at("hello", "deploy");
    expect(at("hello", "status")).toContain("shop: serving");
    at("web", "deploy");
    await fetch(`http://127.0.0.1:${port + 1}/add?text=${encodeURIComponent("<b>it works</b>")}`);
    const page = await fetch(`http://127.0.0.1:${port + 2}/`);
    expect(await page.text()).toContain("<li>&#60;b&#62;it works&#60;/b&#62;</li>");
    expect(at("web", "status")).toContain("web2: running");
    for (const template of ["hello", "web"]) at(template, "down", "--yes");
  });
});
