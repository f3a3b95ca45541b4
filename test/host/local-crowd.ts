/**
 * Starts commands on this machine without end, several at a time, until it is killed.
 *
 * Each makes the file `DIRECTORY/made-N` when it runs; `DIRECTORY/registry` gets a line `N {group}` before it may.
 */
import { openSync, writeSync } from "node:fs";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";

const [, , directory = "", key = ""] = process.argv;
const registry = openSync(`${directory}/registry`, "a");
const host = localHost(local());
let count = 0;

async function startOne(): Promise<void> {
  const number = ++count;
  const script = number % 2 === 0 ? ': > "$1"; sleep 1000' : ': > "$1"';
  const exit = host.run(
    {
      file: "sh",
      args: ["-c", script, "sh", `${directory}/made-${number}`],
      env: { MADEUS_KEY: key },
      cwd: undefined,
      stdin: undefined,
      daemon: number % 4 === 0,
      log: `${directory}/log`,
    },
    {
      signal: new AbortController().signal,
      registered: (group) => void writeSync(registry, `${number} ${JSON.stringify(group)}\n`),
      line: () => {},
    },
  );
  if (number % 4 !== 2) await exit;
}

async function startMany(): Promise<never> {
  for (;;) await startOne();
}
await Promise.all([startMany(), startMany(), startMany()]);
