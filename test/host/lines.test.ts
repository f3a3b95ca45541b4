import fc from "fast-check";
import { expect, test } from "vitest";
import { cutNote, lineBytesMax, lines } from "../../src/host/lines.ts";

function linesOf(...chunks: readonly Uint8Array[]): readonly string[] {
  const found: string[] = [];
  const reader = lines((line) => found.push(line));
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return found;
}
const bytes = (text: string): Buffer => Buffer.from(text);

test("bytes become the same lines however they are cut into chunks", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "𝄞", "\n", "\r\n", "\r"),
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, fc.array(fc.nat(60)), (written, cuts) => {
      const whole = bytes(written);
      const at = [
        0,
        ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b),
        whole.length,
      ];
      const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end));
      const expected = written.split("\n").map((line) => line.replace(/\r$/, ""));
      // What follows the last newline is a line only if there is something.
      if (written.endsWith("\n") || written === "") expected.pop();
      expect(linesOf(...chunks)).toEqual(expected);
    }),
  );
});

test("what is not UTF-8 is replaced, not lost", () => {
  expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(["a\ufffdb"]);
});

test("a line of just the greatest length is whole, with either newline", () => {
  const line = "x".repeat(lineBytesMax);
  expect(linesOf(bytes(`${line}\n${line}\r\n${line}`))).toEqual([line, line, line]);
});

test("a longer line is cut, says so, and does not touch the next", () => {
  const line = "x".repeat(lineBytesMax);
  expect(linesOf(bytes(`${line}yz`), bytes("more\nnext\n"))).toEqual([line, cutNote, "next"]);
  expect(linesOf(bytes(`${line}y\r\n`))).toEqual([line, cutNote]);
});

test("a line is not cut inside a character", () => {
  const [first] = linesOf(bytes(`${"x".repeat(lineBytesMax - 2)}𝄞𝄞\n`));
  expect(first).toBe("x".repeat(lineBytesMax - 2));
});
