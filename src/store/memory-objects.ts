/** Objects in memory: for tests and browsers, and for what is tried and then forgotten. They are kept as bytes, as in a file. */
import { type ObjectId, type ObjectKind, idOfBytes } from "./object-id.ts";
import { decode, encode } from "./object.ts";
import type { Objects } from "./objects.ts";

export function memoryObjects(): Objects {
  const kept = new Map<ObjectId, { readonly kind: ObjectKind; readonly bytes: Uint8Array }>();
  return {
    get(id) {
      const found = kept.get(id);
      return found === undefined ? undefined : decode(found.kind, found.bytes.slice());
    },
    put(object) {
      const bytes = encode(object);
      const id = idOfBytes(object.kind, bytes);
      if (!kept.has(id)) kept.set(id, { kind: object.kind, bytes });
      return id;
    },
    has: (id) => kept.has(id),
    ids: () => kept.keys(),
    drop(ids) {
      for (const id of ids) kept.delete(id);
    },
  };
}
