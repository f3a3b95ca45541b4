import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, test } from "vitest";
import { absent, directory as folder, file, link } from "../../src/actions/file.ts";
import { secret } from "../../src/model/secret.ts";
import { acted, directory, failure, performed, twice } from "./stage.ts";
import { perform } from "../../src/engine/action-steps.ts";

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe("a file", () => {
  test("is created, and left alone where it is as it should be", async () => {
    const path = `${directory()}/new`;
    expect(await twice(file({ path, content: "one\ntwo" }))).toEqual([`file ${path}: create`]);
    expect(readFileSync(path, "utf8")).toBe("one\ntwo");
    expect(modeOf(path)).toBe("644");
  });

  test("gets another content, and keeps its mode; or another mode", async () => {
    const path = `${directory()}/script`;
    writeFileSync(path, "old", { mode: 0o750 });
    expect(await twice(file({ path, content: "new" }))).toEqual([`file ${path}: content`]);
    expect(modeOf(path)).toBe("750");
    expect(await twice(file({ path, content: "new", mode: "0600" }))).toEqual([
      `file ${path}: mode 0750 → 0600`,
    ]);
    expect(await twice(file({ path, content: "newer", mode: 0o4755 }))).toEqual([
      `file ${path}: content, mode 0600 → 4755`,
    ]);
  });

  test.each([
    ["nothing", ""],
    ["no newline at the end", "a"],
    ["newlines alone", "\n\n\n"],
    ["what a shell would run", "$(touch /tmp/never) `id` '\"\\ ${HOME} #\n"],
    ["signs of all kinds", "\u0000\u0001\u001e\u001f\u007f ü € 🙂 \r\n"],
    ["a megabyte", "0123456789abcdef".repeat(65_536)],
  ])("may hold %s", async (_, content) => {
    const path = `${directory()}/it`;
    await twice(file({ path, content }));
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  test.each(["it's", 'say "hi"', "$(touch never)", "a b\tc", "-rf", "*", "x".repeat(255), "ü €"])(
    "may be called %j",
    async (name) => {
      const at = directory();
      await twice(file({ path: `${at}/${name}`, content: "x" }));
      expect(readdirSync(at)).toEqual([name]);
    },
  );

  test("takes the place of a link, and what that leads to stays", async () => {
    const at = directory();
    writeFileSync(`${at}/target`, "kept");
    symlinkSync(`${at}/target`, `${at}/link`);
    await twice(file({ path: `${at}/link`, content: "own" }));
    expect(readFileSync(`${at}/target`, "utf8")).toBe("kept");
    expect(readFileSync(`${at}/link`, "utf8")).toBe("own");
  });

  test("is never half written: nothing is left of a write that failed", async () => {
    const at = directory();
    expect(await failure(file({ path: "/dev/full/x", content: "x" }))).toMatch(
      /Not a directory|No such/,
    );
    expect(await failure(file({ path: `${at}/no/such`, content: "x" }))).toContain("No such file");
    expect(
      await failure(file({ path: `${at}/new`, content: "x", owner: "nobody-of-that-name" })),
    ).toContain("invalid user");
    expect(readdirSync(at)).toEqual([]);
  });

  test("is not put where a directory is", async () => {
    const at = directory();
    expect((await performed(file({ path: at, content: "x" }))).error).toMatchObject({
      code: "MADEUS_STEP_FAILED",
      message: `file ${at}: it is a directory and no file`,
    });
  });

  test("may hold a secret, which stands in no log", async () => {
    const path = `${directory()}/key`;
    process.env["FILE_SECRET"] = 'hush\'$(id)\n"x"';
    const write = () =>
      acted(async (scope) => {
        const content = await scope.secret(secret({ env: "FILE_SECRET" }));
        await perform(scope, file({ path, content, mode: "0600" }));
      });
    const said = await write();
    expect(said.changed).toEqual([`file ${path}: create`]);
    expect(said.log + (await write()).log).not.toMatch(/hush|\[secret\]|[0-9a-f]{64}/);
    expect(readFileSync(path, "utf8")).toBe('hush\'$(id)\n"x"');
  });
});

describe("a directory", () => {
  test("is made with those above it", async () => {
    const path = `${directory()}/a/b/c`;
    expect(await twice(folder(path))).toEqual([`directory ${path}: create`]);
    expect(await twice(folder({ path, mode: "0700" }))).toEqual([
      `directory ${path}: mode 0755 → 0700`,
    ]);
  });

  test("may be a link to one, and is no file", async () => {
    const at = directory();
    symlinkSync(at, `${at}/self`);
    expect(await twice(folder(`${at}/self`))).toEqual([]);
    writeFileSync(`${at}/file`, "");
    expect(await failure(folder(`${at}/file`))).toContain("it is a file and no directory");
  });
});

test("a link leads where it should, and takes no file's place", async () => {
  const at = directory();
  const path = `${at}/link`;
  expect(await twice(link({ path, target: "-a b" }))).toEqual([`link ${path}: create, to -a b`]);
  expect(await twice(link({ path, target: at }))).toEqual([`link ${path}: -a b → ${at}`]);
  expect(await twice(link({ path, target: "/nowhere" }))).toHaveLength(1);
  writeFileSync(`${at}/file`, "");
  expect(await failure(link({ path: `${at}/file`, target: at }))).toContain("and no link");
});

test("what is absent is removed with all that is in it, and a link alone", async () => {
  const at = directory();
  mkdirSync(`${at}/full/of/things`, { recursive: true });
  symlinkSync(`${at}/full`, `${at}/link`);
  expect(await twice(absent(`${at}/link`))).toEqual([`no ${at}/link: remove the link`]);
  expect(readdirSync(at)).toEqual(["full"]);
  expect(await twice(absent(`${at}/full`))).toEqual([`no ${at}/full: remove the directory`]);
  expect((await performed(absent(`${at}/full`))).unchanged).toBe(1);
});
