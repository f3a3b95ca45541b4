/** Are the tests of the semantics sharp? Each planted fault must be caught by what `catcher.ts` compares, and the sources as they are must not. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Fault, faults } from "./faults.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const copied = ["package.json", "src/model", "src/semantics", "test/oracle", "test/semantics"];
/** Copies of the sources; as many faults are tried at once. */
const copies: string[] = [];
const copiesWanted = 2;

beforeAll(async () => {
  for (let k = 0; k < copiesWanted; k++) {
    const copy = await mkdtemp(join(tmpdir(), "madeus-fault-"));
    copies.push(copy);
    for (const part of copied) await cp(join(root, part), join(copy, part), { recursive: true });
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  }
});
afterAll(async () => {
  for (const copy of copies) await rm(copy, { recursive: true, force: true });
});

test("the sources as they are pass", { timeout: 120_000 }, async () => {
  expect(await caught(copies[0] ?? "")).toBeUndefined();
});

test("every planted fault is caught", { timeout: 600_000 }, async () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  const open = faults.values();
  const missed: string[] = [];
  const work = async (copy: string): Promise<void> => {
    for (const fault of open) {
      const trouble = await plant(copy, fault);
      if (trouble !== undefined) missed.push(trouble);
    }
  };
  await Promise.all(copies.map(work));
  expect(missed).toEqual([]);
});

/** What is wrong with a fault: it cannot be planted, or nobody notices it. The copy is as before afterwards. */
async function plant(
  copy: string,
  { name, file, text, instead }: Fault,
): Promise<string | undefined> {
  const path = join(copy, "src/semantics", file);
  const source = await readFile(path, "utf8");
  if (!source.includes(text)) return `${name}: its text is not in ${file} any more`;
  await writeFile(
    path,
    source.replace(text, () => instead),
  );
  const found = await caught(copy);
  await writeFile(path, source);
  if (found?.includes("SyntaxError") === true) return `${name}: is not a program`;
  return found === undefined ? `${name}: nobody notices` : undefined;
}

/** What the catcher says of a copy, or undefined where it has no complaint; a copy that does not come to an end is wrong too. */
function caught(copy: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  execFile(
    process.execPath,
    [join(copy, "test/semantics/catcher.ts")],
    { timeout: 30_000, killSignal: "SIGKILL" },
    (error, stdout, stderr) => resolve(error === null ? undefined : `${stdout}${stderr}`),
  );
  return promise;
}
