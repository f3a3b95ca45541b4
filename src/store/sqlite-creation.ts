/** Makes a state's file: whole or not at all, and once it is there not even a power cut takes it away. */
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { applicationId, schemaVersion, scripts } from "./sqlite-schema.ts";

/** Builds the file aside and links it into place: another process sees it whole, and of two that make it at once one wins. */
export function createStateFile(path: string): void {
  const made = mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  try {
    const database = new DatabaseSync(aside);
    try {
      // With a log from the beginning: of two who change that at once SQLite refuses one, however long he would wait.
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = ${applicationId};
        BEGIN; ${scripts.join("")} PRAGMA user_version = ${schemaVersion}; COMMIT`);
    } finally {
      database.close();
    }
    linkSync(aside, path);
    // Each directory on the way must reach the disk, too, and be it only then that a power cut leaves all of it.
    const top = made === undefined ? dirname(path) : dirname(made);
    for (let one = dirname(path); ; one = dirname(one)) {
      syncDirectory(one);
      if (one === top) break;
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST" || !existsSync(path)) throw error;
  } finally {
    for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(aside + suffix, { force: true });
  }
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
