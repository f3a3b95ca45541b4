/**
 * A line of JSON in pieces. A text of more than 512 Mi characters cannot be held by Node, and the result of a very large run has more.
 *
 * Together the pieces are what `JSON.stringify` gives, and the end of the line. Pure.
 */

/** Long lists are divided, at any depth of objects; what stands in lists is not. */
export function* jsonLine(value: object): Generator<string> {
  let piece = "";
  for (const part of parts(value)) {
    piece += part;
    if (piece.length < pieceMin) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}\n`;
}
const pieceMin = 2 ** 16;

function* parts(value: unknown): Generator<string> {
  if (Array.isArray(value)) return yield* listed(value);
  if (typeof value !== "object" || value === null || "toJSON" in value)
    return yield JSON.stringify(value);
  let before = "{";
  for (const [name, own] of Object.entries(value)) {
    if (own === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* parts(own);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

function* listed(values: readonly unknown[]): Generator<string> {
  yield "[";
  for (let k = 0; k < values.length; k += stride)
    yield `${k > 0 ? "," : ""}${JSON.stringify(values.slice(k, k + stride)).slice(1, -1)}`;
  yield "]";
}
const stride = 1000;
