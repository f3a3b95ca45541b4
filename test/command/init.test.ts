/** `madeus init` writes a project, and never over what is there. What the projects are good for is tried by `test/package`. */
import { mkdirSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { templates } from "../../src/command/scaffold.ts";
import { lines, project } from "./project.ts";

test("a new directory gets a project of the template, and is told how to go on", async () => {
  const here = project();
  const { stdout, stderr, code } = await here.madeus("init 'My Town' -t web");
  expect(code).toBe(0);
  expect(stderr).toContain(
    "My Town holds .gitignore, assembly.ts, package.json, programs/store.mjs",
  );
  expect(stdout).toBe(
    "cd My Town\nnpm install\nnpx madeus check     # will it come to its end?\nnpx madeus deploy\n",
  );
  const manifest = JSON.parse(here.read("My Town/package.json")) as Record<string, unknown>;
  expect(manifest).toMatchObject({ name: "my-town", private: true, type: "module" });
  expect(here.read("My Town/.gitignore")).toContain(".madeus/");
});

test("a project made by a Madeus that is on no registry gets that one", async () => {
  const here = project();
  await here.madeus("init town");
  const manifest = JSON.parse(here.read("town/package.json")) as {
    readonly dependencies: { readonly madeus: string };
  };
  const [scheme, path = ""] = manifest.dependencies.madeus.split(":");
  expect(scheme).toBe("file");
  expect(realpathSync(resolve(here.path("town"), path))).toBe(realpathSync("."));
});

test("this directory is meant where none is named; its package.json stays as it is", async () => {
  const here = project();
  here.write("package.json", '{ "name": "mine", "type": "module" }\n');
  const ran = await here.madeus("init --json");
  expect(ran.code).toBe(0);
  const result = lines(ran).at(-1);
  const files = [".gitignore", "assembly.ts", "tsconfig.json"];
  expect(result).toMatchObject({ verb: "init", outcome: "done", template: "hello", files });
  expect(here.read("package.json")).toBe('{ "name": "mine", "type": "module" }\n');
});

test("nothing is written where a file would be overwritten", async () => {
  const here = project();
  here.write("assembly.ts", "// mine");
  const { code, stderr } = await here.madeus("init");
  expect(code).toBe(2);
  expect(stderr).toContain('error MADEUS_FILE_EXISTS: "assembly.ts" would be overwritten.');
  expect(here.has("tsconfig.json")).toBe(false);
  expect(here.read("assembly.ts")).toBe("// mine");
});

test("a directory that cannot be written to is told", async () => {
  const here = project();
  here.write("file", "");
  const { code, stderr } = await here.madeus("init file/below");
  expect(code).toBe(2);
  expect(stderr).toContain("MADEUS_FILE_UNWRITABLE");
});

test("an unknown template is told, with those that there are", async () => {
  const here = project();
  mkdirSync(here.path("new"));
  const { code, stderr } = await here.madeus("init new -t nothing");
  expect(code).toBe(2);
  for (const name of Object.keys(templates)) expect(stderr).toContain(name);
});
