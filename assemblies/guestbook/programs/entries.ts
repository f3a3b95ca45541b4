/** The entries of the guestbook, in the database. A connection that breaks is replaced at the next question. */
import { Pool } from "pg";

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}
export interface Entry {
  readonly author: string;
  readonly message: string;
  readonly written: Date;
}
export interface Entries {
  /** The newest entries first, 100 at most. */
  latest(): Promise<readonly Entry[]>;
  add(author: string, message: string): Promise<void>;
  reachable(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a pool of connections; none is made before the first question. `say` is told of those that break while idle. */
export function openEntries(connection: Connection, say: (line: string) => void): Entries {
  const pool = new Pool({
    ...connection,
    application_name: "guestbook",
    max: 5,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  // Without a listener a database that goes away would end this process.
  pool.on("error", (error) => say(`a connection to the database broke: ${error.message}`));
  return {
    latest: async () => {
      const found = await pool.query<Entry>(
        "select author, message, written from entry order by id desc limit 100",
      );
      return found.rows;
    },
    add: async (author, message) => {
      await pool.query("insert into entry (author, message) values ($1, $2)", [author, message]);
    },
    reachable: () =>
      pool.query("select from entry limit 1").then(
        () => true,
        () => false,
      ),
    close: () => pool.end(),
  };
}
