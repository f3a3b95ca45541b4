/** Small scripts that ask a host about itself, or change a thing of ours there. They belong to no action, and leave nothing running. */
import type { Exit, Host } from "./host.ts";

/**
 * Runs a POSIX shell script; its arguments are `$1`, `$2`, …
 *
 * @throws MadeusError  where the host cannot be reached; the signal's reason where it is aborted
 */
export const runScript = (
  host: Host,
  script: string,
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Exit> =>
  host.run(
    {
      file: "sh",
      args: ["-c", script, "madeus", ...args],
      env: { LC_ALL: "C" },
      cwd: "/",
      stdin: undefined,
      daemon: false,
      log: undefined,
    },
    { signal, registered: () => undefined, line: () => undefined },
  );
