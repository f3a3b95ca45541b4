/**
 * How objects lie in the table `object`: as they are, deflated where that makes them smaller, or, a tree, as what it differs in from
 * the tree of an earlier row.
 */
import type { StatementSync } from "node:sqlite";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { damagedObject } from "./object-fault.ts";
import { type ObjectId, type ObjectKind, bytesOfId, idFromBytes, isObjectId } from "./object-id.ts";
import { type StoredObject, verified } from "./object.ts";
import type { StateFile } from "./sqlite-file.ts";
import { nativeId } from "./sqlite-object-id.ts";
import { applyDeltas, treeDelta } from "./tree-delta.ts";
import { WideTrees } from "./wide-tree.ts";

/** Smaller objects are kept as they are. */
const bytesToShorten = 512;
/** What it costs to read a further row, as if it were bytes. */
const rowBytes = 64;
/** As in git's packs. */
const kinds: readonly (ObjectKind | undefined)[] = [undefined, "commit", "tree", "blob"];

interface Form {
  /** How long it is before it is deflated; null where it is not. */
  readonly size: number | null;
  /** The number of the row that it differs from. */
  readonly base: number | null;
  /** How many bytes must be read to rebuild it from a whole tree; null where it is whole. */
  readonly weight: number | null;
  readonly data: Uint8Array;
}
interface Row extends Form {
  readonly number: number;
  readonly kind: number;
}

export class ObjectRows {
  readonly #file: StateFile;
  readonly #has: StatementSync;
  readonly #find: StatementSync;
  readonly #findNumber: StatementSync;
  readonly #insert: StatementSync;
  readonly #trees = new WideTrees();

  constructor(file: StateFile) {
    this.#file = file;
    const columns = "number, kind, size, base, weight, data";
    this.#has = this.#prepare("SELECT 1 FROM object WHERE id = ?");
    this.#find = this.#prepare(`SELECT ${columns} FROM object WHERE id = ?`);
    this.#findNumber = this.#prepare(`SELECT ${columns} FROM object WHERE number = ?`);
    this.#insert = this.#prepare(
      "INSERT OR IGNORE INTO object (id, kind, size, base, weight, data) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  has(id: ObjectId): boolean {
    return isObjectId(id) && this.#file.attempt(() => this.#has.get(bytesOfId(id))) !== undefined;
  }
  /** @throws MadeusError  `MADEUS_OBJECT_DAMAGED` */
  find(id: ObjectId): StoredObject | undefined {
    const row = this.#row(id);
    if (row === undefined) return undefined;
    const kind = kinds[row.kind];
    if (kind === undefined) throw damagedObject("row", `${id} is of no kind that there is`);
    const bytes = this.#bytes(row);
    const object = verified(id, kind, bytes);
    this.#trees.keep(id, kind, bytes);
    return object;
  }
  ids(): readonly ObjectId[] {
    const rows = this.#file.attempt(() =>
      this.#file.database.prepare("SELECT id FROM object ORDER BY number").all(),
    ) as readonly unknown[] as readonly { readonly id: Uint8Array }[];
    return rows.map(({ id }) => idFromBytes(id));
  }
  /** @param like  a tree that it differs little from, where that has a row */
  insert(id: ObjectId, kind: ObjectKind, bytes: Uint8Array, like: ObjectId | undefined): void {
    const isWide = kind === "tree" && like !== undefined && bytes.length >= bytesToShorten;
    const { size, base, weight, data } = (isWide && this.#delta(bytes, like)) || whole(bytes);
    this.#insert.run(bytesOfId(id), kinds.indexOf(kind), size, base, weight, data);
  }
  /** A tree that is about to be written, or to be what others are like. */
  remember(id: ObjectId, kind: ObjectKind, bytes: Uint8Array): void {
    this.#trees.keep(id, kind, bytes);
  }
  /** Trees that differ from those that go are made whole first. */
  delete(ids: ReadonlySet<ObjectId>): void {
    const gone = new Set([...ids].map((id) => this.#row(id)?.number));
    const update = this.#prepare(
      "UPDATE object SET size = ?, base = NULL, weight = NULL, data = ? WHERE number = ?",
    );
    const deltas = this.#prepare("SELECT id, base FROM object WHERE base IS NOT NULL").all();
    for (const { id, base } of deltas) {
      const row = this.#row(idFromBytes(id as Uint8Array));
      if (row === undefined || gone.has(row.number) || !gone.has(Number(base))) continue;
      const { size, data } = whole(this.#bytes(row));
      update.run(size, data, row.number);
    }
    const remove = this.#prepare("DELETE FROM object WHERE number = ?");
    for (const number of gone) if (number !== undefined) remove.run(number);
  }

  #prepare(sql: string): StatementSync {
    return this.#file.attempt(() => this.#file.database.prepare(sql));
  }
  #row(id: ObjectId): Row | undefined {
    if (!isObjectId(id)) return undefined;
    return this.#file.attempt(() => this.#find.get(bytesOfId(id))) as Row | undefined;
  }

  /** Undefined where the tree is better kept whole. */
  #delta(bytes: Uint8Array, like: ObjectId): Form | undefined {
    const base = this.#row(like);
    const from = base === undefined ? undefined : (this.#trees.find(like) ?? this.#bytes(base));
    if (base === undefined || from === undefined || nativeId("tree", from) !== like)
      return undefined;
    const data = treeDelta(from, bytes);
    const weight = (base.weight ?? 0) + data.length + rowBytes;
    // So no tree takes more to read than twice its length.
    return weight > bytes.length ? undefined : { size: null, base: base.number, weight, data };
  }

  #bytes(row: Row): Uint8Array {
    const deltas: Uint8Array[] = [];
    let at = row;
    while (at.base !== null) {
      deltas.push(at.data);
      const number = at.base;
      const base = this.#file.attempt(() => this.#findNumber.get(number)) as Row | undefined;
      if (base === undefined || base.number >= at.number)
        throw damagedObject("tree", "what it differs from is gone");
      at = base;
    }
    const bytes = at.size === null ? at.data : inflated(at.data, at.size);
    if (deltas.length === 0) return bytes;
    return applyDeltas(bytes, deltas.toReversed());
  }
}

function whole(bytes: Uint8Array): Form {
  const short = bytes.length < bytesToShorten ? bytes : deflateRawSync(bytes);
  const isShorter = short.length < bytes.length;
  const data = isShorter ? short : bytes;
  return { size: isShorter ? bytes.length : null, base: null, weight: null, data };
}

function inflated(data: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(data, { maxOutputLength: size });
  } catch (error) {
    throw damagedObject("row", "it cannot be inflated", error);
  }
}
