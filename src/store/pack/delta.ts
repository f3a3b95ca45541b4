/**
 * Deltas of packs: an object as copies from another and what is new between (git's format, gitformat-pack).
 *
 * What Madeus writes has one gap: what two texts begin with and end with is copied. A directory in which one entry changed is so a
 * few bytes. What is read may have any number of pieces.
 */

/** `base` changed into `target`; undefined where less than half of it can be copied. Cost: linear. */
export function deltaOf(base: Uint8Array, target: Uint8Array): Uint8Array | undefined {
  const most = Math.min(base.length, target.length);
  let head = 0;
  while (head < most && base[head] === target[head]) head += 1;
  let tail = 0;
  while (tail < most - head && base[base.length - 1 - tail] === target[target.length - 1 - tail])
    tail += 1;
  if ((head + tail) * 2 < target.length) return undefined;
  return Uint8Array.from([
    ...lengthBytes(base.length),
    ...lengthBytes(target.length),
    ...copy(0, head),
    ...insert(target.subarray(head, target.length - tail)),
    ...copy(base.length - tail, tail),
  ]);
}

/** How long the result of a delta says to be; undefined where it does not say so. */
export function targetLength(delta: Uint8Array): number | undefined {
  return lengthAt(delta, lengthAt(delta, 0)?.end ?? delta.length)?.value;
}

/** `base` as the delta changes it; undefined where the delta is not one of `base`. Cost: linear in the result. */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array | undefined {
  const from = lengthAt(delta, 0);
  const to = lengthAt(delta, from?.end ?? delta.length);
  if (from?.value !== base.length || to === undefined) return undefined;
  const target = new Uint8Array(to.value);
  let written = 0;
  for (let at = to.end; at < delta.length; ) {
    const piece = pieceAt(delta, at);
    if (piece === undefined) return undefined;
    const { begin, length, end } = piece;
    const source = piece.isCopy ? base : delta;
    if (begin + length > source.length || written + length > target.length) return undefined;
    target.set(source.subarray(begin, begin + length), written);
    written += length;
    at = end;
  }
  return written === target.length ? target : undefined;
}

interface Piece {
  /** From the base; else from the delta itself. */
  readonly isCopy: boolean;
  readonly begin: number;
  readonly length: number;
  readonly end: number;
}

function pieceAt(delta: Uint8Array, at: number): Piece | undefined {
  const order = delta[at] ?? 0;
  // An order of zero is reserved.
  if (order === 0) return undefined;
  if (order < copyOrder)
    return { isCopy: false, begin: at + 1, length: order, end: at + 1 + order };
  let end = at + 1;
  const number = (bits: readonly number[]): number =>
    bits.reduce(
      (sum, bit, k) => sum + ((order & bit) === 0 ? 0 : (delta[end++] ?? 0) * 256 ** k),
      0,
    );
  const begin = number([1, 2, 4, 8]);
  const length = number([16, 32, 64]);
  if (end > delta.length) return undefined;
  return { isCopy: true, begin, length: length === 0 ? 0x1_0000 : length, end };
}
const copyOrder = 0x80;

function* copy(from: number, length: number): Generator<number> {
  const pieceMax = 0xff_ffff;
  for (let at = from; at < from + length; at += pieceMax) {
    const numbers = [
      ...littleEndian(at, 4),
      ...littleEndian(Math.min(pieceMax, from + length - at), 3),
    ];
    yield numbers.reduce((order, byte, k) => order | (byte === 0 ? 0 : 1 << k), copyOrder);
    yield* numbers.filter((byte) => byte !== 0);
  }
}

function* insert(bytes: Uint8Array): Generator<number> {
  for (let at = 0; at < bytes.length; at += copyOrder - 1) {
    const piece = bytes.subarray(at, at + copyOrder - 1);
    yield piece.length;
    yield* piece;
  }
}

const littleEndian = (value: number, bytes: number): readonly number[] =>
  Array.from({ length: bytes }, (_, k) => Math.floor(value / 256 ** k) % 256);

/** Seven bits a byte, the lowest first. */
function* lengthBytes(value: number): Generator<number> {
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) yield (left % 128) + 128;
  yield left;
}

function lengthAt(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let k = 0; k < lengthBytesMax; k += 1) {
    const byte = bytes[from + k];
    if (byte === undefined) return undefined;
    value += (byte % 128) * 128 ** k;
    if (byte < 128) return { value, end: from + k + 1 };
  }
  return undefined;
}
/** More would be a number that cannot be counted exactly. */
const lengthBytesMax = 7;
