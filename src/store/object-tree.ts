/**
 * A tree as git writes it: `MODE NAME\0` and 20 bytes of an id for each entry, in git's order.
 *
 * Only what Madeus makes is read: leaves (`100644`) and directories (`40000`). Links, programs and submodules are refused.
 */
import { damagedObject } from "./object-fault.ts";
import { type ObjectId, idFromBytes, idLength, writeId } from "./object-id.ts";

export interface StoredTree {
  readonly kind: "tree";
  /** In git's order where it comes from a store; to be stored, in any order, each name once. */
  readonly entries: readonly TreeEntry[];
}
export interface TreeEntry {
  readonly name: string;
  readonly mode: EntryMode;
  readonly id: ObjectId;
}
/** A leaf is a blob, a directory a tree. */
export type EntryMode = typeof leafMode | typeof directoryMode;
export const leafMode = "100644";
export const directoryMode = "40000";

/** Cost: linear; entries out of order are sorted. */
export function encodeTree({ entries }: StoredTree): Uint8Array {
  const room = entries.reduce((sum, { mode, name }) => sum + mode.length + 3 * name.length + 22, 0);
  const bytes = new Uint8Array(room);
  let at = 0;
  for (const { mode, name, id } of inOrder(entries)) {
    at = writeText(bytes, at, mode);
    bytes[at] = space;
    at = writeText(bytes, at + 1, name) + 1;
    writeId(bytes, at, id);
    at += idLength;
  }
  return bytes.subarray(0, at);
}

/** @throws MadeusError  `MADEUS_OBJECT_DAMAGED` */
export function decodeTree(bytes: Uint8Array): StoredTree {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at) + 1;
    if (end === 0 || end + idLength > bytes.length)
      throw damagedObject("tree", "its end is missing");
    const entry = entryOf(bytes, at, end);
    const last = entries.at(-1);
    if (last !== undefined && compareEntries(last, entry) >= 0)
      throw damagedObject("tree", "its entries are out of order");
    entries.push(entry);
    at = end + idLength;
  }
  refuseTwins(entries);
  return { kind: "tree", entries };
}

/** Why git would not have an entry of this name; undefined where it would. */
export function entryNameProblem(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.includes("/")) return 'holds a "/"';
  if (name.includes("\0")) return "holds a zero byte";
  if (!name.isWellFormed()) return "holds half a character";
  const seen = name.replace(unseen, "");
  if (reserved.some((pattern) => pattern.test(seen))) return "means something else to git";
  return undefined;
}

/** What git refuses, or looks into, because some file system takes it for one of git's own files (`fsck_tree` in its fsck.c). */
const reserved: readonly RegExp[] = [
  /^\.{1,2}$/,
  /(?:^|\\)(?:\.git|git~1)[. ]*(?:$|[\\:])/i,
  /^(?:\.git(?:modules|attributes)|gi[a-z0-9]{0,4}~\d+)[. ]*(?:$|:)/i,
];
/** Characters that HFS+ passes over. */
const unseen = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/** Git's order: by the bytes of the names, a directory as if its name ended with `/`. */
export function compareEntries(a: TreeEntry, b: TreeEntry): number {
  // Where neither begins as the other, nothing at their ends matters.
  const order = compareNames(a.name, b.name);
  if (!a.name.startsWith(b.name) && !b.name.startsWith(a.name)) return order;
  return compareNames(sortedAs(a), sortedAs(b));
}

/** The order of the names' bytes in UTF-8, which is that of their characters. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let k = 0; k < length; k += 1) {
    const difference = rank(a.charCodeAt(k)) - rank(b.charCodeAt(k));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A surrogate stands for a character above all that need none. */
const rank = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;

const sortedAs = ({ name, mode }: TreeEntry): string =>
  mode === directoryMode ? `${name}/` : name;

function inOrder(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  for (let k = 1; k < entries.length; k += 1) {
    const [before, after] = [entries[k - 1], entries[k]];
    if (before !== undefined && after !== undefined && compareEntries(before, after) > 0)
      return entries.toSorted(compareEntries);
  }
  return entries;
}

function entryOf(bytes: Uint8Array, from: number, end: number): TreeEntry {
  const head = readText(bytes.subarray(from, end - 1));
  const middle = head.indexOf(" ");
  const [mode, name] = [head.slice(0, Math.max(middle, 0)), head.slice(middle + 1)];
  if (mode !== leafMode && mode !== directoryMode)
    throw damagedObject(
      "tree",
      `it has an entry of mode ${JSON.stringify(mode)}, which Madeus does not make`,
    );
  const problem = entryNameProblem(name);
  if (problem !== undefined)
    throw damagedObject("tree", `the name ${JSON.stringify(name)} ${problem}`);
  return { name, mode, id: idFromBytes(bytes.subarray(end, end + idLength)) };
}

/** A leaf and a directory of one name are not neighbours where other names fall between them. */
function refuseTwins(entries: readonly TreeEntry[]): void {
  const leaves = new Set<string>();
  for (const { name, mode } of entries)
    if (mode === leafMode) leaves.add(name);
    else if (leaves.has(name)) throw damagedObject("tree", "it has a name twice");
}

/** Gives where the text ends. Most names are ASCII, which needs no encoder. */
function writeText(bytes: Uint8Array, from: number, text: string): number {
  for (let k = 0; k < text.length; k += 1) {
    const unit = text.charCodeAt(k);
    if (unit > asciiMax) return from + utf8.encodeInto(text, bytes.subarray(from)).written;
    bytes[from + k] = unit;
  }
  return from + text.length;
}

function readText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte > asciiMax) return readUtf8(bytes);
    text += ascii[byte];
  }
  return text;
}

function readUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (error) {
    throw damagedObject("tree", "a name is not UTF-8", error);
  }
}

const space = 0x20;
const asciiMax = 0x7f;
const ascii: readonly string[] = Array.from({ length: asciiMax + 1 }, (_, k) =>
  String.fromCharCode(k),
);
const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
