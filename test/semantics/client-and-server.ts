/** A client that uses its server while it is on, and one that uses it only while it starts: what the tests of rules are about. */
import { Sql, add, connect, machine, push, world } from "./scenario.ts";

/** Goes to `on` under its use. */
export const client = machine(
  { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
  { uses: { db: [Sql, "on"] } },
);
/** Provides in `run` alone. */
export const server = machine(
  { deploy: { start: "off -> run" }, suspend: { pause: "run -> off" } },
  { provides: { sql: [Sql, "run"] } },
);
/** Uses while `start` runs. */
export const caller = machine({ deploy: { start: "off -> on" } }, { uses: { db: [Sql, "start"] } });
export const both = [add("c", client), add("s", server), connect("c.db", "s.sql")];
export const inUse = () =>
  world(both, push("c", "deploy"), push("s", "deploy")).ends("c.start", "s.start");
