/** The guestbook under a user without any right; by whom the tests are run makes no other difference. */
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { downwards, lost, remains, stages, upwards } from "./scene.ts";
import { look, type Site, sign } from "./visitor.ts";

const nobody = 65_534;
const needed = [
  fileURLToPath(new URL("../../assemblies/guestbook/programs/launch.ts", import.meta.url)),
  createRequire(import.meta.url).resolve("pg/package.json"),
  process.execPath,
];
if (process.getuid?.() === 0 && mayRead(nobody, needed)) {
  // For good: this file has a process of its own.
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}

const open = stages();
afterAll(open.clear);

test("it is deployed, keeps its entries over a restart, and leaves nothing, all without root", async () => {
  const stage = await open.stage();
  await stage.perform("deploy", ...upwards);
  const site = stage.value<Site>("balancer", "url");
  await sign(site, "Nobody", "was here");
  await stage.perform("suspend", ...downwards);
  await stage.perform("deploy", ...upwards);
  expect((await look(site)).html).toContain("was here");
  expect(await lost(stage)).toEqual([]);
  await stage.perform("uninstall", ...downwards);
  expect(await remains(stage)).toEqual([]);
});

/** Can this user reach the files? A repository below a home directory may be closed to others. */
function mayRead(uid: number, files: readonly string[]): boolean {
  process.seteuid?.(uid);
  try {
    for (const file of files) closeSync(openSync(file, "r"));
    return true;
  } catch {
    return false;
  } finally {
    process.seteuid?.(0);
  }
}
