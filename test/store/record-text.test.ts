import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../../src/store/journal.ts";
import { recordText } from "../../src/store/record-text.ts";
import { anyEntry } from "./entry-arbitrary.ts";

test("the text of a record is JSON of its time and all of its entry", () => {
  const time = fc.oneof(fc.nat(), fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }));
  fc.assert(
    fc.property(time, anyEntry, (atMs, entry) => {
      expect(JSON.parse(recordText(atMs, entry))).toEqual(
        JSON.parse(JSON.stringify({ atMs, ...entry })),
      );
    }),
    { numRuns: 500 },
  );
});

test("what is written most reads as JSON would write it", () => {
  const names = { instance: "web 1", transition: 'say "hi"' };
  const entries: readonly Entry[] = [
    { type: "started", ...names, attempt: 1, key: "0a/web 1.go.7", host: "höst", after: 3 },
    { type: "started", ...names, attempt: 2, key: "k\n", host: "local" },
    { type: "ended", ...names },
    { type: "ended", ...names, station: "up" },
  ];
  for (const entry of entries)
    expect(recordText(7, entry)).toBe(JSON.stringify({ atMs: 7, ...entry }));
});
