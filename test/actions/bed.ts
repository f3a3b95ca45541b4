/** A host of its own for steps that change more than files: what they install, start and break goes with it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "../../src/engine/host.ts";
import { openHost } from "../../src/host/open-host.ts";
import { testbed } from "../testbed/testbed.ts";
import type { Where } from "./stage.ts";

export interface Bed extends AsyncDisposable {
  readonly where: Where & { readonly host: Host };
  /** Runs shell text in the host, without SSH; gives what it prints. */
  sh(text: string): Promise<string>;
}

/** @param archives  a directory of packages, which apt-get finds in the host */
export async function bed(archives = ""): Promise<Bed> {
  const machines = await testbed(["one"], archives === "" ? {} : { TB_DEBS: archives });
  const host = openHost(machines.host("one"), { folder: ".madeus/test" });
  return {
    where: { host, at: "/root" },
    sh: async (text) => (await machines.inside("one", "sh", "-c", text)).trimEnd(),
    async [Symbol.asyncDispose]() {
      host.close();
      await machines[Symbol.asyncDispose]();
    },
  };
}

/** A directory that holds packages with all that they need, fetched once from where this machine gets its own. */
export function archivesOf(...packages: readonly string[]): string {
  const directory = join(tmpdir(), "madeus-packages", packages.join("+"));
  mkdirSync(join(directory, "partial"), { recursive: true });
  if (readdirSync(directory).some((name) => name.endsWith(".deb"))) return directory;
  const options = ["-q", "-y", "-o", `Dir::Cache::archives=${directory}`];
  const fetch = [
    "install",
    "--download-only",
    "--no-install-recommends",
    "--reinstall",
    ...packages,
  ];
  // Other tests may be at it.
  const lock = join(tmpdir(), "madeus-packages", "lock");
  const run = (...args: readonly string[]): void =>
    void execFileSync("flock", [lock, "apt-get", ...options, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  if (!existsSync("/var/lib/apt/lists") || readdirSync("/var/lib/apt/lists").length < 4)
    run("update");
  run(...fetch);
  return directory;
}

/** Unpacks them in a host, without what their scripts would do: enough to run their programs, and quick. */
export const unpacked = `for archive in /var/cache/apt/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$archive" | tar x -C / --keep-directory-symlink; done; ldconfig`;
