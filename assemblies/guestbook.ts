/**
 * A guestbook: a PostgreSQL database, replicas of a small web application, and a load balancer in front of them.
 *
 * Everything is a real program of this machine; it needs no root, no network, and nothing but npm.
 *
 *     madeus deploy assemblies/guestbook.ts
 *     madeus deploy assemblies/guestbook.ts --set replicas=5
 */
import { assembly, setting } from "madeus";
import { application } from "./guestbook/application.ts";
import { balancer } from "./guestbook/balancer.ts";
import { health } from "./guestbook/health.ts";
import { postgres } from "./guestbook/postgres.ts";
import { route } from "./guestbook/route.ts";
import { schema } from "./guestbook/schema.ts";

/** The guestbook with any number of replicas: `app1`, `app2` …, each with its route to the balancer. */
export function guestbookWith({ replicas }: { readonly replicas: number }) {
  const numbers = Array.from({ length: replicas }, (_, index) => index + 1);
  return assembly({
    name: "guestbook",
    components: Object.assign(
      { database: postgres, schema, balancer, health },
      each(numbers, (number) => [`app${number}`, application]),
      each(numbers, (number) => [`route${number}`, route]),
    ),
    wires: Object.assign(
      {
        schema: { storage: "database.storage", sql: "database.sql", database: "database.database" },
        health: {
          front: "balancer.front",
          url: "balancer.url",
          routes: numbers.map((number) => `route${number}.route` as const),
          backends: numbers.map((number) => `route${number}.backend` as const),
        },
      } as const,
      each(numbers, (number) => [
        `app${number}`,
        { database: "database.database", sql: "database.sql", tables: "schema.tables" },
      ]),
      each(numbers, (number) => [
        `route${number}`,
        {
          http: `app${number}.http`,
          at: `app${number}.at`,
          admin: "balancer.admin",
          control: "balancer.control",
        },
      ]),
    ),
  });
}

const each = <const Name extends string, const Value>(
  numbers: readonly number[],
  one: (number: number) => readonly [Name, Value],
): Record<Name, Value> => Object.fromEntries(numbers.map(one)) as Record<Name, Value>;

export const guestbook = guestbookWith({ replicas: setting("replicas", Number, 2) });
