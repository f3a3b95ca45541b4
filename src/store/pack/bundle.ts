/**
 * Bundles: branches with their history in one file, to be carried where no network goes. Git's format, version 2 (gitformat-bundle).
 *
 * The head is text: what the receiver must have already, then the branches, then an empty line. A pack follows.
 */
import { MadeusError } from "../../model/code.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import type { Objects } from "../objects.ts";
import { type Unpacking, type Unpacked, unpack } from "./unpacked.ts";
import { closure } from "./closure.ts";
import type { Compression } from "./compression.ts";
import { joined, packOf } from "./pack.ts";

/** A branch as it is sent. */
export interface SentBranch {
  readonly name: string;
  readonly id: ObjectId;
}
export interface Bundle {
  /** Commits that the receiver must have. */
  readonly needs: readonly ObjectId[];
  readonly branches: readonly SentBranch[];
  readonly pack: Uint8Array;
}

/**
 * The bundle of these branches.
 *
 * @param haves  commits that the receiver has with all that led to them: they are left out, and asked for when it is applied
 * @throws MadeusError  `MADEUS_BUNDLE_EMPTY` where it would hold no branch, `MADEUS_HISTORY_DEPTH` where a history is not whole
 */
export function bundleOf(
  objects: Objects,
  branches: readonly SentBranch[],
  compression: Compression,
  haves: readonly ObjectId[] = [],
): Uint8Array {
  const ids = branches.map(({ id }) => id);
  const { parts, border } = closure(objects, ids, haves);
  if (parts.length === 0) throw emptyBundle();
  // Git's format has no word for a history that ends where it does not begin.
  if (border.length > 0) throw cutHistory();
  const head = [
    signature,
    ...haves.filter((id) => objects.has(id)).map((id) => `-${id}`),
    ...branches.map(({ name, id }) => `${id} ${branchPrefix}${name}`),
    "\n",
  ].join("\n");
  return joined([utf8.encode(head), ...packOf(objects, parts, compression)]);
}

/**
 * What a bundle says, and its pack as it stands there.
 *
 * @throws MadeusError  `MADEUS_FILE_FORMAT`
 */
export function readBundle(bytes: Uint8Array): Bundle {
  const { lines, end } = headLines(bytes);
  const [first = "", ...rest] = lines;
  if (first !== signature)
    throw notABundle(
      /^# v\d+ git bundle$/.test(first)
        ? `its version is ${first.slice(3, -11)}, and 2 is read`
        : "it does not begin as one",
    );
  const needs = rest.filter((line) => line.startsWith("-"));
  return {
    needs: needs.map((line) => idIn(line.slice(1))),
    branches: rest.slice(needs.length).flatMap(branchIn),
    pack: bytes.subarray(end),
  };
}

/**
 * The objects of a bundle whose needs are met.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING` where it builds on what the store does not have; as `unpack`
 */
export function unpackBundle({ needs, pack }: Bundle, unpacking: Unpacking): Unpacked {
  const missing = needs.find((id) => unpacking.objects.get(id) === undefined);
  if (missing !== undefined) throw unfounded(missing);
  return unpack(pack, unpacking);
}

const signature = "# v2 git bundle";
const branchPrefix = "refs/heads/";
/** A head is short; a file without an end of it is none. */
const headBytesMax = 2 ** 20;

function headLines(bytes: Uint8Array): { readonly lines: readonly string[]; readonly end: number } {
  const lines: string[] = [];
  const most = Math.min(bytes.length, headBytesMax);
  for (let at = 0; at < most; ) {
    const end = bytes.indexOf(newline, at);
    if (end < 0 || end >= most) break;
    if (end === at && lines.length > 0) return { lines, end: end + 1 };
    lines.push(strictText(bytes.subarray(at, end)));
    at = end + 1;
  }
  throw notABundle(lines[0] === signature ? "its head has no end" : "it does not begin as one");
}
const newline = 10;

/** What is not a branch, such as a tag or `HEAD`, is passed over. */
function branchIn(line: string): readonly SentBranch[] {
  const id = idIn(line);
  const ref = line.slice(id.length + 1);
  return ref.startsWith(branchPrefix) ? [{ id, name: ref.slice(branchPrefix.length) }] : [];
}

/** The id with which a line begins, followed by a space or nothing. */
function idIn(line: string): ObjectId {
  const [id = ""] = line.split(" ", 1);
  if (!isObjectId(id)) throw notABundle("its head holds what is no id of a commit");
  return id;
}

function strictText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw notABundle("its head is not UTF-8");
  }
}

const notABundle = (why: string): MadeusError =>
  new MadeusError("MADEUS_FILE_FORMAT", `The file is no bundle: ${why}.`, {
    hint: "Bundles are made by madeus bundle create, or by git bundle create --version=2.",
  });

const emptyBundle = (): MadeusError =>
  new MadeusError("MADEUS_BUNDLE_EMPTY", "There is nothing to put into the bundle.", {
    hint: "All that was asked for is among what the receiver has. Leave out --since.",
  });

const unfounded = (missing: ObjectId): MadeusError =>
  new MadeusError(
    "MADEUS_OBJECT_MISSING",
    `The bundle builds on the commit ${missing}, which is not here.`,
    { hint: "Take in what leads to it first: by madeus pull, or by a bundle of the time before." },
  );

const cutHistory = (): MadeusError =>
  new MadeusError(
    "MADEUS_HISTORY_DEPTH",
    "The history ends in this store, after a prune or in a partial copy, before it begins; a bundle has no word for that.",
    {
      hint: "Leave out what the receiver has: --since with a commit of his. Or push to a repository.",
    },
  );

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
