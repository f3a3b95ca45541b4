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
    // Until it is forgotten: what is erased before that would be taken to be there still, on the way back.
    storage: { type: Storage, in: ["migrate", "migrated", "forget"] },
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
        probe: async ({ read, secret }) => {
          const { password, ...where } = read("database");
          const done = await migrated({ ...where, password: await secret(password) });
          return done === migrations.length ? "done" : "not-done";
        },
      },
    },
    uninstall: { forget: { from: "migrated", to: "absent" } },
  },
});

type Connection = ConstructorParameters<typeof Client>[0];

const migrate = (connection: Connection): Promise<void> =>
  connected(connection, async (client) => {
    await client.query("begin");
    // One migration at a time; the lock goes with the transaction, whatever becomes of this process.
    await client.query("select pg_advisory_xact_lock(hashtext('migration'))");
    await client.query(
      "create table if not exists migration (number integer primary key, applied timestamptz not null default now())",
    );
    const done = await countIn(client);
    for (const [index, statement] of migrations.entries()) {
      if (index < done) continue;
      await client.query(statement);
      await client.query("insert into migration (number) values ($1)", [index + 1]);
    }
    await client.query("commit");
  });

/** How many migrations have been applied. */
const migrated = (connection: Connection): Promise<number> =>
  connected(connection, async (client) => {
    const { rows } = await client.query<{ known: boolean }>(
      "select to_regclass('migration') is not null as known",
    );
    return rows[0]?.known === true ? countIn(client) : 0;
  });

async function countIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ done: number }>(
    "select count(*)::integer as done from migration",
  );
  return rows[0]?.done ?? 0;
}

async function connected<Result>(
  connection: Connection,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
