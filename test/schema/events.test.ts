/** The schema of events: it is that of the types, takes every record that can be made, and nothing else. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsSchema, schemaFile } from "../../schema/events.ts";
import { declarationOf } from "../../src/store/declaration.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { blog, program } from "../model/sample.ts";
import { anyEntry } from "../store/entry-arbitrary.ts";
import { isLine, isRecord, requiredOf } from "./judge.ts";

/** As it is kept and printed. */
const anyRecord = fc
  .record({ seq: fc.nat(), run: fc.nat(), atMs: fc.nat() })
  .chain((stamp) => anyEntry.map((entry): JournalRecord => ({ ...stamp, ...entry })))
  .map((record) => JSON.parse(JSON.stringify(record)) as JournalRecord);

test("the schema that is kept is that of the types: npm run schema", () => {
  expect(readFileSync(schemaFile, "utf8")).toBe(eventsSchema());
});

test("the schema of this version is the one that users import", () => {
  const { exports, files } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  expect(exports["./events.schema.json"]).toBe(`./${schemaFile}`);
  expect(files).toContain(schemaFile);
});
interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

test("every record is as the schema says", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyRecord, (record) => {
      seen.add(record.type);
      expect(isRecord(record), JSON.stringify(record)).toBe(true);
      expect(isLine(record)).toBe(record.type !== "result");
    }),
    { numRuns: 1_000 },
  );
  const types = [...requiredOf.keys()].filter((type) => type !== "declaration");
  expect([...seen].toSorted()).toEqual(types.toSorted());
});

test("what a declaration is pinned as is as the schema says", () => {
  for (const declared of [blog, program]) {
    const pinned = { type: "declaration", ...declarationOf(declared) };
    const record = { seq: 1, run: 1, atMs: 0, ...pinned };
    expect(isRecord(JSON.parse(JSON.stringify(record)))).toBe(true);
    expect(isRecord({ ...record, types: [{ name: "nothing else" }] })).toBe(false);
  }
});

test("a record of no known type is refused, as is one that lacks a field or has one too many", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(isRecord({ ...record, type: "beginning" })).toBe(false);
      expect(isRecord({ ...record, mood: "fine" })).toBe(false);
      for (const field of requiredOf.get(record.type) ?? []) {
        const { [field as keyof typeof record]: _left, ...rest } = record;
        expect(isRecord(rest), `${record.type} without ${field}`).toBe(false);
      }
    }),
  );
});

test("a field of another kind is refused", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(isRecord({ ...record, atMs: "1970" })).toBe(false);
      if ("instance" in record) expect(isRecord({ ...record, instance: 1 })).toBe(false);
      if ("error" in record) expect(isRecord({ ...record, error: "it failed" })).toBe(false);
    }),
  );
});

test("of the lines that are no records, too, those that say too little or too much are refused", () => {
  const result = { type: "result", verb: "check", outcome: "done", exitCode: 0 };
  expect(isLine(result)).toBe(true);
  expect(isLine({ ...result, outcome: "fine" })).toBe(false);
  expect(isLine({ ...result, exitCode: 77 })).toBe(false);
  expect(isLine({ ...result, verb: "guess" })).toBe(false);
  expect(isLine({ ...result, makespanS: 1 })).toBe(false);
  expect(isLine({ ...result, verb: "deploy", makespanS: 1 })).toBe(true);
  const version = { type: "version", madeus: "1.2.3", events: "1.0" };
  expect(isLine(version)).toBe(true);
  expect(isLine({ ...version, events: undefined, event: "1.0" })).toBe(false);
});
