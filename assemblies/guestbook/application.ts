/** A replica of the guestbook's web server. */
import { writeFile } from "node:fs/promises";
import { component } from "madeus";
import { ask } from "./ask.ts";
import { daemonOf, endDaemon, type Shell } from "./daemon.ts";
import { Database, Http, HttpAddress, Sql, Tables } from "./ports.ts";
import type { Connection } from "./programs/entries.ts";
import type { Settings } from "./programs/web.ts";
import { fetchRelease, portsOf, removeProgram, startProgram } from "./release.ts";

export const application = component({
  name: "application",
  places: ["absent", "installed", "running"],
  initial: "absent",
  uses: {
    database: { type: Database, in: ["start"] },
    // Held to the end: what has been asked of the replica is still answered.
    sql: { type: Sql, in: ["start", "running", "halt", "renew", "quit"] },
    tables: { type: Tables, in: ["start", "running"] },
  },
  provides: {
    http: { type: Http, in: ["running"] },
    at: { type: HttpAddress, in: ["running"] },
  },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "installed", durationS: 0.1, run: fetchRelease },
      configure: { from: "absent", to: "installed", durationS: 0.1, run: configure },
      start: {
        from: "installed",
        to: "running",
        durationS: 0.3,
        timeoutMs: 30_000,
        retry: { attempts: 2 },
        run: async (scope) => {
          const { password, ...where } = scope.read("database");
          const connection: Connection = { ...where, password: await scope.secret(password) };
          await startProgram(scope, "web.ts", [settingsIn(scope)], JSON.stringify(connection));
          const { status, port } = await health(scope);
          if (status !== 200) {
            // The next try is to have a new process, with the connection as it is then.
            await endDaemon(scope);
            throw new Error(`${scope.instance} answers ${status} when asked for its health`);
          }
          scope.give("at", { host: scope.host.address, port });
        },
        probe: async (scope) => {
          const { status, port } = await health(scope);
          if (status === 200) scope.give("at", { host: scope.host.address, port });
          return status === 200 ? "done" : "not-done";
        },
      },
    },
    suspend: {
      halt: { from: "running", to: "installed", durationS: 0.1, run: (scope) => endDaemon(scope) },
    },
    /** Takes the programs as they are now; `deploy` starts them. */
    update: {
      renew: {
        from: "running",
        to: "installed",
        durationS: 0.2,
        run: async (scope) => {
          await endDaemon(scope);
          await fetchRelease(scope);
        },
      },
    },
    uninstall: {
      quit: { from: "running", to: "installed", durationS: 0.1, run: (scope) => endDaemon(scope) },
      remove: { from: "installed", to: "absent", durationS: 0.1, run: removeProgram },
    },
  },
  probes: {
    // It may well be unhealthy: then the database is what is lost.
    running: async (scope) => (await health(scope)).status !== undefined,
  },
});

type Where = Pick<Shell, "directory" | "instance">;

function configure(scope: Where): Promise<void> {
  const settings: Settings = { instance: scope.instance, title: "Guestbook" };
  return writeFile(settingsIn(scope), JSON.stringify(settings));
}

const settingsIn = ({ directory }: Where): string => `${directory}/settings.json`;

/** What the replica answers when asked for its health; no status where it does not live or does not answer. */
async function health(
  scope: Where,
): Promise<{ readonly status: number | undefined; readonly port: number }> {
  const { http: port = 0 } = await portsOf(scope);
  if ((await daemonOf(scope)) === undefined) return { status: undefined, port };
  return { status: (await ask(`http://127.0.0.1:${port}/healthz`))?.status, port };
}
