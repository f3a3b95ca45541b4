/**
 * The files of a database: made in one piece or not at all, and made fit for use again after a crash.
 *
 * Nobody can log in but the guestbook's own user, with its password, from this machine.
 */
import { existsSync } from "node:fs";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { asUser, daemonOf, type Shell } from "../daemon.ts";
import type { Home } from "./home.ts";

export const databaseName = "guestbook";
export const userName = "guestbook";

export const binariesIn = ({ path }: Home): string => `${path}/postgres`;
export const dataIn = ({ path }: Home): string => `${path}/data`;

/** Makes an empty database, unless there is one. The password must not hold a quote. */
export async function initialise(shell: Shell, home: Home, password: string): Promise<void> {
  const data = dataIn(home);
  if (existsSync(data)) return;
  const unfinished = `${data}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (home.user !== undefined) await chown(unfinished, home.user.uid, home.user.gid);
  const access = `host ${databaseName} ${userName} 127.0.0.1/32 scram-sha-256\n`;
  await writeFile(`${home.path}/hba.conf`, access);
  await run(shell, home, "initdb", initOptions(unfinished, home));
  await alone(shell, home, unfinished, creation(password));
  await rename(unfinished, data);
}

/** What a database that was killed has left and would make the next one hesitate. Does nothing while it lives. */
export async function clearLock(shell: Shell, home: Home): Promise<boolean> {
  const lock = `${dataIn(home)}/postmaster.pid`;
  if ((await daemonOf(shell)) !== undefined || !existsSync(lock)) return false;
  // It names a pid only, which may be another process by now, or a zombie. What lives on of the old database still holds its
  // shared memory, and that keeps a new one out.
  await rm(lock);
  return true;
}

/** Removes the files of the database, and the shared memory that one leaves behind when it is killed. */
export async function removeCluster(shell: Shell, home: Home): Promise<void> {
  if (await clearLock(shell, home))
    await alone(shell, home, dataIn(home), "").catch((error: unknown) => {
      shell.log(`shared memory of the database may be left: ${String(error)}`);
    });
  for (const name of ["data", "data.new", "hba.conf"])
    await rm(`${home.path}/${name}`, { recursive: true, force: true });
}

function initOptions(data: string, home: Home): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    hba_file: `${home.path}/hba.conf`,
    shared_buffers: "16MB",
    // Five for each of twenty replicas, and some to spare.
    max_connections: "120",
    // In a file of the data directory, so that it goes with it.
    dynamic_shared_memory_type: "mmap",
  };
  return [
    `--pgdata=${data}`,
    "--username=postgres",
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...options("--set", settings),
  ];
}

const options = (option: string, settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [option, `${name}=${value}`]);

/** In this mode a statement ends with an empty line. */
const creation = (password: string): string =>
  `create role ${userName} login password '${password}';\n\ncreate database ${databaseName} owner ${userName};\n\n`;

/** Runs statements in a database that nobody else can reach, and ends at the first that fails. */
function alone(shell: Shell, home: Home, data: string, statements: string): Promise<void> {
  // A statement that fails may hold a password: it is not to be printed.
  const settings = options("-c", { exit_on_error: "on", log_min_error_statement: "panic" });
  const args = ["--single", "-j", ...settings, "-D", data, "postgres"];
  return run(shell, home, "postgres", args, statements);
}

async function run(
  shell: Shell,
  home: Home,
  program: string,
  args: readonly string[],
  stdin = "",
): Promise<void> {
  const file = `${binariesIn(home)}/bin/${program}`;
  await shell.exec(process.execPath, asUser(home.user, file, args), {
    stdin,
    cwd: "/",
    env: { LC_ALL: "C" },
  });
}
