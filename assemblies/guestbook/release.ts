/** The guestbook's own programs as an instance runs them: a copy of its own, which stays as it is until it is updated. */
import { cp, mkdir, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { clearDirectory } from "./clear.ts";
import { endDaemon, type Shell, startDaemon } from "./daemon.ts";
import { listeningIn } from "./programs/listening.ts";

const source = fileURLToPath(new URL("programs", import.meta.url));
const driver = dirname(createRequire(import.meta.url).resolve("pg/package.json"));

type Where = Pick<Shell, "directory">;

/** Copies the programs as they are now, in place of the copy that was there. */
export async function fetchRelease({ directory }: Where): Promise<void> {
  const release = `${directory}/release`;
  await rm(release, { recursive: true, force: true });
  await rm(`${release}.new`, { recursive: true, force: true });
  await mkdir(`${release}.new/node_modules`, { recursive: true });
  await cp(source, `${release}.new`, { recursive: true });
  await symlink(driver, `${release}.new/node_modules/pg`);
  await rename(`${release}.new`, release);
}

/**
 * Starts one of the programs as the instance's daemon and waits until it listens.
 *
 * @param args  what stands before the file in which the program says where it listens
 * @returns     its ports by the names of its servers
 */
export function startProgram(
  shell: Shell,
  program: string,
  args: readonly string[],
  stdin?: string,
): Promise<Readonly<Record<string, number>>> {
  const file = process.execPath;
  const listening = listeningFile(shell);
  const daemon = { file, args: [`${shell.directory}/release/${program}`, ...args, listening] };
  return startDaemon(shell, stdin === undefined ? daemon : { ...daemon, stdin }, async (pid) => {
    const found = await listeningIn(listening);
    return found?.pid === pid ? found.ports : undefined;
  });
}

/** The ports of the instance's daemon, as it last said. */
export const portsOf = async (where: Where): Promise<Readonly<Record<string, number>>> =>
  (await listeningIn(listeningFile(where)))?.ports ?? {};

/** Ends the instance's daemon if it lives, and removes all that the instance has. */
export async function removeProgram(shell: Where & Pick<Shell, "instance">): Promise<void> {
  await endDaemon(shell);
  await clearDirectory(shell);
}

const listeningFile = ({ directory }: Where): string => `${directory}/listening`;
