/**
 * The admin server of the balancer, for one who knows its token:
 * `GET /backends`; of one backend `GET`, `PUT` with `{ "host": …, "port": … }`, and `DELETE`, which answers when it is drained.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Address, Backends } from "./backends.ts";

const bytesMax = 4 * 1024;

/** Answers one request. */
export async function administer(
  request: IncomingMessage,
  response: ServerResponse,
  backends: Backends,
  token: string,
): Promise<void> {
  if (!isAllowed(request, token)) return send(response, 401, { error: "a token is needed" });
  const [, path, name] = /^\/(backends)(?:\/([\w.-]{1,200}))?$/.exec(request.url ?? "") ?? [];
  if (path === undefined) return send(response, 404, { error: "there is no such thing here" });

  const all = backends.list().map((backend) => ({ name: backend.name, ...backend.address }));
  if (name === undefined)
    return request.method === "GET"
      ? send(response, 200, all)
      : send(response, 405, { error: "only GET" });

  if (request.method === "GET") {
    const found = all.find((backend) => backend.name === name);
    return found === undefined ? send(response, 404, { name }) : send(response, 200, found);
  }
  if (request.method === "DELETE")
    return send(response, (await backends.detach(name)) ? 200 : 404, { name });
  if (request.method !== "PUT") return send(response, 405, { error: "only GET, PUT and DELETE" });
  const address = await readAddress(request);
  if (address === undefined) return send(response, 400, { error: "a host and a port are needed" });
  backends.attach(name, address);
  send(response, 200, { name, ...address });
}

/** Compares digests, so that the time it takes tells nothing about the token. */
function isAllowed(request: IncomingMessage, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`));
}

async function readAddress(request: IncomingMessage): Promise<Address | undefined> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    if (body.length <= bytesMax) body += chunk;
  }
  if (body.length > bytesMax) return undefined;
  try {
    const { host, port } = JSON.parse(body) as Partial<Address>;
    const isPort = Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
    return typeof host === "string" && host !== "" && isPort
      ? { host, port: Number(port) }
      : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  // The body of a refused request is not read; the connection would be of no use afterwards.
  if (status >= 400) response.setHeader("connection", "close");
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(`${JSON.stringify(value)}\n`);
}
