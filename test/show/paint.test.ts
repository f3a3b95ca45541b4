import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coloured, printable, wantsColour } from "../../src/show/paint.ts";

describe("colour", () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ CI: "true" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "1", CI: "true", TERM: "dumb" }, false, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
  ])("with %j on a terminal: %s is wanted: %s", (env, isTerminal, wanted) => {
    expect(wantsColour(env, isTerminal)).toBe(wanted);
  });

  test("is kept or left out, and ends with the line", () => {
    const line = `${coloured.green("well")} done`;
    expect(printable(line, true)).toBe("\u001b[32mwell\u001b[39m done\u001b[0m");
    expect(printable(line, false)).toBe("well done");
    expect(printable("plain", true)).toBe("plain");
  });
});

test("nothing that a terminal obeys is printed, but for our colours", () => {
  const piece = fc.constantFrom(
    "a",
    "\n",
    "\u001b",
    "[2J",
    "[32m",
    "\u001b[8m",
    "\u0007",
    "\u009b",
    "\r",
    coloured.red("x"),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), (pieces, colour) => {
      const printed = printable(pieces.join(""), colour);
      // oxlint-disable-next-line no-control-regex
      const bare = printed.replaceAll(/\u001b\[(0|1|2|22|31|32|33|39)m/g, "");
      // oxlint-disable-next-line no-control-regex
      expect(bare).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      if (!colour) expect(printed).toBe(bare);
    }),
  );
});
