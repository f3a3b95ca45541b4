/** A store in a state's SQLite file, beside the journal: objects, branches and the boundary, written in one transaction. */
import type { Boundary } from "./boundary.ts";
import { bytesOfId, idFromBytes } from "./object-id.ts";
import { type Transaction, sqliteBranches } from "./sqlite-branches.ts";
import type { StateFile } from "./sqlite-file.ts";
import { sqliteObjects } from "./sqlite-objects.ts";
import type { Store } from "./store.ts";

/** The store in a file that is open. A transaction within one of the file is part of that. */
export function sqliteStore(file: StateFile): Store {
  const objects = sqliteObjects(file);
  const transaction: Transaction = (work) =>
    file.transaction(() => {
      const result = work();
      objects.flush();
      return result;
    });
  const branches = sqliteBranches(file, transaction);
  return { objects, branches, boundary: sqliteBoundary(file), transaction };
}

function sqliteBoundary(file: StateFile): Boundary {
  const [all, find, add, remove] = file.attempt(
    () =>
      [
        file.database.prepare("SELECT id FROM boundary ORDER BY id"),
        file.database.prepare("SELECT 1 FROM boundary WHERE id = ?"),
        file.database.prepare("INSERT OR IGNORE INTO boundary VALUES (?)"),
        file.database.prepare("DELETE FROM boundary WHERE id = ?"),
      ] as const,
  );
  return {
    [Symbol.iterator]: () =>
      file.attempt(() => all.all().map(({ id }) => idFromBytes(id as Uint8Array))).values(),
    has: (id) => file.attempt(() => find.get(bytesOfId(id))) !== undefined,
    add: (id) => void file.transaction(() => add.run(bytesOfId(id))),
    delete: (id) => void file.transaction(() => remove.run(bytesOfId(id))),
  };
}
