/** What a store in a file keeps true through damage, crashes and other processes. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../src/engine/clock-real.ts";
import { fsck } from "../../src/store/fsck.ts";
import { history } from "../../src/store/history.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import { treeObjectAt, commitAt } from "../../src/store/objects.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";
import { watchBranches } from "../../src/store/watch-branch.ts";
import { lineage } from "./lineage.ts";
import { stateDirectory } from "./state-directory.ts";
import { startStoreProcess } from "./store-process.ts";
import { reason } from "./store-shelf.ts";

function opened(directory: string): { readonly file: StateFile; readonly store: Store } {
  const file = openStateFile(directory, { mode: "create" });
  onTestFinished(() => file.close());
  return { file, store: sqliteStore(file) };
}

/** Directories as wide as the number says, each the one before with another leaf. */
function versions(store: Store, width: number, count: number): readonly ObjectId[] {
  let tree = Tree.empty;
  for (let k = 0; k < width; k += 1) tree = tree.set([`web${k}`], 0);
  return Array.from({ length: count }, (_, k) => {
    tree = tree.set([`web${(k * 7) % width}`], k);
    return store.transaction(() => tree.write(store.objects));
  });
}

describe("a wide directory", () => {
  test("costs what changes in it, and is read from a bounded number of rows", () => {
    const { file, store } = opened(stateDirectory());
    const ids = versions(store, 300, 400);
    const rows = file.database
      .prepare(
        "SELECT count(*) AS count, sum(length(data)) AS bytes, sum(base IS NULL) AS whole, max(weight) AS weight FROM object WHERE kind = 2",
      )
      .get();
    expect(rows).toMatchObject({ count: 400 });
    const length = 300 * "100644 web100 ".length + 300 * 20;
    expect(Number(rows?.["bytes"])).toBeLessThan(8 * length);
    expect(Number(rows?.["weight"])).toBeLessThanOrEqual(length);
    const { store: later } = opened(join(file.path, ".."));
    for (const id of ids) expect(treeObjectAt(later.objects, id).entries).toHaveLength(300);
  });

  test("is whole again when what it differed from is dropped", () => {
    const { file, store } = opened(stateDirectory());
    const ids = versions(store, 100, 30);
    const kept = ids.filter((_, k) => k % 5 === 4);
    store.transaction(() => store.objects.drop(ids.filter((id) => !kept.includes(id))));
    const { store: later } = opened(join(file.path, ".."));
    for (const id of kept) expect(treeObjectAt(later.objects, id).entries).toHaveLength(100);
    expect([...later.objects.ids()].filter((id) => ids.includes(id))).toEqual(kept);
  });
});

test("what was dropped is given back to the disk", () => {
  const { file, store } = opened(stateDirectory());
  const bytes = (k: number): Uint8Array => Uint8Array.from({ length: 400 }, (_, at) => at * k);
  const ids = store.transaction(() =>
    Array.from({ length: 500 }, (_, k) => store.objects.put({ kind: "blob", bytes: bytes(k) })),
  );
  file.compact();
  const before = statSync(file.path).size;
  const kept = [...new Set(ids)].slice(100, 200);
  store.transaction(() => store.objects.drop(ids.filter((id) => !kept.includes(id))));
  file.compact();
  expect(statSync(file.path).size).toBeLessThan(before * 0.7);
  expect([...store.objects.ids()]).toEqual(kept);
});

