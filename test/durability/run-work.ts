/** A run with actions, its journal, its commits and its lease: deployed, and resumed in each further life. */
import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { deploy, resume } from "../../src/command/run.ts";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { endOf } from "../../src/store/sqlite.ts";
import { stateIn } from "./place.ts";
import type { Work } from "./work.ts";

const Sql = service("sql");
const Address = data("address", { host: String, note: String });

export const runWork: Work = {
  prepare: () => [],
  async act(directory, { say, durable }) {
    const site = siteOf(join(directory, "marks"));
    const options = { state: stateIn(directory), durable };
    const run = isBegun(stateIn(directory)) ? resume(site, options) : deploy(site, options);
    // A record is told when it is committed.
    for await (const { seq } of run) say(`record ${seq}`);
    const { outcome } = await run.result;
    if (outcome !== "done") throw new Error(`the run ended ${outcome}`);
  },
};

function isBegun(state: string): boolean {
  if (!existsSync(join(state, "state.sqlite"))) return false;
  const file = openStateFile(state, { mode: "read" });
  try {
    return endOf(file).last > 0;
  } finally {
    file.close();
  }
}

/** Each action leaves a mark. */
function siteOf(marks: string): Assembly {
  const mark = ({ instance }: { readonly instance: string }): void =>
    appendFileSync(marks, `${instance}\n`);
  const store = component({
    name: "store",
    places: ["absent", "installed", "running"],
    initial: "absent",
    provides: {
      sql: { type: Sql, in: ["running"] },
      address: { type: Address, in: ["installed", "running"] },
    },
    behaviors: {
      deploy: {
        install: {
          from: "absent",
          to: "installed",
          run: ({ give }) => give("address", { host: "db1", note: "x".repeat(6_000) }),
        },
        start: { from: "installed", to: "running", run: mark },
      },
    },
  });
  const web = component({
    name: "web",
    places: ["absent", "running"],
    initial: "absent",
    uses: { database: { type: Sql, in: ["start", "running"] } },
    behaviors: { deploy: { start: { from: "absent", to: "running", run: mark } } },
  });
  return assembly({
    name: "site",
    components: { db: store, web, other: web },
    wires: { web: { database: "db.sql" }, other: { database: "db.sql" } },
  });
}
