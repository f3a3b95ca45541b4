/**
 * In what one tree differs from another: names that are gone, and entries that are new or others. Trees stand here as their bytes.
 *
 * A wide directory changes at few names at a time; so kept, a change costs what changed and not the width. It is the form in which a
 * tree lies in a file, no more: its id is that of the whole.
 */
import { damagedObject } from "./object-fault.ts";
import { idLength } from "./object-id.ts";
import { compareEntries, decodeTree, encodeTree } from "./object-tree.ts";

/** The names that are gone, a zero byte after each, and one more; then the entries, as in a tree. */
export function treeDelta(from: Uint8Array, to: Uint8Array): Uint8Array {
  const changed: Uint8Array[] = [];
  // Up to the first name that came or went, and mostly there is none, an entry stands in both at the same place.
  let at = 0;
  while (at < to.length) {
    const end = to.indexOf(0, at) + 1;
    if (!areSame(from, to, at, end)) break;
    if (!areSame(from, to, end, end + idLength)) changed.push(to.subarray(at, end + idLength));
    at = end + idLength;
  }
  const before = new Map(decodeTree(from.subarray(at)).entries.map((entry) => [entry.name, entry]));
  const entries = decodeTree(to.subarray(at)).entries.filter(({ name, mode, id }) => {
    const was = before.get(name);
    before.delete(name);
    return was?.id !== id || was.mode !== mode;
  });
  const gone = utf8.encode([...before.keys(), ""].map((name) => `${name}\0`).join(""));
  return joined([gone, ...changed, encodeTree({ kind: "tree", entries })]);
}

/**
 * The tree that comes of it.
 *
 * @param deltas  each from what the one before it gives
 * @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where a delta cannot be read
 */
export function applyDeltas(from: Uint8Array, deltas: readonly Uint8Array[]): Uint8Array {
  const entries = new Map(decodeTree(from).entries.map((entry) => [entry.name, entry]));
  for (const delta of deltas) {
    let at = 0;
    for (let end = delta.indexOf(0); end !== at; end = delta.indexOf(0, at)) {
      if (end < 0) throw damagedObject("tree", "what it differs in has no end");
      entries.delete(names.decode(delta.subarray(at, end)));
      at = end + 1;
    }
    for (const entry of decodeTree(delta.subarray(at + 1)).entries) entries.set(entry.name, entry);
  }
  return encodeTree({ kind: "tree", entries: [...entries.values()].toSorted(compareEntries) });
}

/** Do both hold the same bytes from one place to another? */
function areSame(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const utf8 = new TextEncoder();
const names = new TextDecoder("utf-8", { ignoreBOM: true });
