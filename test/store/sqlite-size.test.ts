import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { makeCommit } from "../../src/store/commit.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { Tree } from "../../src/store/tree.ts";
import { stateDirectory } from "./state-directory.ts";

/** A thousand instances as a deployment's tree has them, no two alike. */
function deployment(): Tree {
  let tree = Tree.empty.set(["assembly", "name"], "shop").set(["limits", "total"], 32);
  for (let k = 0; k < 1_000; k += 1) {
    const name = `web${k}`;
    tree = tree
      .set(["assembly", "instances", name, "type"], "wordpress")
      .set(["assembly", "instances", name, "version"], "#0123456789abcdef")
      .set(["assembly", "instances", name, "host"], `host${k % 50}`)
      .set(["assembly", "connections", name, "database"], `db${k % 100}.sql`)
      .set(["assembly", "connections", name, "address"], `db${k % 100}.address`)
      .set(["configuration", name, "places"], ["running"])
      .set(["configuration", name, "values", "address"], { value: `10.0.0.${k}`, version: 1 });
  }
  return tree;
}

test("a thousand commits to a thousand instances take less than 2 MB of the file", () => {
  const file = openStateFile(stateDirectory(), { mode: "create" });
  const { objects, branches } = sqliteStore(file);
  let tree = deployment();
  let head: ObjectId | undefined;
  for (let k = 0; k < 1_000; k += 1) {
    const places = [k % 2 === 0 ? "installed" : "running", `step${k % 7}`];
    tree = tree.set(["configuration", `web${(k * 607) % 1_000}`, "places"], places);
    const atMs = 1_777_000_000_000 + k * 60_000;
    const next: ObjectId = makeCommit(objects, {
      tree: tree.write(objects),
      parents: head === undefined ? [] : [head],
      by: { name: "ann", email: "ann@build1" },
      atMs,
      message: `change web${(k * 607) % 1_000}`,
      cause: { state: "0123456789ab", run: 7, instruction: k },
    });
    branches.move("main", head, next, { atMs, by: "ann on build1", why: "commit" });
    head = next;
  }
  file.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  expect(statSync(file.path).size).toBeLessThan(2_000_000);
  file.close();
});
