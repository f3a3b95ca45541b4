import fc from "fast-check";
import { expect, test } from "vitest";
import { escaped } from "../../../src/net/format/identifier.ts";

/** Back from an identifier to the name. */
const plain = (identifier: string): string =>
  identifier.replaceAll(/_(_|u|x([0-9a-f]+)_)/g, (_, code: string, hex: string | undefined) =>
    code === "_" ? "." : code === "u" ? "_" : String.fromCodePoint(Number.parseInt(hex ?? "", 16)),
  );

test("an identifier has letters, digits and underlines only, and the name can be had back from it", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(".", "_", "x", "u", "4", "1", "\ud800", "é") }),
  );
  fc.assert(
    fc.property(names, (name) => {
      expect(escaped(name)).toMatch(/^[A-Za-z0-9_]*$/);
      expect(plain(escaped(name))).toBe(name);
    }),
  );
});

test("a dot between two names stays readable", () => {
  expect(escaped("db.running")).toBe("db__running");
  expect(["a.b_c", "a_b.c", "a._b", "a_.b"].map(escaped)).toEqual([
    "a__b_uc",
    "a_ub__c",
    "a___ub",
    "a_u__b",
  ]);
});
