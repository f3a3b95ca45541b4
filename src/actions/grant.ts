/** What users of a database may do: as it is asked for, as the server shows it, and what leads from the one to the other. */
import { sqlName } from "./sql.ts";
import { badStep } from "./step.ts";

/** On what → what may be done. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** @throws MadeusError  `MADEUS_BAD_STEP` */
export function grantsOf(grants: Readonly<Record<string, readonly string[]>>): Grants {
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
export const grantsIn = (shown: string): Grants =>
  new Map(
    shown.split("\n").flatMap((line) => {
      const [, privileges = "", on] = /^GRANT (.+?) ON (.+) TO [`']/.exec(line) ?? [];
      if (on === undefined || privileges === "USAGE") return [];
      return [[on, new Set(privileges.split(", "))]] as const;
    }),
  );

/** In words. */
export function grantChanges(wanted: Grants, present: Grants): readonly string[] {
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

/**
 * The statements, each to be followed by the name of the user. What stays as it is, is not touched: nobody loses for a moment what he has.
 */
export function grantStatements(wanted: Grants, present: Grants): readonly string[] {
  const objects = new Set([...present.keys(), ...wanted.keys()]);
  return [...objects].flatMap((on) => {
    const [then, now] = [wanted.get(on) ?? none, present.get(on) ?? none];
    const lost = then.has(all) ? [] : [...now.difference(then)];
    const gained = [...then.difference(now)];
    // Of all that one may do, the rest remains where only a part is taken.
    const given = now.has(all) ? [...then] : gained;
    return [
      ...(lost.length === 0 ? [] : [`REVOKE ${lost.join(", ")} ON ${on} FROM `]),
      ...(given.length === 0 || gained.length === 0
        ? []
        : [`GRANT ${given.join(", ")} ON ${on} TO `]),
    ];
  });
}
const none: ReadonlySet<string> = new Set();
const all = "ALL PRIVILEGES";
