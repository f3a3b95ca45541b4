/** A site that scripts deploy into a fresh state, and what its actions do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { assembly, component, service } from "madeus";

const Sql = service("sql");

/** A fresh state; what the actions do is noted in `marks`; those that are named in `failing` fail, those in `held` wait until it is let go of. */
export function stage() {
  const directory = mkdtempSync(join(tmpdir(), "madeus-run-program-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const marks: string[] = [];
  const failing = new Set<string>();
  const held = new Map<string, Promise<void>>();
  const act =
    (name: string) =>
    async ({ instance }: { instance: string }): Promise<void> => {
      marks.push(`${instance}.${name}`);
      await held.get(`${instance}.${name}`);
      if (failing.has(`${instance}.${name}`)) throw new Error("it was to fail");
    };
  const stored = (name: string, version = "1") =>
    component({
      name,
      version,
      places: ["off", "on"],
      initial: "off",
      provides: { sql: { type: Sql, in: ["on"] } },
      behaviors: {
        deploy: { start: { from: "off", to: "on", run: act("start") } },
        uninstall: { stop: { from: "on", to: "off", run: act("stop") } },
      },
    });
  const web = component({
    name: "web",
    places: ["off", "on"],
    initial: "off",
    uses: { sql: { type: Sql, in: ["start", "on"] } },
    behaviors: {
      deploy: { start: { from: "off", to: "on", run: act("start") } },
      uninstall: { stop: { from: "on", to: "off", run: act("stop") } },
    },
  });
  const db = stored("db");
  const site = assembly({
    name: "site",
    components: { db, web },
    wires: { web: { sql: "db.sql" } },
  });
  return { state: join(directory, "state"), marks, failing, held, stored, db, web, site };
}

/** What is thrown, or what comes back. */
export function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
