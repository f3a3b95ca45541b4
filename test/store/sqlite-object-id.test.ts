/** The id that a state's file gives is git's, as that of the pure store is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { idOfBytes } from "../../src/store/object-id.ts";
import { nativeId } from "../../src/store/sqlite-object-id.ts";

test("it is the id that the pure part of the store gives", () => {
  const kind = fc.constantFrom("blob" as const, "tree" as const, "commit" as const);
  fc.assert(
    fc.property(kind, fc.uint8Array({ maxLength: 200 }), (of, bytes) => {
      expect(nativeId(of, bytes)).toBe(idOfBytes(of, bytes));
    }),
  );
});

test("it is that of a part of other bytes, too", () => {
  const part = new TextEncoder().encode("<hello\n>").subarray(1, 7);
  expect(nativeId("blob", part)).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
});
