/** A port of this machine on which nobody listens just now. */
import { createServer } from "node:net";

/** Below the ports that systems give to outgoing connections, so that none of those takes it while its owner is down. */
const [first, count] = [20_000, 12_000] as const;

/** `wanted` if it is free, else another one. */
export async function freePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted))) return wanted;
  for (let tries = 0; tries < 100; tries += 1) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port was found");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
