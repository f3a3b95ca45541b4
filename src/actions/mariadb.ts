/** Databases and users of a MariaDB server that answers. */
import type { SecretReference } from "../model/secret.ts";
import type { Step } from "../model/step.ts";
import { type SqlLogin, execute, secretText, sql, sqlKept, sqlName, sqlText } from "./sql.ts";
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

interface Account {
  readonly name: string;
  /** Whence the user may come; \`%\` is anywhere. Default: localhost. */
  readonly host?: string;
  readonly login?: SqlLogin;
}
export interface DatabaseUserOptions extends Account {
  readonly password: string | SecretReference;
  /** What it may do on what: \`{ "shop.*": ["ALL"] }\`. What it may do besides is taken away. Default: left as it is. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
}

/** A user who logs in by this password. */
export function databaseUser(options: DatabaseUserOptions): Step {
  const { name, host = "localhost", password, login = {} } = options;
  const account = accountOf(name, host);
  const wanted = options.grants === undefined ? undefined : grantsOf(options.grants);
  return step(`database user ${name}@${host}`, {
    async look(scope) {
      const known = await sql(scope, login, [
        sqlKept("password", await secretText(scope, password)),
        `SELECT authentication_string = PASSWORD(@password) FROM mysql.user WHERE User = ${sqlText(name)} AND Host = ${sqlText(host)};`,
      ]);
      if (known === "") return "create";
      const other = known === "1" ? [] : ["password"];
      const present =
        wanted && grantsIn(await sql(scope, login, [execute("'SHOW GRANTS FOR '", account)]));
      const changes = [
        ...other,
        ...(wanted === undefined ? [] : grantChanges(wanted, present ?? new Map())),
      ];
      return changes.length === 0 ? undefined : changes.join(", ");
    },
    async act(scope) {
      const secret = "' IDENTIFIED BY ', QUOTE(@password)";
      await sql(scope, login, [
        sqlKept("password", await secretText(scope, password)),
        execute("'CREATE USER IF NOT EXISTS '", account, secret),
        execute("'ALTER USER '", account, secret),
        ...(wanted === undefined
          ? []
          : [execute("'REVOKE ALL PRIVILEGES, GRANT OPTION FROM '", account)]),
        ...[...(wanted ?? [])].map(([on, privileges]) =>
          execute(sqlText(`GRANT ${[...privileges].join(", ")} ON ${on} TO `), account),
        ),
      ]);
    },
  });
}

/** That there is no such user. */
export function noDatabaseUser({ name, host = "localhost", login = {} }: Account): Step {
  return step(`no database user ${name}@${host}`, {
    async look(scope) {
      const where = `User = ${sqlText(name)} AND Host = ${sqlText(host)}`;
      const known = await sql(scope, login, [`SELECT COUNT(*) FROM mysql.user WHERE ${where};`]);
      return known === "0" ? undefined : "remove";
    },
    act: (scope) => sql(scope, login, [execute("'DROP USER IF EXISTS '", accountOf(name, host))]),
  });
}

/** As an expression. */
function accountOf(name: string, host: string): string {
  if (name === "" || name.length > 128)
    throw badStep(`${JSON.stringify(name)} is no user of a database`);
  return `QUOTE(${sqlText(name)}), '@', QUOTE(${sqlText(host)})`;
}

/** On what → what may be done. */
type Grants = ReadonlyMap<string, ReadonlySet<string>>;

function grantsOf(grants: Readonly<Record<string, readonly string[]>>): Grants {
  return new Map(
    Object.entries(grants).map(([on, privileges]) => [
      objectOf(on),
      new Set(privileges.map(privilegeOf)),
    ]),
  );
}

function objectOf(on: string): string {
  const [schema, table, ...more] = on.split(".");
  if (schema === undefined || table === undefined || more.length > 0)
    throw badStep(
      `${JSON.stringify(on)} is nothing to grant on`,
      'write "database.table", or * for all',
    );
  return `${sqlName(schema)}.${sqlName(table)}`;
}

function privilegeOf(privilege: string): string {
  const text = privilege.trim().toUpperCase().replaceAll(/\s+/g, " ");
  if (!/^[A-Z]+( [A-Z]+)*$/.test(text))
    throw badStep(`${JSON.stringify(privilege)} is no privilege`);
  return text === "ALL" ? "ALL PRIVILEGES" : text;
}

/** From what the server shows; USAGE is none. */
const grantsIn = (shown: string): Grants =>
  new Map(
    shown.split("\n").flatMap((line) => {
      const [, privileges = "", on] = /^GRANT (.+?) ON (\S+) TO /.exec(line) ?? [];
      if (on === undefined || privileges === "USAGE") return [];
      return [[on, new Set(privileges.split(", "))]] as const;
    }),
  );

function grantChanges(wanted: Grants, present: Grants): readonly string[] {
  const differ = [...wanted].filter(([on, privileges]) => {
    const now = present.get(on);
    return now === undefined || now.symmetricDifference(privileges).size > 0;
  });
  const further = [...present.keys()].filter((on) => !wanted.has(on));
  return [
    ...differ.map(([on, privileges]) => `grant ${[...privileges].join(", ")} on ${on}`),
    ...further.map((on) => `take what it may do on ${on}`),
  ];
}
