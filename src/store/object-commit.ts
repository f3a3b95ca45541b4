/**
 * A commit as git writes it: headers, an empty line, the message.
 *
 * What Madeus adds stands in headers of its own after git's; git keeps them and shows them with `git cat-file`.
 */
import { damagedObject } from "./object-fault.ts";
import { type ObjectId, isObjectId } from "./object-id.ts";

export interface StoredCommit {
  readonly kind: "commit";
  readonly tree: ObjectId;
  /** What it was made from; several where it merges them. */
  readonly parents: readonly ObjectId[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Further headers in their order; a value may have several lines. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it stands in the object: by custom it ends with a newline. */
  readonly message: string;
}
/** Who, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Whole seconds since the epoch. */
  readonly atS: number;
  /** The clock of the one who signed, as git writes it, e.g. `+0100`. */
  readonly zone: string;
}

export function encodeCommit(commit: StoredCommit): Uint8Array {
  const headers: readonly (readonly [string, string])[] = [
    ["tree", commit.tree],
    ...commit.parents.map((id) => ["parent", id] as const),
    ["author", signatureText(commit.author)],
    ["committer", signatureText(commit.committer)],
    ...commit.headers,
  ];
  const lines = headers.map(([name, value]) => `${name} ${value.replaceAll("\n", "\n ")}\n`);
  return utf8.encode(`${lines.join("")}\n${commit.message}`);
}

/** @throws MadeusError  `MADEUS_OBJECT_DAMAGED` */
export function decodeCommit(bytes: Uint8Array): StoredCommit {
  const text = textOf(bytes);
  const end = text.indexOf("\n\n");
  if (end < 0) throw damagedObject("commit", "it has no end of its headers");
  const headers = text
    .slice(0, end)
    .split(/\n(?! )/)
    .map(headerOf);
  const [tree, ...rest] = headers;
  const own = rest.findIndex(([name]) => name !== "parent");
  const [author, committer, ...others] = rest.slice(own);
  return {
    kind: "commit",
    tree: idIn(tree, "tree"),
    parents: rest.slice(0, own).map((header) => idIn(header, "parent")),
    author: signatureIn(author, "author"),
    committer: signatureIn(committer, "committer"),
    headers: others,
    message: text.slice(end + 2),
  };
}

/** A name or an address without what would end it in a commit. */
export const signable = (text: string): string => text.replace(/[<>\p{Cc}]/gu, " ").trim();

const signatureText = ({ name, email, atS, zone }: Signature): string =>
  `${name} <${email}> ${atS} ${zone}`;

type Header = readonly [name: string, value: string];

function headerOf(line: string): Header {
  const space = line.indexOf(" ");
  if (space <= 0) throw damagedObject("commit", "a header has no value");
  return [line.slice(0, space), line.slice(space + 1).replaceAll("\n ", "\n")];
}

function idIn(header: Header | undefined, name: string): ObjectId {
  if (header?.[0] !== name || !isObjectId(header[1]))
    throw damagedObject("commit", `its header ${name} is missing or holds no id`);
  return header[1];
}

function signatureIn(header: Header | undefined, by: string): Signature {
  const found = header?.[0] === by ? signature.exec(header[1]) : null;
  if (found === null)
    throw damagedObject("commit", `its header ${by} is missing or cannot be read`);
  const [, name = "", email = "", atS = "", zone = ""] = found;
  return { name, email, atS: Number(atS), zone };
}
const signature = /^([^<>\n]*) <([^<>\n]*)> (0|-?[1-9]\d{0,14}) ([+-]\d{4})$/;

function textOf(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (error) {
    throw damagedObject("commit", "it is not UTF-8", error);
  }
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
