/** Users of a MariaDB server that answers. */
import type { SecretReference } from "../model/secret.ts";
import type { Step } from "../model/step.ts";
import { grantChanges, grantStatements, grantsIn, grantsOf } from "./grant.ts";
import { type SqlLogin, execute, secretText, sql, sqlKept, sqlText } from "./sql.ts";
import { badStep, step } from "./step.ts";

interface Account {
  readonly name: string;
  /** Whence the user may come; `%` is anywhere. Default: localhost. */
  readonly host?: string;
  readonly login?: SqlLogin;
}
export interface DatabaseUserOptions extends Account {
  readonly password: string | SecretReference;
  /** What it may do on what: `{ "shop.*": ["ALL"] }`. What it may do besides is taken away. Default: left as it is. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
}

/** A user who logs in by this password. */
export function databaseUser(options: DatabaseUserOptions): Step {
  const { name, host = "localhost", password, login = {} } = options;
  const account = accountOf(name, host);
  const wanted = options.grants === undefined ? undefined : grantsOf(options.grants);
  const shown = execute("'SHOW GRANTS FOR '", account);
  return step(`database user ${name}@${host}`, {
    async look(scope) {
      const known = await sql(scope, login, [
        sqlKept("password", await secretText(scope, password)),
        `SELECT authentication_string = PASSWORD(@password) FROM mysql.user WHERE User = ${sqlText(name)} AND Host = ${sqlText(host)};`,
      ]);
      if (known === "") return "create";
      const other = known === "1" ? [] : ["password"];
      const changes =
        wanted === undefined
          ? other
          : [...other, ...grantChanges(wanted, grantsIn(await sql(scope, login, [shown])))];
      return changes.length === 0 ? undefined : changes.join(", ");
    },
    async act(scope) {
      const secret = "' IDENTIFIED BY ', QUOTE(@password)";
      await sql(scope, login, [
        sqlKept("password", await secretText(scope, password)),
        execute("'CREATE USER IF NOT EXISTS '", account, secret),
        execute("'ALTER USER '", account, secret),
      ]);
      if (wanted === undefined) return;
      const statements = grantStatements(wanted, grantsIn(await sql(scope, login, [shown])));
      await sql(
        scope,
        login,
        statements.map((one) => execute(sqlText(one), account)),
      );
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
