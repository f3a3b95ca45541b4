/** The running database: started once, on a port of its own, and asked whether it answers. */
import { readFile, writeFile } from "node:fs/promises";
import type { Scope, ValueOf } from "madeus";
import { Client } from "pg";
import { daemonOf, endDaemon, type Farewell, type Shell, startDaemon } from "../daemon.ts";
import { freePort } from "../free-port.ts";
import type { Database } from "../ports.ts";
import { secretIn } from "../secret-file.ts";
import { binariesIn, clearLock, databaseName, dataIn, userName } from "./cluster.ts";
import { homeOf } from "./home.ts";

type Where = Pick<Shell, "directory">;
type Secrets = Pick<Scope, "secret">;

/** Clients are cut off; what they had committed is kept. */
const farewell: Farewell = [
  ["SIGINT", 15_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
];

/** Starts the database, on the port that it had before if that is still free. */
export async function startServer(scope: Shell & Secrets): Promise<void> {
  const home = await homeOf(scope);
  if ((await daemonOf(scope)) === undefined) {
    await clearLock(scope, home);
    await writeFile(portFile(scope), String(await freePort(await portOf(scope))));
  }
  const file = `${binariesIn(home)}/bin/postgres`;
  const args = ["-D", dataIn(home), "-p", String(await portOf(scope))];
  const daemon = { file, args, farewell, user: home.user, env: { LC_ALL: "C" } };
  await startDaemon(scope, daemon, async () => (await canLogIn(scope)) || undefined);
}

export function stopServer(scope: Shell): Promise<void> {
  return endDaemon(scope, farewell);
}

/** Where the database listens, and how to log in. */
export async function addressOf(scope: Where): Promise<ValueOf<typeof Database>> {
  const port = (await portOf(scope)) ?? 0;
  const password = secretIn(passwordFile(scope));
  return { host: "127.0.0.1", port, database: databaseName, user: userName, password };
}

export async function answers(scope: Where & Secrets): Promise<boolean> {
  return (await daemonOf(scope)) !== undefined && (await canLogIn(scope));
}

async function canLogIn(scope: Where & Secrets): Promise<boolean> {
  const { password, ...where } = await addressOf(scope);
  const client = new Client({
    ...where,
    password: await scope.secret(password),
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  // A connection that breaks says so a second time, to whoever listens.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select");
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

export const passwordFile = ({ directory }: Where): string => `${directory}/password`;
const portFile = ({ directory }: Where): string => `${directory}/port`;

/** The port chosen at the last start, if there was one. */
async function portOf(scope: Where): Promise<number | undefined> {
  const port = Number(await readFile(portFile(scope), "utf8").catch(() => ""));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}
