import { expect, test } from "vitest";
import { Printed } from "../../../src/show/live/printed.ts";

test("what is printed is given in whole lines, in whatever pieces it comes", () => {
  const printed = new Printed();
  expect(printed.add("one\ntw")).toBe("one\n");
  expect(printed.rest).toBe("tw");
  expect(printed.add("o")).toBe("");
  expect(printed.add("\r\nthree\n\n")).toBe("two\nthree\n\n");
  expect(printed.end()).toBe("");
  printed.add("last");
  expect([printed.end(), printed.end()]).toEqual(["last\n", ""]);
});

test("of a line that is overwritten the last is left", () => {
  expect(new Printed().add("10 %\r50 %\r100 %\n")).toBe("100 %\n");
});

test("colours stay, and nothing else that a terminal obeys", () => {
  const text =
    "\u001b[1;31mred\u001b[0m \u001b[2Aup \u001b]0;title\u0007\u001b[?1049h\u0008tab\tend\n";
  expect(new Printed().add(text)).toBe("\u001b[1;31mred\u001b[0m up tab\tend\n");
});
