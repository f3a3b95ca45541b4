import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutCodes } from "../../../src/show/live/code.ts";

test.each([
  ["\u001b[1;31mred\u001b[0m", "red"],
  ["\u001b[?1049h\u001b[2J\u001b[Hgone", "gone"],
  ["\u001b]0;title\u0007after", "after"],
  ["\u001b]8;;http://here\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["\u001bPq#0\u001b\\picture", "picture"],
  ["\u009b31mred \u009dtitle\u009cmore", "red more"],
  ["\u001b(Bcharset \u001b7saved", "charset saved"],
  ["cut off \u001b[12", "cut off "],
  ["cut off \u001b]0;no end", "cut off "],
  ["plain", "plain"],
])("of %j is left %j", (text, left) => expect(withoutCodes(text)).toBe(left));

test("text that has none stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      expect(withoutCodes(text)).toBe(text);
    }),
  );
});
