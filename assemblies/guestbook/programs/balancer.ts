/**
 * The load balancer: `node balancer.ts TOKEN LISTENING`.
 *
 * What comes in at the front goes to the attached backends in turn; those are attached and detached at the admin server, by whoever
 * knows the token in the file TOKEN.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { administer } from "./admin.ts";
import { Backends } from "./backends.ts";
import { forward } from "./forward.ts";
import { listen } from "./listening.ts";

const [tokenFile = "", listeningFile = ""] = process.argv.slice(2);
const token = await readFile(tokenFile, "utf8");
const backends = new Backends();

const front = createServer((request, response) => forward(request, response, backends));
const admin = createServer((request, response) => {
  administer(request, response, backends, token).catch(() => response.destroy());
});
front.requestTimeout = 30_000;
admin.requestTimeout = 5_000;
await listen({ front, admin }, listeningFile);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    for (const server of [front, admin]) {
      server.close();
      server.closeIdleConnections();
    }
    setTimeout(() => process.exit(0), 3_000).unref();
  });
}