describe("damage in a file", () => {
  const damaging: readonly (readonly [string, string, string])[] = [
    ["other bytes", "UPDATE object SET data = x'00' WHERE number = ?", "has another hash"],
    ["no such kind", "UPDATE object SET kind = 7 WHERE number = ?", "is of no kind that there is"],
    ["nothing to inflate", "UPDATE object SET size = 9 WHERE number = ?", "cannot be inflated"],
    ["no base", "UPDATE object SET base = 99999 WHERE number = ?", "what it differs from is gone"],
    [
      "itself as base",
      "UPDATE object SET base = number WHERE number = ?",
      "what it differs from is gone",
    ],
  ];
  test.each(damaging)("%s is told and not read as something else", (_what, sql, problem) => {
    const { file, store } = opened(stateDirectory());
    const { id } = lineage(store.objects, [{ name: "a", tree: Tree.empty.set(["limits"], 1) }]);
    store.branches.move("main", undefined, id("a"), reason);
    const numbers = file.database.prepare("SELECT number FROM object ORDER BY number").all();
    for (const { number } of numbers) {
      file.database.exec("SAVEPOINT before");
      file.database.prepare(sql).run(Number(number));
      const { findings } = fsck(sqliteStore(file));
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ code: "MADEUS_OBJECT_DAMAGED", severity: "error" });
      expect(findings[0]?.text).toContain(problem);
      file.database.exec("ROLLBACK TO before; RELEASE before");
    }
    expect(fsck(store).findings).toEqual([]);
  });

  test("a row that is gone is missing where it is needed", () => {
    const { file, store } = opened(stateDirectory());
    const { id } = lineage(store.objects, [
      { name: "a", tree: Tree.empty.set(["limits", "total"], 1) },
    ]);
    store.branches.move("main", undefined, id("a"), reason);
    file.database.exec("DELETE FROM object WHERE kind = 3");
    expect(fsck(store).findings.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^limits\/total of commit [0-9a-f]{10}: the blob [0-9a-f]{10} is missing$/,
      ),
    ]);
  });
});

describe("two processes", () => {
  test("a watch is told what the other one does", async () => {
    const directory = stateDirectory();
    const { store } = opened(directory);
    const other = startStoreProcess("keep-committing", directory);
    const told = Promise.withResolvers<number>();
    const end = watchBranches(store.branches, realClock, ({ number }) => {
      if (number >= 3) told.resolve(number);
    });
    onTestFinished(end);
    expect(await told.promise).toBe(3);
    await other.kill();
  });

  test("that commit to one branch lose nothing, also when both are killed", async () => {
    const directory = stateDirectory();
    const both = [1, 2].map(() => startStoreProcess("keep-committing", directory));
    const acknowledged = await Promise.all(
      both.map(async (one) => {
        const lines: (string | undefined)[] = [];
        while (lines.length < 12) lines.push(await one.line());
        return [...lines, ...(await one.kill())].map((line) => `${one.pid}-${line}`);
      }),
    );
    const { store } = opened(directory);
    const [head] = store.branches.list();
    const tree = Tree.at(store.objects, commitAt(store.objects, head?.head ?? "").tree);
    const names = new Set(tree.list(["configuration"]).map(({ name }) => name));
    const expected = acknowledged.flat().filter((name) => !name.endsWith("begin"));
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.filter((name) => !names.has(name))).toEqual([]);
    expect(history(store.objects, [head?.head ?? ""])).toHaveLength(names.size);
    expect(fsck(store).findings).toEqual([]);
  });

  test.each([
    ["", () => undefined],
    [
      ", also after a drop that came to nothing",
      ({ objects, transaction }: Store) => {
        const failing = (): void =>
          transaction(() => {
            objects.drop([]);
            throw new RangeError("a fault");
          });
        expect(failing).toThrow("a fault");
      },
    ],
  ])("of which one drops what the other is about to refer to: that is refused%s", (_, before) => {
    const directory = stateDirectory();
    const [{ store: mine }, { store: theirs }] = [opened(directory), opened(directory)];
    before(mine);
    const old = mine.transaction(() => Tree.empty.set(["a", "b"], 1).write(mine.objects));
    const tree = Tree.at(mine.objects, old);
    tree.find(["a", "b"]);
    theirs.transaction(() => theirs.objects.drop([...theirs.objects.ids()]));
    const next = tree.set(["c"], 2).write(mine.objects);
    const commit = (): void => {
      const { id } = lineage(mine.objects, [{ name: "x", tree: Tree.at(mine.objects, next) }]);
      mine.branches.move("main", undefined, id("x"), reason);
    };
    expect(commit).toThrow(expect.objectContaining({ code: "MADEUS_OBJECT_MISSING" }));
    expect(theirs.branches.list()).toEqual([]);
  });
});
