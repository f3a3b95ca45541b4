/** Server-sent events, read from a response as they come (HTML Living Standard, 9.2.6). */
import { piecesOf } from "./piece.ts";

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** Of one event. */
const lengthMax = 2 ** 24;

/**
 * Ends with the stream; an event that is cut by its end is none.
 *
 * @throws RangeError  where an event has no end; what the stream throws
 */
export async function* eventsOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamEvent, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of piecesOf(stream)) {
    const blocks = `${rest}${decoder.decode(piece, { stream: true })}`.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    if (rest.length > lengthMax) throw new RangeError("an event has no end");
    for (const block of blocks) {
      const event = eventIn(block);
      if (event !== undefined) yield event;
    }
  }
}

/** Undefined where it holds no data: a sign of life. */
function eventIn(block: string): StreamEvent | undefined {
  let event = "message";
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ""] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "id") id = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join("\n"), id };
}
