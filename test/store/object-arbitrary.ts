/** Any objects, as git and Madeus may write them. */
import fc from "fast-check";
import type { StoredCommit } from "../../src/store/object-commit.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import { type StoredTree, entryNameProblem } from "../../src/store/object-tree.ts";
import type { StoredBlob, StoredObject } from "../../src/store/object.ts";

const anyId: fc.Arbitrary<ObjectId> = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));

/** Names that sort differently by bytes, by characters and with a slash behind them are among them. */
export const anyName: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      "a",
      "a.b",
      "a-b",
      "a0",
      "ab",
      "\u{ffee}",
      "\u{1f40b}",
      "\u{e000}",
      "é",
      "__proto__",
    ),
    fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }),
  )
  .filter((name) => entryNameProblem(name) === undefined);

export const anyBlob: fc.Arbitrary<StoredBlob> = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => ({ kind: "blob", bytes }));

export const anyTree: fc.Arbitrary<StoredTree> = fc
  .uniqueArray(
    fc.record({
      name: anyName,
      mode: fc.constantFrom("100644" as const, "40000" as const),
      id: anyId,
    }),
    { selector: ({ name }) => name, maxLength: 8 },
  )
  .map((entries) => ({ kind: "tree", entries }));

const anyWord = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "é", " ", ".", "x") });
const anySignature = fc.record({
  name: anyWord,
  email: anyWord,
  atS: fc.integer({ min: -1e10, max: 1e11 }),
  zone: fc.constantFrom("+0000", "-0000", "+0530", "-1100"),
});
const anyText = fc.string({
  maxLength: 30,
  unit: fc.constantFrom("a", "\n", " ", "é", "\u{1f40b}"),
});

export const anyCommit: fc.Arbitrary<StoredCommit> = fc.record({
  kind: fc.constant("commit"),
  tree: anyId,
  parents: fc.array(anyId, { maxLength: 3 }),
  author: anySignature,
  committer: anySignature,
  headers: fc.array(fc.tuple(fc.constantFrom("encoding", "gpgsig", "madeus-cause"), anyText), {
    maxLength: 2,
  }),
  message: anyText,
});

export const anyObject: fc.Arbitrary<StoredObject> = fc.oneof(anyBlob, anyTree, anyCommit);
