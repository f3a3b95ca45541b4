/**
 * Connections in a row by the package `ssh2`, each with a command: a thousand, or as many as are asked for.
 *
 * Its machine code is reported to abort some versions of Node after many connections. It is not needed (`node --no-addons`).
 */
import { openHost } from "../../src/host/open-host.ts";
import type { SshHost } from "../../src/model/host.ts";
import { testbed } from "../testbed/testbed.ts";
import type { Command } from "../../src/engine/host.ts";

const nothing: Command = {
  file: "true",
  args: [],
  env: {},
  cwd: undefined,
  stdin: undefined,
  daemon: false,
  log: undefined,
};
const watch = { signal: new AbortController().signal, registered() {}, line() {} };

/** @returns how many commands ended well */
async function connectInARow(description: SshHost, count: number): Promise<number> {
  let well = 0;
  for (let number = 0; number < count; number++) {
    const host = openHost(description, { folder: ".madeus" });
    const { code } = await host.run(nothing, watch);
    host.close();
    if (code === 0) well++;
  }
  return well;
}

/** Is machine code of the package at work in this process? */
const isAddonLoaded = (): boolean =>
  JSON.stringify(process.report.getReport()).includes("sshcrypto");

if (process.argv[1] === import.meta.filename) {
  const count = Number(process.argv[2] ?? 1000);
  await using bed = await testbed(["far"]);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const well = await connectInARow(bed.host("far", { via: "ssh2" }), count);
  const used = process.cpuUsage(cpu);
  const each = (ms: number): string => `${(ms / count).toFixed(1)} ms`;
  process.stdout.write(
    `${well} of ${count} on Node ${process.version}, machine code of ssh2 ${isAddonLoaded() ? "" : "not "}loaded: ` +
      `${each(performance.now() - began)} each, ${each((used.user + used.system) / 1000)} of them here; ` +
      `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB at the end\n`,
  );
}
