/** Databases of the services, and their users. */
import type { SecretReference, Step, ValueOf } from "madeus";
import { type SqlLogin, database, databaseUser, noDatabase, noDatabaseUser } from "madeus/actions";
import type { Account, Address } from "./ports.ts";

/** Where databases are made, and as whom. */
export const loginTo = (
  server: ValueOf<typeof Address>,
  root: ValueOf<typeof Account>,
): SqlLogin => ({ ...server, ...root });

/** Databases in which one user may do everything, from everywhere. */
export const databases = (
  login: SqlLogin,
  names: readonly string[],
  { user, password }: { readonly user: string; readonly password: SecretReference },
): readonly Step[] => [
  ...names.map((name) => database({ name, characterSet: "utf8", login })),
  databaseUser({
    name: user,
    host: "%",
    password,
    login,
    grants: Object.fromEntries(names.map((name) => [`${name}.*`, ["ALL"]])),
  }),
];

export const noDatabases = (
  login: SqlLogin,
  names: readonly string[],
  { user }: { readonly user: string },
): readonly Step[] => [
  ...names.map((name) => noDatabase({ name, login })),
  noDatabaseUser({ name: user, host: "%", login }),
];
