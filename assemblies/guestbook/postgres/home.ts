/**
 * Where a database lives, and as whom it runs.
 *
 * PostgreSQL refuses to run as root. Root's databases run as `nobody`, who can seldom enter the directory of an instance: their home
 * is a directory of root's under /var/tmp, which outlives a restart of the machine and which only the group of `nobody` may enter.
 */
import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, rm } from "node:fs/promises";
import type { Shell, User } from "../daemon.ts";

export interface Home {
  readonly path: string;
  readonly user: User | undefined;
}

/** The home of the instance's database, whether it is there or not. */
export async function homeOf({ directory, sh }: Pick<Shell, "directory" | "sh">): Promise<Home> {
  if (process.getuid?.() !== 0) return { path: `${directory}/home`, user: undefined };
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  const user = { uid: Number(await sh`id -u nobody`), gid: Number(await sh`id -g nobody`) };
  return { path: `/var/tmp/madeus-${name}`, user };
}

/** Makes the home. Throws where somebody else has made something there. */
export async function makeHome({ path, user }: Home): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${path} belongs to somebody else`);
  if (user === undefined) return;
  await chown(path, 0, user.gid);
  await chmod(path, 0o710);
}

export const removeHome = ({ path }: Home): Promise<void> =>
  rm(path, { recursive: true, force: true });
