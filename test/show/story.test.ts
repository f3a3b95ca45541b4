import { expect, test } from "vitest";
import type { Reason } from "../../src/semantics/why.ts";
import { story } from "../../src/show/story.ts";

const reason = (text: string, ...because: Reason[]): Reason => ({
  kind: because.length === 0 ? "failed" : "waits",
  instance: undefined,
  element: undefined,
  text,
  because,
});

test("reasons are indented under what they explain, each told once", () => {
  const cause = reason("db.start failed");
  expect(
    story([reason("web waits", cause), reason("mail waits", reason("queue waits", cause))]),
  ).toEqual(["web waits", "  db.start failed", "mail waits", "  queue waits"]);
});

test("a long story is cut, and says how much is left", () => {
  const lines = story(Array.from({ length: 50 }, (_, k) => reason(`r${k}`)));
  expect(lines).toHaveLength(41);
  expect(lines.at(-1)).toBe("… and 10 more");
});
