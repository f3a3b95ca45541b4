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
    const isUnchanged = (): boolean => pragma(database, "data_version") === version;
    copyBeside(database, path, isUnchanged);
    database.exec("BEGIN IMMEDIATE");
    if (isUnchanged()) {
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

/**
 * `state-version-3.sqlite`: all that the state holds by now, its log included.
 *
 * @param isUnchanged  else it may have been brought up to date meanwhile, and the copy of one who did that must stay
 */
function copyBeside(database: DatabaseSync, path: string, isUnchanged: () => boolean): void {
  const version = pragma(database, "user_version");
  if (version === 0 || version === schemaVersion) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    database.prepare("VACUUM INTO ?").run(aside);
    if (isUnchanged()) renameSync(aside, join(dirname(path), `state-version-${version}.sqlite`));
  } finally {
    rmSync(aside, { force: true });
  }
}
