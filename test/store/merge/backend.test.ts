/** Queues and ropes on every kind of objects, on git itself too: the same values, the same ids. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { gitObjects } from "../../../bench/git-objects.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { type Objects, treeObjectAt } from "../../../src/store/objects.ts";
import { queuesIn } from "../../../src/store/queue.ts";
import { ropesIn } from "../../../src/store/rope.ts";
import { openStateFile } from "../../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../../src/store/sqlite-store.ts";
import { valueOf } from "./history.ts";

const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), "madeus-objects-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Objects, and what is to be done before they are looked at by another process. */
interface Backend {
  readonly objects: Objects;
  readonly directory?: string;
}
const backends: Readonly<Record<string, () => Backend>> = {
  memory: () => ({ objects: memoryObjects() }),
  SQLite() {
    const file = openStateFile(directory(), { mode: "create" });
    onTestFinished(() => file.close());
    const { objects, transaction } = sqliteStore(file);
    const put: Objects["put"] = (...what) => transaction(() => objects.put(...what));
    return { objects: { ...bound(objects), put } };
  },
  git() {
    const path = directory();
    const objects = gitObjects(path);
    onTestFinished(() => objects.close());
    return { objects, directory: path };
  },
};
const bound = (objects: Objects): Objects => ({
  get: (id) => objects.get(id),
  put: (...what) => objects.put(...what),
  has: (id) => objects.has(id),
  ids: () => objects.ids(),
  drop: (ids) => objects.drop(ids),
});

/** A queue that was pushed to, popped, merged, written and read. */
function queueHistory(objects: Objects): ObjectId {
  const queues = queuesIn(objects);
  const filled = (
    from: ReturnType<typeof queues.create>,
    name: string,
    count: number,
  ): typeof from =>
    Array.from({ length: count }).reduce<typeof from>(
      (queue, _, k) => queues.push(queue, `${name} ${k}`),
      from,
    );
  const old = filled(queues.create(), "old", 20);
  const x = filled(queues.pop(old)?.rest ?? old, "x", 12);
  const y = filled(old, "y", 12);
  const both = queues.read(queues.write(valueOf(queues.merge(old, x, y))));
  const again = valueOf(queues.merge(y, both, queues.push(y, "late")));
  expect(queues.elements(again)).toHaveLength(19 + 12 + 12 + 1);
  expect(queues.peek(again)).toBe("old 1");
  return queues.write(again);
}

/** A rope that was made, changed, cut, merged, written and read. */
function ropeHistory(objects: Objects): ObjectId {
  const ropes = ropesIn(objects);
  const text = Array.from({ length: 100 }, (_, k) => `line ${k} of a text\n`).join("");
  const old = ropes.make(text);
  const [head, tail] = ropes.split(ropes.insert(old, 500, "x"), 1_000);
  const x = ropes.append(head, tail);
  const y = ropes.delete(old, 1_500, 19);
  const both = ropes.read(ropes.write(valueOf(ropes.merge(old, x, y))));
  const changed = `${text.slice(0, 500)}x${text.slice(500, 1_500)}${text.slice(1_519)}`;
  expect(ropes.text(both)).toBe(changed);
  return ropes.write(both);
}

test.each(Object.keys(backends))(
  "in %s they hold what they must, and are called what git calls them",
  (name) => {
    const { objects, directory: path } = backends[name]?.() ?? { objects: memoryObjects() };
    const inMemory = memoryObjects();
    const ids = [queueHistory(objects), ropeHistory(objects)];
    expect(ids).toEqual([queueHistory(inMemory), ropeHistory(inMemory)]);
    for (const id of ids) expect(treeObjectAt(objects, id)).toEqual(treeObjectAt(inMemory, id));
    if (path === undefined) return;
    const { status, stderr } = spawnSync("git", ["fsck", "--strict"], {
      cwd: path,
      encoding: "utf8",
    });
    expect([status, stderr.includes("error")]).toEqual([0, false]);
  },
);
