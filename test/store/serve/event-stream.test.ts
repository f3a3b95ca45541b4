/** Events as they come over a line: whole, however the stream is cut into pieces. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type StreamEvent, eventsOf } from "../../../src/store/serve/event-stream.ts";

async function read(pieces: Iterable<Uint8Array>): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of eventsOf(ReadableStream.from(pieces))) events.push(event);
  return events;
}

const text =
  ': hello\n\nid: 7\nevent: move\ndata: {"a":"ö"}\n\nretry: 5\r\n\r\ndata:one\ndata: two\n\ndata: cut';

test("wherever a stream is cut, its events are the same; one that is cut by its end is none", async () => {
  const bytes = new TextEncoder().encode(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
      const pieces = ends.map((end, k) => bytes.subarray(ends[k - 1] ?? 0, end));
      expect(await read(pieces)).toEqual([
        { event: "move", data: '{"a":"ö"}', id: "7" },
        { event: "message", data: "one\ntwo", id: undefined },
      ]);
    }),
  );
});

test("an event without an end is refused before it fills the memory", async () => {
  let sent = 0;
  function* endless(): Generator<Uint8Array, undefined> {
    for (const piece = new Uint8Array(2 ** 20).fill(120); ; sent += 1) yield piece;
  }
  await expect(read(endless())).rejects.toThrow("an event has no end");
  expect(sent).toBeLessThan(20);
});
