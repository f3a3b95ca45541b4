/** Brings a state of an older version up to date; beside it stays a copy of what it was. */
import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { schemaVersion, scripts } from "./sqlite-schema.ts";

export const isBehind = (database: DatabaseSync): boolean =>
  pragma(database, "user_version") < schemaVersion;

/** Applies the scripts that are missing, in one transaction. Where that or the copy fails, the state is as it was. */
export function migrate(database: DatabaseSync, path: string): void {
  while (isBehind(database)) {
    const version = pragma(database, "data_version");
    copyBeside(database, path);
    database.exec("BEGIN IMMEDIATE");
    if (pragma(database, "data_version") === version) {
      const missing = scripts.slice(pragma(database, "user_version"));
      database.exec(`${missing.join("")} PRAGMA user_version = ${schemaVersion}; COMMIT`);
    } else {
      // Another process wrote after the copy was made.
      database.exec("ROLLBACK");
    }
  }
}

export function pragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return Number(row?.[name]);
}

/** `state-version-3.sqlite`: all that the state holds by now, its log included. */
function copyBeside(database: DatabaseSync, path: string): void {
  const version = pragma(database, "user_version");
  if (version === 0) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    database.prepare("VACUUM INTO ?").run(aside);
    renameSync(aside, join(dirname(path), `state-version-${version}.sqlite`));
  } finally {
    rmSync(aside, { force: true });
  }
}
