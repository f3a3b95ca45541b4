/** A web that uses its database while it starts and is on: what the tests of lacks are about. */
import { Sql, add, connect, machine } from "./scenario.ts";

export const server = machine(
  {
    deploy: { start: "off -> run" },
    suspend: { pause: "run -> off" },
    tuning: { tune: "run -> tuned" },
  },
  { provides: { sql: [Sql, "run", "tuned"] } },
);
export const client = machine(
  { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
  { uses: { db: [Sql, "start", "on"] } },
);
export const pair = [add("web", client), add("db", server), connect("web.db", "db.sql")];
