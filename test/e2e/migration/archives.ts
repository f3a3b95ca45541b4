/** The archives of packages for hosts that have no way out. */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Downloads the packages that a list names, with all they need, unless they are there; gives their directory. */
export function downloaded(list: string): string {
  const script = fileURLToPath(new URL("../archives.sh", import.meta.url));
  const { status, stdout } = spawnSync(script, [join(tmpdir(), "madeus-archives"), list], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`archives.sh ended with ${status}`);
  return stdout.trimEnd().split("\n").at(-1) ?? "";
}
