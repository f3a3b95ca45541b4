/** Databases of a MariaDB server that answers. */
import type { Step } from "../model/step.ts";
import { type SqlLogin, sql, sqlName, sqlText } from "./sql.ts";
import { badStep, step } from "./step.ts";

export interface DatabaseOptions {
  readonly name: string;
  /** Of a database that is new. Default: that of the server. */
  readonly characterSet?: string;
  /** Default: as root of the host, by its socket. */
  readonly login?: SqlLogin;
}

export function database(options: string | DatabaseOptions): Step {
  const {
    name,
    characterSet,
    login = {},
  } = typeof options === "string" ? { name: options } : options;
  if (characterSet !== undefined && !/^\w+$/.test(characterSet))
    throw badStep(`${JSON.stringify(characterSet)} is no character set`);
  const suffix = characterSet === undefined ? "" : ` CHARACTER SET ${characterSet}`;
  const known = sqlName(name);
  return step(`database ${name}`, {
    look: async (scope) => ((await count(scope, login, name)) === "0" ? "create" : undefined),
    act: (scope) => sql(scope, login, [`CREATE DATABASE IF NOT EXISTS ${known}${suffix};`]),
  });
}

/** That there is no such database. All that is in it goes with it. */
export function noDatabase(options: string | Pick<DatabaseOptions, "name" | "login">): Step {
  const { name, login = {} } = typeof options === "string" ? { name: options } : options;
  const known = sqlName(name);
  return step(`no database ${name}`, {
    look: async (scope) => ((await count(scope, login, name)) === "0" ? undefined : "remove"),
    act: (scope) => sql(scope, login, [`DROP DATABASE IF EXISTS ${known};`]),
  });
}

const count = (scope: Parameters<typeof sql>[0], login: SqlLogin, name: string): Promise<string> =>
  sql(scope, login, [
    `SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ${sqlText(name)};`,
  ]);
