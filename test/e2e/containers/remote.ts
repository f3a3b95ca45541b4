/** A registry as it is found far away: what it sends over one connection is limited. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Remote extends AsyncDisposable {
  /** `host:port` */
  readonly registry: string;
}

const backend = 5998;
const port = 4000;

/**
 * Serves the registry's directory at an address of this machine.
 *
 * @param rate  what nginx calls `limit_rate`: bytes a second of each connection, e.g. `8m`
 */
export async function remote(
  directory: string,
  { stored, address, rate }: { stored: string; address: string; rate: string },
): Promise<Remote> {
  mkdirSync(directory, { recursive: true });
  const registry = join(directory, "registry.yml");
  const limited = join(directory, "nginx.conf");
  writeFileSync(
    registry,
    `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: ${stored} } }
http: { addr: "127.0.0.1:${backend}" }
`,
  );
  writeFileSync(
    limited,
    `daemon off;
pid ${directory}/nginx.pid;
error_log ${directory}/nginx.log;
events {}
http {
  access_log off;
  proxy_temp_path ${directory}/nginx;
  server {
    listen ${address}:${port};
    location / { proxy_pass http://127.0.0.1:${backend}; proxy_set_header Host $http_host; limit_rate ${rate}; }
  }
}
`,
  );
  const programs = [
    spawn("docker-registry", ["serve", registry], { stdio: "ignore" }),
    spawn("nginx", ["-c", limited], { stdio: "ignore" }),
  ];
  try {
    await answered(backend, "127.0.0.1");
    await answered(port, address);
  } catch (error) {
    await Promise.all(programs.map(end));
    throw error;
  }
  return {
    registry: `${address}:${port}`,
    [Symbol.asyncDispose]: async () => void (await Promise.all(programs.map(end))),
  };
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  program.kill();
  await once(program, "exit");
}

async function answered(at: number, host: string): Promise<void> {
  for (let tries = 100; ; tries--) {
    const socket = createConnection({ host, port: at });
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(100);
    } finally {
      socket.destroy();
    }
  }
}
