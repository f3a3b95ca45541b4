/** What every store of objects keeps true, in memory and in a file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEntries } from "../../src/store/object-tree.ts";
import { type StoredObject, encode, idOf } from "../../src/store/object.ts";
import { blobAt, commitAt, treeObjectAt } from "../../src/store/objects.ts";
import { anyObject, anyTree } from "./object-arbitrary.ts";
import { describeStores } from "./store-shelf.ts";

const blob = (text: string): StoredObject => ({
  kind: "blob",
  bytes: new Uint8Array(Buffer.from(text)),
});
const nothing = "0".repeat(40);

describeStores((newShelf) => {
  test("what was put is found under its id, also later, and put twice is kept once", () => {
    const shelf = newShelf();
    const { objects, transaction } = shelf.open();
    const id = objects.put(blob("a"));
    expect(objects.put(blob("a"))).toBe(id);
    expect(objects.get(id)).toEqual({ kind: "blob", bytes: new Uint8Array([97]) });
    transaction(() => undefined);
    expect(objects.put(blob("a"))).toBe(id);
    transaction(() => undefined);
    expect([...shelf.open().objects.ids()]).toEqual([id]);
    expect(shelf.open().objects.get(id)).toEqual({ kind: "blob", bytes: new Uint8Array([97]) });
  });

  test("what was not put is not found", () => {
    const { objects, transaction } = newShelf().open();
    const id = objects.put(blob("a"));
    transaction(() => undefined);
    for (const unknown of [nothing, "", "main", id.slice(1), `${id}0`, id.toUpperCase(), "é"]) {
      expect([objects.get(unknown), objects.has(unknown)]).toEqual([undefined, false]);
      transaction(() => objects.drop([unknown]));
    }
    expect([...objects.ids()]).toEqual([id]);
  });

  test("an object that is changed by its owner afterwards is kept as it was", () => {
    const { objects } = newShelf().open();
    const bytes = new Uint8Array([1, 2, 3]);
    const id = objects.put({ kind: "blob", bytes });
    bytes.fill(9);
    blobAt(objects, id).bytes.fill(8);
    expect([...blobAt(objects, id).bytes]).toEqual([1, 2, 3]);
  });

  test("an id that is unknown, or that of another kind, is told in words", () => {
    const { objects } = newShelf().open();
    const id = objects.put(blob("a"));
    expect(() => commitAt(objects, nothing)).toThrow(
      expect.objectContaining({
        code: "MADEUS_OBJECT_MISSING",
        message: `The store holds no commit ${nothing}.`,
      }),
    );
    expect(() => treeObjectAt(objects, id)).toThrow(
      expect.objectContaining({
        code: "MADEUS_OBJECT_DAMAGED",
        message: `A blob is damaged: ${id} stands where a tree must be.`,
      }),
    );
  });

  test("keeps any objects through any order of putting, dropping and committing", () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: anyObject },
      { weight: 2, arbitrary: fc.constant("commit" as const) },
      { weight: 2, arbitrary: fc.nat(20) },
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const shelf = newShelf();
        const { objects, transaction } = shelf.open();
        const expected = new Map<string, StoredObject>();
        for (const made of acts) {
          if (made === "commit") transaction(() => undefined);
          else if (typeof made === "number") {
            const gone = [...expected.keys()].slice(made, made + 2);
            transaction(() => objects.drop(gone));
            for (const id of gone) expected.delete(id);
          } else expected.set(objects.put(made), made);
          expect([...objects.ids()].toSorted()).toEqual([...expected.keys()].toSorted());
        }
        transaction(() => undefined);
        const later = shelf.open().objects;
        for (const [id, object] of expected) expect(encoded(later.get(id))).toEqual(encode(object));
      }),
      { numRuns: 30 },
    );
  });

  test("what a transaction that fails was to write is written by the next one", () => {
    const shelf = newShelf();
    const { objects, transaction } = shelf.open();
    const id = objects.put(blob("a"));
    expect(() =>
      transaction(() => {
        objects.put(blob("b"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(objects.has(id)).toBe(true);
    transaction(() => undefined);
    expect([...shelf.open().objects.ids()].toSorted()).toEqual(
      [idOf(blob("a")), idOf(blob("b"))].toSorted(),
    );
  });

  test("the boundary is a set that is kept", () => {
    const shelf = newShelf();
    const { boundary } = shelf.open();
    const [a, b] = ["a".repeat(40), "b".repeat(40)];
    for (const id of [b, a, b]) boundary.add(id);
    expect([...shelf.open().boundary].toSorted()).toEqual([a, b]);
    expect([boundary.has(a), boundary.has(nothing)]).toEqual([true, false]);
    for (const id of boundary) boundary.delete(id);
    boundary.delete(nothing);
    expect([...shelf.open().boundary]).toEqual([]);
  });

  describe("trees that are like others", () => {
    test("are found whole, whatever they were made from and whatever of that was dropped", () => {
      const changed = fc.record({ tree: anyTree, like: fc.nat(6), drop: fc.nat(9) });
      const wide = Array.from({ length: 40 }, (_, k) => ({
        name: `instance-${k}`,
        mode: "100644" as const,
        id: String(k).padStart(40, "0"),
      }));
      fc.assert(
        fc.property(fc.array(changed, { minLength: 3, maxLength: 12 }), (changes) => {
          const shelf = newShelf();
          const { objects, transaction } = shelf.open();
          const made = [objects.put({ kind: "tree", entries: wide })];
          const kept = new Map<string, StoredObject>();
          for (const { tree, like } of changes) {
            const from = made[made.length - 1 - (like % made.length)] ?? "";
            const names = new Set(tree.entries.map(({ name }) => name));
            const base = treeObjectAt(objects, from).entries.filter(
              ({ name }, k) => !names.has(name) && k % 17 !== like,
            );
            const object = { kind: "tree", entries: [...base, ...tree.entries] } as const;
            const id = objects.put(object, from);
            made.push(id);
            kept.set(id, object);
            if (like > 3) transaction(() => undefined);
          }
          const gone = changes.flatMap(({ drop }) => made[drop] ?? []);
          transaction(() => undefined);
          transaction(() => objects.drop(gone));
          for (const id of gone) kept.delete(id);
          const later = shelf.open().objects;
          for (const [id, object] of kept) {
            expect(encoded(later.get(id))).toEqual(encode(object));
            expect(treeObjectAt(later, id).entries).toEqual(
              treeObjectAt(later, id).entries.toSorted(compareEntries),
            );
          }
        }),
        { numRuns: 25 },
      );
    });
  });
});

const encoded = (object: StoredObject | undefined): Uint8Array | undefined =>
  object === undefined ? undefined : encode(object);
