/** The files in which OpenStack is configured. */
import type { Step, ValueOf } from "madeus";
import { file } from "madeus/actions";
import type { Person } from "./identity.ts";
import type { Address, Backend } from "./ports.ts";

type Value = string | number | boolean;
/** The sections of a file, by their names. */
export type Sections = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** A file of sections that may hold passwords: besides root only its group may read it. */
export const settings = (path: string, group: string, sections: Sections): Step =>
  file({ path, content: sectionsText(sections), mode: "0640", owner: "root", group });

/** Sections as text; `%` and `$`, which would refer to other options, and line breaks are refused. */
export function sectionsText(sections: Sections): string {
  const lines = Object.entries(sections).flatMap(([name, options]) => [
    `[${name}]`,
    ...Object.entries(options).map(([option, value]) => `${option} = ${clean(option, value)}`),
    "",
  ]);
  return lines.join("\n");
}

function clean(option: string, value: Value): string {
  const text = String(value);
  if (/[%$\n]/.test(text)) throw new Error(`the option ${option} holds a character with a meaning`);
  return text;
}

/** How a service logs in to keystone. */
export const login = (
  { host, backend }: ValueOf<typeof Backend>,
  { user, password }: Person,
): Sections[string] => ({
  auth_type: "password",
  auth_url: `http://${host}:${backend}`,
  project_domain_name: "Default",
  user_domain_name: "Default",
  project_name: "service",
  username: user,
  password,
});

/** How a service finds out whether the tokens that it is shown are good. */
export const tokenCheck = (
  keystone: ValueOf<typeof Backend>,
  cache: ValueOf<typeof Address>,
  person: Person,
): Sections[string] => ({
  www_authenticate_uri: `http://${keystone.host}:${keystone.backend}`,
  memcached_servers: `${cache.host}:${cache.port}`,
  ...login(keystone, person),
});

/** The address of a database, with a user and a password in it. */
export const databaseUrl = (
  { host, port }: ValueOf<typeof Address>,
  { user, password }: Person,
  name: string,
): string => `mysql+pymysql://${user}:${password}@${host}:${port}/${name}`;

export const brokerUrl = (
  { host, port }: ValueOf<typeof Address>,
  { user, password }: Person,
): string => `rabbit://${user}:${password}@${host}:${port}/`;
