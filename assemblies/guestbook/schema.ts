/** The tables of the guestbook. They belong to the database: they stay when it is stopped and go when it goes. */
import { component } from "madeus";
import { Client } from "pg";
import { Database, Sql, Storage, Tables } from "./ports.ts";

/** Each is applied once, in this order. What has been released is never changed, only added to. */
const migrations: readonly string[] = [
  `create table entry (
    id bigint generated always as identity primary key,
    author text not null check (author <> ''),
    message text not null check (message <> ''),
    written timestamptz not null default now()
  )`,
];

export const schema = component({
  name: "schema",
  places: ["absent", "migrated"],
  initial: "absent",
  uses: {
    storage: { type: Storage, in: ["migrate", "migrated"] },
    sql: { type: Sql, in: ["migrate"] },
    database: { type: Database, in: ["migrate"] },
  },
  provides: { tables: { type: Tables, in: ["migrated"] } },
  behaviors: {
    deploy: {
      migrate: {
        from: "absent",
        to: "migrated",
        durationS: 0.1,
        timeoutMs: 60_000,
        run: async ({ read, secret }) => {
          const { password, ...where } = read("database");
          await migrate({ ...where, password: await secret(password) });
        },
      },
    },
    uninstall: { forget: { from: "migrated", to: "absent" } },
  },
});

async function migrate(connection: ConstructorParameters<typeof Client>[0]): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query("begin");
    // One migration at a time; the lock goes with the transaction, whatever becomes of this process.
    await client.query("select pg_advisory_xact_lock(hashtext('migration'))");
    await client.query(
      "create table if not exists migration (number integer primary key, applied timestamptz not null default now())",
    );
    const { rows } = await client.query<{ done: number }>(
      "select count(*)::integer as done from migration",
    );
    const done = rows[0]?.done ?? 0;
    for (const [index, statement] of migrations.entries()) {
      if (index < done) continue;
      await client.query(statement);
      await client.query("insert into migration (number) values ($1)", [index + 1]);
    }
    await client.query("commit");
  } finally {
    await client.end();
  }
}
