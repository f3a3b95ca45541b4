/**
 * Objects on their way over HTTP: a line of JSON with what is to be known of them, then each as git keeps it loose, `KIND LENGTH\0`
 * and its bytes. Nothing is compressed: browsers have no way to do that at once, and HTTP has its own.
 */
import { refusedPack } from "../pack/unpacked.ts";
import type { Unpacked, UnpackedObject } from "../pack/unpacked.ts";
import type { Closure } from "../pack/closure.ts";
import { missingObject } from "../object-fault.ts";
import { type ObjectId, idOfBytes, isObjectId } from "../object-id.ts";
import { decode, encode } from "../object.ts";
import type { Objects } from "../objects.ts";

export interface Freight {
  /** Commits beyond which nothing is sent, on purpose. */
  readonly border: readonly ObjectId[];
  readonly unpacked: Unpacked;
}

/** A piece for each object, and one before them. */
export function* freightOf(objects: Objects, { parts, border }: Closure): Generator<Uint8Array> {
  yield utf8.encode(`${JSON.stringify({ border })}\n`);
  for (const { id } of parts) {
    const object = objects.get(id);
    if (object === undefined) throw missingObject("blob", id);
    const body = encode(object);
    const head = utf8.encode(`${object.kind} ${body.length}\0`);
    const piece = new Uint8Array(head.length + body.length);
    piece.set(head);
    piece.set(body, head.length);
    yield piece;
  }
}

/**
 * Reads it whole. The ids are those of the bytes, whatever the sender meant.
 *
 * @throws MadeusError  `MADEUS_PACK_REFUSED` where it is cut or none, `MADEUS_OBJECT_DAMAGED`
 */
export function readFreight(bytes: Uint8Array): Freight {
  const end = bytes.indexOf(newline) + 1;
  const border = borderIn(new TextDecoder().decode(bytes.subarray(0, Math.max(end - 1, 0))));
  const unpacked = new Map<ObjectId, UnpackedObject>();
  for (let at = end; at < bytes.length; ) {
    const zero = bytes.indexOf(0, at);
    const head =
      zero < 0 ? "" : new TextDecoder().decode(bytes.subarray(at, Math.min(zero, at + headMax)));
    const [, kind, length] = /^(blob|tree|commit) (0|[1-9]\d{0,9})$/.exec(head) ?? [];
    const next = zero + 1 + Number(length);
    if (!isKind(kind) || next > bytes.length)
      throw refusedPack("it was cut on its way, or is none");
    const body = bytes.slice(zero + 1, next);
    unpacked.set(idOfBytes(kind, body), { object: decode(kind, body) });
    at = next;
  }
  return { border, unpacked };
}
const newline = 10;
const headMax = 32;

const isKind = (text: string | undefined): text is "blob" | "tree" | "commit" => text !== undefined;

function borderIn(line: string): readonly ObjectId[] {
  try {
    const { border } = JSON.parse(line) as { readonly border?: unknown };
    if (Array.isArray(border))
      return border.filter((id: unknown) => typeof id === "string" && isObjectId(id));
  } catch {
    // Told below.
  }
  throw refusedPack("its first line is not what it must be");
}

const utf8 = new TextEncoder();
