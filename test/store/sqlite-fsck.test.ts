/** Damage to the file itself: no byte that matters changes unseen. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMadeusError } from "../../src/model/code.ts";
import type { Checkup } from "../../src/store/fsck.ts";
import { commitAt } from "../../src/store/objects.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { fsckFile } from "../../src/store/sqlite-fsck.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { Tree } from "../../src/store/tree.ts";
import { descentsOf, lineage } from "./lineage.ts";
import { stateDirectory } from "./state-directory.ts";
import { reason } from "./store-shelf.ts";

/** A closed state with a branch of three commits of a hundred leaves each. */
function filled(): { readonly path: string; readonly leaves: string } {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const { objects, branches } = sqliteStore(file);
  let tree = Tree.empty;
  for (let k = 0; k < 100; k += 1) tree = tree.set(["configuration", `web${k}`, "places"], [k]);
  const descents = descentsOf("a b:a c:b").map((descent) => {
    tree = tree.set(["configuration", "web7", "places"], descent.name);
    return { ...descent, tree };
  });
  branches.move("main", undefined, lineage(objects, descents).id("c"), reason);
  file.close();
  return { path: join(directory, "state.sqlite"), leaves: JSON.stringify([...tree.entries()]) };
}

/** What a look at the file finds, and what the branch leads to where it finds nothing. */
function looked(directory: string): readonly [checkup: Checkup | string, leaves: string] {
  let file: ReturnType<typeof openStateFile> | undefined;
  try {
    file = openStateFile(directory, { mode: "read" });
    const checkup = fsckFile(file);
    if (checkup.findings.length > 0) return [checkup, ""];
    const { objects, branches } = sqliteStore(file);
    const heads = branches.list().map(({ head }) => Tree.at(objects, commitAt(objects, head).tree));
    return [checkup, JSON.stringify(heads.flatMap((tree) => [...tree.entries()]))];
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    return [error.code, ""];
  } finally {
    file?.close();
  }
}

test("a byte that is changed anywhere is found, or changes nothing that a branch leads to", () => {
  const { path, leaves } = filled();
  const bytes = readFileSync(path);
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const directory = stateDirectory();
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ change, at);
      writeFileSync(join(directory, "state.sqlite"), damaged);
      const [found, read] = looked(directory);
      if (typeof found === "string") expect(found).toMatch(/^MADEUS_STATE_/);
      else if (found.findings.length === 0) expect(read).toBe(leaves);
      seen.add(typeof found === "string" ? found : (found.findings[0]?.code ?? "clean"));
    }),
    { numRuns: 80 },
  );
  expect(seen).toContain("MADEUS_OBJECT_DAMAGED");
});

test("a name that is changed in the file's own description of its tables is told as damage", () => {
  const { path } = filled();
  const bytes = readFileSync(path);
  const at = bytes.indexOf("times INTEGER NOT NULL");
  expect(at).toBeGreaterThan(0);
  const directory = stateDirectory();
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
  writeFileSync(join(directory, "state.sqlite"), damaged);
  const [found] = looked(directory);
  expect(found).toMatchObject({ findings: [{ code: "MADEUS_STATE_DAMAGED" }] });
});

test("a page that was lost is told in words, with what to do", () => {
  const { path } = filled();
  const bytes = readFileSync(path);
  const told = new Set<string>();
  for (let page = 1; page < bytes.length / 4_096; page += 1) {
    const directory = stateDirectory();
    const copy = join(directory, "state.sqlite");
    copyFileSync(path, copy);
    writeFileSync(copy, Buffer.from(bytes).fill(0, page * 4_096, (page + 1) * 4_096));
    const [found] = looked(directory);
    if (typeof found === "string") continue;
    for (const { code, text, hint } of found.findings) {
      if (code !== "MADEUS_STATE_DAMAGED") continue;
      expect(text).toMatch(/^The state .*state\.sqlite is damaged: .*\.$/);
      expect(hint).toContain("Put a backup of");
      told.add(code);
    }
    expect(found.findings).not.toEqual([]);
  }
  expect(told.size).toBe(1);
});
