/** The model of a disk that the power cuts rest on. */
import { expect, test } from "vitest";
import type { DiskEvent } from "./disk-call.ts";
import { type Files, afterPowerCut } from "./disk.ts";

const write = (path: string, at: number, text: string): DiskEvent => ({
  type: "write",
  path,
  at,
  bytes: Buffer.from(text),
});
/** All that may be found, as text, in a thousand tries. */
function outcomes(before: Files, events: readonly DiskEvent[]): ReadonlySet<string> {
  let state = 1;
  const draw = (n: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % n;
  };
  const found = Array.from({ length: 1_000 }, () =>
    [...afterPowerCut(before, events, events.length, draw)]
      .map(([path, bytes]) => `${path}=${bytes.toString().replaceAll("\0", "-")}`)
      .join(" "),
  );
  return new Set(found);
}
const there: Files = new Map([["/d/a", Buffer.from("...")]]);

test("of what was not synchronized each write may be there or not", () => {
  expect(outcomes(there, [write("/d/a", 0, "x"), write("/d/a", 2, "y")])).toEqual(
    new Set(["/d/a=...", "/d/a=x..", "/d/a=..y", "/d/a=x.y"]),
  );
});

test("what was synchronized is there", () => {
  const events = [
    write("/d/a", 0, "x"),
    { type: "sync", path: "/d/a" },
    write("/d/a", 2, "y"),
  ] as const;
  expect(outcomes(there, events)).toEqual(new Set(["/d/a=x..", "/d/a=x.y"]));
});

test("a write over several sectors may be torn between them", () => {
  const before: Files = new Map([["/d/a", Buffer.alloc(1_024, ".")]]);
  const found = [...outcomes(before, [write("/d/a", 0, "x".repeat(1_024))])];
  const halves = found.map((text) => `${text.at(5)}${text.at(5 + 512)}`);
  expect(halves.toSorted()).toEqual(["..", ".x", "x.", "xx"]);
});

test("directories change in order, up to any point that was not synchronized", () => {
  const events: readonly DiskEvent[] = [
    { type: "create", path: "/d/b" },
    { type: "rename", path: "/d/a", to: "/d/c" },
    { type: "remove", path: "/d/b" },
  ];
  expect(outcomes(there, events)).toEqual(
    new Set(["/d/a=...", "/d/a=... /d/b=", "/d/b= /d/c=...", "/d/c=..."]),
  );
  expect(outcomes(there, [...events, { type: "sync", path: "/d" }])).toEqual(new Set(["/d/c=..."]));
});
