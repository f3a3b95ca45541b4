/**
 * Forwards one request to a backend and its answer back.
 *
 * A backend that cannot be reached is skipped: nothing of the request has been sent then, so the next one may get it. Once a backend
 * has been reached, only a request that changes nothing is tried elsewhere.
 */
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as ask,
  type ServerResponse,
} from "node:http";
import type { Backend, Backends } from "./backends.ts";

const answerMs = 10_000;

/** Answers the request by one of the backends, or says that none can. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  backends: Backends,
  tried: Set<Backend> = new Set(),
): void {
  const backend = backends.next(tried);
  if (backend === undefined)
    return refuse(response, 503, "No replica of the guestbook can be reached.");
  tried.add(backend);
  const leave = backend.enter();
  const hasBody = "content-length" in request.headers || "transfer-encoding" in request.headers;
  const changesNothing = !hasBody && (request.method === "GET" || request.method === "HEAD");
  let sent = false;
  let over = false;

  const upstream = ask({
    ...backend.address,
    method: request.method,
    path: request.url,
    headers: forwarded(request),
    agent: false,
    timeout: answerMs,
  });
  const abandon = (): void => void upstream.destroy();
  response.once("close", abandon);
  upstream.once("close", () => {
    response.off("close", abandon);
    leave();
  });
  upstream.once("socket", (socket) => {
    socket.once("connect", () => {
      sent = !changesNothing;
      if (hasBody) request.pipe(upstream);
      else upstream.end();
    });
  });
  upstream.once("timeout", () => upstream.destroy(new Error("the replica did not answer in time")));
  upstream.once("response", (answer) => pass(answer, response));
  upstream.on("error", () => {
    if (over || response.destroyed) return;
    over = true;
    response.off("close", abandon);
    if (response.headersSent) return void response.destroy();
    backends.rest(backend);
    if (!sent) return forward(request, response, backends, tried);
    request.unpipe(upstream);
    refuse(response, 502, "The replica that was asked has gone.");
  });
}

/** The backend's answer, as it comes. */
function pass(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
  answer.on("error", () => response.destroy());
  answer.pipe(response);
}

function forwarded(request: IncomingMessage): IncomingHttpHeaders {
  const { "x-forwarded-for": before } = request.headers;
  const from = request.socket.remoteAddress ?? "unknown";
  const headers: IncomingHttpHeaders = {
    ...withoutHops(request.headers),
    "x-forwarded-for": before === undefined ? from : `${String(before)}, ${from}`,
  };
  // Whatever else was sent, the body keeps a frame. Without one it would look like a request of its own to the backend.
  const { "transfer-encoding": encoding, "content-length": length } = request.headers;
  if (encoding !== undefined) headers["transfer-encoding"] = "chunked";
  else if (length !== undefined) headers["content-length"] = length;
  return headers;
}

const hops = [
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Headers that concern one connection only do not travel. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hops.includes(name) && !named.includes(name)),
  );
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (response.destroyed) return;
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "retry-after": "1",
    connection: "close",
  };
  response.writeHead(status, headers).end(`${sentence}\n`);
}
