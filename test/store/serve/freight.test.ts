/** Objects on their way over HTTP: what was sent arrives, what was cut or forged does not. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMadeusError } from "../../../src/model/code.ts";
import { encode } from "../../../src/store/object.ts";
import { closure } from "../../../src/store/pack/closure.ts";
import { joined } from "../../../src/store/pack/pack.ts";
import { freightOf, readFreight } from "../../../src/store/serve/freight.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import { last, line } from "../pack/growth.ts";

const objects = memoryObjects();
const commits = line(objects, 4, 5);
const found = closure(objects, [last(commits)], [], { depth: 2 });
const bytes = joined(freightOf(objects, found));

test("what is sent arrives, with where it ends", () => {
  const { border, unpacked } = readFreight(bytes);
  expect(border).toEqual([commits[2]]);
  expect([...unpacked.keys()]).toEqual(found.parts.map(({ id }) => id));
  for (const [id, { object }] of unpacked) {
    const kept = objects.get(id);
    expect(encode(object)).toEqual(kept && encode(kept));
  }
});

test("wherever it is cut, it holds less or is refused", () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (at) => {
      try {
        expect(readFreight(bytes.subarray(0, at)).unpacked.size).toBeLessThan(found.parts.length);
      } catch (error) {
        if (!isMadeusError(error)) throw error;
      }
    }),
  );
});

test.each([
  "",
  "no JSON\n",
  "{}\n",
  '{"border":[]}\nblob 4\0abc',
  '{"border":[]}\nblob 04\0abcd',
  '{"border":[]}\ntag 1\0a',
  `{"border":[]}\nblob ${"9".repeat(30)}\0a`,
  '{"border":[]}\nblob 3',
])("%j is refused", (text) => {
  expect(() => readFreight(new TextEncoder().encode(text))).toThrow("A pack of objects is refused");
});

test("what has another content has another id", () => {
  const forged = new TextEncoder().encode('{"border":["x"]}\nblob 2\x001\n');
  const { border, unpacked } = readFreight(forged);
  expect(border).toEqual([]);
  expect([...unpacked.keys()]).toEqual(["d00491fd7e5bb6fa28c517a0bb32b8b506539d4d"]);
});
