/**
 * A PostgreSQL database from npm, without root and without network.
 *
 * Nothing is made outside the directory of the instance before the place `claimed` is reached. From there on every place has a way
 * back that also clears what a transition cut off in its middle has left.
 */
import { component } from "madeus";
import { clearDirectory } from "./clear.ts";
import type { Shell } from "./daemon.ts";
import { Database, Sql, Storage } from "./ports.ts";
import { removeBinaries, unpackBinaries } from "./postgres/binaries.ts";
import { binariesIn, initialise, removeCluster } from "./postgres/cluster.ts";
import { homeOf, makeHome, removeHome } from "./postgres/home.ts";
import { addressOf, answers, passwordFile, startServer, stopServer } from "./postgres/server.ts";
import { makeSecret, secretIn } from "./secret-file.ts";

export const postgres = component({
  name: "postgres",
  places: ["absent", "claimed", "prepared", "initialised", "running"],
  initial: "absent",
  provides: {
    storage: { type: Storage, in: ["initialised", "running"] },
    sql: { type: Sql, in: ["running"] },
    database: { type: Database, in: ["running"] },
  },
  behaviors: {
    deploy: {
      claim: { from: "absent", to: "claimed" },
      unpack: { from: "claimed", to: "prepared", durationS: 0.6, run: unpack },
      secure: {
        from: "claimed",
        to: "prepared",
        durationS: 0.1,
        run: (scope) => makeSecret(passwordFile(scope)),
      },
      initialise: {
        from: "prepared",
        to: "initialised",
        durationS: 1.4,
        timeoutMs: 120_000,
        run: async (scope) => {
          const password = await scope.secret(secretIn(passwordFile(scope)));
          await initialise(scope, await homeOf(scope), password);
        },
      },
      start: {
        from: "initialised",
        to: "running",
        durationS: 0.3,
        timeoutMs: 60_000,
        retry: { attempts: 3 },
        run: async (scope) => {
          await startServer(scope);
          scope.give("database", await addressOf(scope));
        },
        probe: async (scope) => {
          if (!(await answers(scope))) return "not-done";
          scope.give("database", await addressOf(scope));
          return "done";
        },
      },
    },
    suspend: {
      stop: { from: "running", to: "initialised", durationS: 0.1, run: stopServer },
    },
    uninstall: {
      shut: { from: "running", to: "initialised", durationS: 0.1, run: stopServer },
      erase: { from: "initialised", to: "prepared", durationS: 0.1, run: erase },
      strip: { from: "prepared", to: "claimed", durationS: 0.2, run: strip },
      release: { from: "claimed", to: "absent", durationS: 0.1, run: release },
    },
  },
  probes: { running: answers },
});

async function unpack(scope: Shell): Promise<void> {
  const home = await homeOf(scope);
  await makeHome(home);
  await unpackBinaries(scope, binariesIn(home));
}

async function erase(scope: Shell): Promise<void> {
  await stopServer(scope);
  await removeCluster(scope, await homeOf(scope));
}

async function strip(scope: Shell): Promise<void> {
  const home = await homeOf(scope);
  await removeCluster(scope, home);
  await removeBinaries(binariesIn(home));
}

async function release(scope: Shell): Promise<void> {
  await removeHome(await homeOf(scope));
  await clearDirectory(scope);
}
