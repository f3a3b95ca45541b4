/** Where stores are kept in tests: in memory and in a file. What every store keeps true is tested over both. */
import { describe, onTestFinished } from "vitest";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { type Store, memoryStore } from "../../src/store/store.ts";
import { stateDirectory } from "./state-directory.ts";

/** Each `open` is another process that finds what is kept. */
export interface Shelf {
  open(): Store;
}

export function describeStores(tests: (newShelf: () => Shelf) => void): void {
  describe("in memory", () => {
    tests(memoryShelf);
  });
  describe("in a file", () => {
    tests(fileShelf);
  });
}

export function memoryShelf(): Shelf {
  const store = memoryStore();
  return { open: () => store };
}

function fileShelf(): Shelf {
  const directory = stateDirectory();
  return {
    open() {
      const file = openStateFile(directory, { mode: "create" });
      onTestFinished(() => file.close());
      return sqliteStore(file);
    },
  };
}

/** A reason for moves. */
export const reason = { atMs: 1_000, by: "ann on build1", why: "test" } as const;
