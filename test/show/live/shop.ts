/** A database and many webs that use it, with durations that are declared. */
import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { service } from "../../../src/model/port.ts";
import { type Instruction, deployment } from "../../../src/model/program.ts";

const Sql = service("sql");
const run = (): void => undefined;
const db = component({
  name: "db",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", durationS: 10, run },
      start: {
        from: "installed",
        to: "running",
        durationS: 30,
        retry: { attempts: 2, delayMs: 5000 },
        run,
      },
    },
  },
});
const web = component({
  name: "web",
  places: ["absent", "fetched", "running"],
  initial: "absent",
  uses: { sql: { type: Sql, in: ["start", "running"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched", durationS: 8, run },
      start: { from: "fetched", to: "running", durationS: 4, run },
    },
  },
});

/** Its program. @param webs  how many; on two hosts, the database on a third one */
export function shopProgram(webs: number): readonly Instruction[] {
  const names = Array.from({ length: webs }, (_, k) => `web${k + 1}`);
  const shop = assembly({
    name: "shop",
    components: { db, ...Object.fromEntries(names.map((name) => [name, web])) },
    wires: Object.fromEntries(names.map((name) => [name, { sql: "db.sql" }])),
  });
  return deployment(shop as never).map((one) =>
    one.op === "add"
      ? { ...one, on: one.instance === "db" ? "ctl" : `node${one.instance.length}` }
      : one,
  );
}
