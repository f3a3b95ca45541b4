/**
 * SQL for MariaDB, sent to its client by standard input.
 *
 * A text stands in it as the hexadecimal digits of its bytes, so that nothing of it is ever read as SQL; passwords stand in no argument.
 */
import { quote } from "../model/name.ts";
import type { SecretReference } from "../model/secret.ts";
import type { StepScope } from "../model/step.ts";
import { badStep, script, stepFailed } from "./step.ts";

/** How to log in. By default as root of the host, by its socket. */
export interface SqlLogin {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string | SecretReference;
}

/** A text as an expression. */
export const sqlText = (text: string): string =>
  text === "" ? "''" : `CONVERT(0x${Buffer.from(text).toString("hex")} USING utf8mb4)`;

/** A name of a database, a table or a column, or `*`. */
export function sqlName(name: string): string {
  if (name === "*") return name;
  if (name === "" || name.length > 64 || /[\0\n\r/\\]/.test(name))
    throw badStep(`${quote(name)} is no name in a database`);
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Keeps a text in a variable: a statement that cannot fail, and so is never shown. */
export const sqlKept = (variable: string, text: string): string =>
  `SET @${variable} = ${sqlText(text)};`;

/** A statement that is put together on the server, of expressions. */
export const execute = (...parts: readonly string[]): string =>
  `EXECUTE IMMEDIATE CONCAT(${parts.join(", ")});`;

export const secretText = async (
  scope: StepScope,
  value: string | SecretReference,
): Promise<string> => (typeof value === "string" ? value : scope.secret(value));

/** Runs statements up to the first that fails; gives rows as lines, with tabs between columns. */
export async function sql(
  scope: StepScope,
  { host, port, user, password }: SqlLogin,
  statements: readonly string[],
): Promise<string> {
  const flags = [
    ...(host === undefined ? [] : [`--host=${host}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(user === undefined ? [] : [`--user=${user}`]),
  ];
  const client = script`
    client=$(command -v mariadb || command -v mysql) || { echo "the host has no client of MariaDB" >&2; exit 1; }
    exec "$client" --batch --skip-column-names --default-character-set=utf8mb4 ${flags}`;
  const env = password === undefined ? {} : { MYSQL_PWD: await secretText(scope, password) };
  const stdin = ["SET SESSION sql_mode = '';", ...statements].join("\n");
  try {
    return await scope.exec("sh", ["-ec", client], { stdin, env, quiet: true });
  } catch (error) {
    // The client shows what failed as well; that is not told, for there may be a password in it.
    const { tail } = error as { readonly tail?: unknown };
    const said = String(tail)
      .split("\n")
      .find((line) => line.startsWith("ERROR "));
    if (said === undefined) throw error;
    throw stepFailed(said);
  }
}
