/** Objects that are read once and then remembered, for work that comes to the same ones again and again. */
import type { ObjectId } from "./object-id.ts";
import type { StoredObject } from "./object.ts";
import type { Objects } from "./objects.ts";

/** The same objects; what they give is kept in memory as long as they are. */
export function readOnce(objects: Objects): Objects {
  const seen = new Map<ObjectId, StoredObject>();
  return {
    get(id) {
      const object = seen.get(id) ?? objects.get(id);
      if (object !== undefined) seen.set(id, object);
      return object;
    },
    put(object, like) {
      const id = objects.put(object, like);
      seen.set(id, object);
      return id;
    },
    has: (id) => seen.has(id) || objects.has(id),
    ids: () => objects.ids(),
    drop(ids) {
      const gone = [...ids];
      for (const id of gone) seen.delete(id);
      objects.drop(gone);
    },
  };
}
