/** Nobody is told of a record that a crash could still undo. */
import { expect, test } from "vitest";
import { heldBack } from "../../src/command/held-back.ts";

test("lines are held back until their records are committed, then told once and in order", () => {
  const told: string[] = [];
  const held = heldBack({
    json: true,
    result: () => undefined,
    say: () => undefined,
    object: ({ type }) => told.push(type),
    progress: (line) => told.push(line),
  });
  held.object({ type: "heartbeat", atMs: 0, running: [], waiting: [] });
  held.progress("db starts");
  expect(told).toEqual([]);
  held.release();
  held.release();
  expect(told).toEqual(["heartbeat", "db starts"]);
});
