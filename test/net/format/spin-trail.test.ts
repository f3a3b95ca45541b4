import { describe, expect, test } from "vitest";
import { isMadeusError } from "../../../src/model/code.ts";
import { readSpinTrail } from "../../../src/net/format/spin-trail.ts";
import { netOf } from "../../../src/net/net.ts";
import { rowsOf } from "../../../src/net/rows.ts";

/** `go` takes the token from a to b where c is marked, `back` brings it back. */
const net = netOf({
  name: "to and fro",
  placeCount: 3,
  transitionCount: 2,
  consumed: rowsOf([[0], [1]]),
  read: rowsOf([[2], []]),
  produced: rowsOf([[1], [0]]),
  initial: Uint8Array.of(1, 0, 1),
  placeName: (place) => "abc"[place] ?? "",
  transitionName: (transition) => ["go", "back"][transition] ?? "",
  apart: () => false,
});

const trail = (...lines: readonly string[]): string =>
  ["ltl x: <> (p_a)", ...lines, "spin: trail ends after 9 steps", "#processes: 1"].join("\n");
const fires = (transition: number): string => `      fires transition ${transition}`;
const cycle = "  <<<<<START OF CYCLE>>>>>";

describe("the trail of SPIN", () => {
  test("gives the transitions of the net, whatever is printed around them", () => {
    const printed = `  2:\tproc  0 (net:1) net.pml:9 (state 6)\t[printf('fires transition 1\\n')]`;
    expect(readSpinTrail(trail(fires(0), printed, `${fires(1)}\r`), net)).toEqual({
      transitions: [0, 1],
      cycleAt: undefined,
    });
  });

  test("says from where on it goes round", () => {
    expect(readSpinTrail(trail(fires(0), cycle, fires(1), fires(0)), net)).toEqual({
      transitions: [0, 1, 0],
      cycleAt: 1,
    });
  });

  test("ends where only time goes on", () => {
    expect(readSpinTrail(trail(fires(0), cycle), net).cycleAt).toBeUndefined();
  });

  test("may be of no steps", () => {
    expect(readSpinTrail(trail(), net).transitions).toEqual([]);
  });

  test.each([
    ["a text without a trail", "spin: cannot find trail file", "the text holds no trail of SPIN"],
    [
      "a transition that is not enabled",
      trail(fires(0), fires(0)),
      `step 2 of the trail fires "go" without a token in "a"`,
    ],
    [
      "a transition that the net does not have",
      trail(fires(2)),
      "the trail fires transition 2, and the net has 2",
    ],
    [
      "a cycle that does not close",
      trail(cycle, fires(0)),
      "the cycle of the trail does not come back to where it begins",
    ],
  ])("is refused where it is %s", (_, text, told) => {
    try {
      readSpinTrail(text, net);
    } catch (error) {
      expect(isMadeusError(error) && [error.code, error.message]).toEqual([
        "MADEUS_TRACE_REFUSED",
        told,
      ]);
      return;
    }
    expect.unreachable();
  });

  test("is refused where a place that is only read is empty", () => {
    const other = { ...net, initial: Uint8Array.of(1, 0, 0) };
    expect(() => readSpinTrail(trail(fires(0)), other)).toThrow(`without a token in "c"`);
  });
});
