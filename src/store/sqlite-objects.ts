/**
 * Objects in a state's SQLite file.
 *
 * What is put is gathered in memory, where it is found at once, and written by the next transaction of the store. Where that fails,
 * it is gathered still: whoever holds an id may count on it.
 */
import type { StatementSync } from "node:sqlite";
import { missingObject } from "./object-fault.ts";
import type { ObjectId, ObjectKind } from "./object-id.ts";
import { leafMode } from "./object-tree.ts";
import { type StoredObject, decode, encode } from "./object.ts";
import type { Objects } from "./objects.ts";
import type { StateFile } from "./sqlite-file.ts";
import { nativeId } from "./sqlite-object-id.ts";
import { ObjectRows } from "./sqlite-object-rows.ts";

export interface SqliteObjects extends Objects {
  /** Writes what was gathered, as a part of the transaction that is under way. */
  flush(): void;
}

export function sqliteObjects(file: StateFile): SqliteObjects {
  return new GatheredObjects(file);
}

interface Gathered {
  readonly kind: ObjectKind;
  readonly bytes: Uint8Array;
  readonly like: ObjectId | undefined;
}

class GatheredObjects implements SqliteObjects {
  readonly #file: StateFile;
  readonly #rows: ObjectRows;
  readonly #countDrops: StatementSync;
  #gathered = new Map<ObjectId, Gathered>();
  /** How often objects were dropped from the file before this was made, and by it. */
  #drops: number;

  constructor(file: StateFile) {
    this.#file = file;
    this.#rows = new ObjectRows(file);
    this.#countDrops = file.attempt(() => file.database.prepare("SELECT times FROM dropped"));
    this.#drops = this.#dropsNow();
  }

  get(id: ObjectId): StoredObject | undefined {
    const own = this.#gathered.get(id);
    return own === undefined ? this.#rows.find(id) : decode(own.kind, own.bytes.slice());
  }
  put(object: StoredObject, like?: ObjectId): ObjectId {
    const bytes = encode(object);
    const id = nativeId(object.kind, bytes);
    if (!this.#gathered.has(id)) this.#gathered.set(id, { kind: object.kind, bytes, like });
    this.#rows.remember(id, object.kind, bytes);
    return id;
  }
  has(id: ObjectId): boolean {
    return this.#gathered.has(id) || this.#rows.has(id);
  }
  *ids(): Generator<ObjectId, undefined> {
    const own = [...this.#gathered.keys()];
    yield* this.#rows.ids();
    for (const id of own) if (!this.#rows.has(id)) yield id;
  }
  drop(ids: Iterable<ObjectId>): void {
    const gone = new Set(ids);
    for (const id of gone) this.#gathered.delete(id);
    this.#file.transaction(() => {
      this.#rows.delete(gone);
      this.#file.database.exec("UPDATE dropped SET times = times + 1");
      // At once, for this transaction may write, too; taken back where it fails.
      this.#drops += 1;
      this.#file.afterwards((isCommitted) => {
        if (!isCommitted) this.#drops -= 1;
      });
    });
  }

  flush(): void {
    const written = this.#gathered;
    if (written.size === 0) return;
    this.#refuseLost();
    for (const [id, { kind, bytes, like }] of written) this.#rows.insert(id, kind, bytes, like);
    this.#gathered = new Map();
    this.#file.afterwards((isCommitted) => {
      if (!isCommitted) this.#gathered = new Map([...written, ...this.#gathered]);
    });
  }

  /**
   * Another process may have dropped what the objects to be written refer to, because no branch needed it then. They are forgotten:
   * nothing can complete them. Trees in memory may rely on what is gone for as long as they live, so each flush looks again.
   */
  #refuseLost(): void {
    if (this.#dropsNow() === this.#drops) return;
    for (const { kind, bytes } of this.#gathered.values())
      for (const reference of referencesOf(decode(kind, bytes))) {
        if (this.has(reference.id)) continue;
        this.#gathered = new Map();
        throw missingObject(reference.kind, reference.id);
      }
  }
  #dropsNow(): number {
    return this.#file.attempt(() => Number(this.#countDrops.get()?.["times"]));
  }
}

interface Reference {
  readonly kind: ObjectKind;
  readonly id: ObjectId;
}

/** What an object refers to; not the parents of a commit, which need not be here. */
function referencesOf(object: StoredObject): readonly Reference[] {
  if (object.kind === "blob") return [];
  if (object.kind === "commit") return [{ kind: "tree", id: object.tree }];
  return object.entries.map(({ mode, id }) => ({ kind: mode === leafMode ? "blob" : "tree", id }));
}
