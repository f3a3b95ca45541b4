/**
 * A store, served over HTTP on this machine: who may come in, how much may be sent, how long it may take.
 *
 * What is answered is computed elsewhere (`answer`). A request that is too large, too slow or left by its sender costs what it has
 * sent so far, and nothing afterwards.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import type { WatchClock } from "../watch-branch.ts";
import { type ServedStore, type StoreAnswer, answer, refusal } from "./answer.ts";
import { type Gate, refusalOf } from "./gate.ts";
import { numberIn } from "./question.ts";
import { Watchers, type WatcherLimits, watcherLimitsDefault } from "./watchers.ts";

export interface ServeOptions extends Gate {
  /** An address of this machine. */
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly clock: WatchClock;
  readonly limits?: Partial<ServeLimits>;
  /** Told of faults of our own; the server goes on. */
  readonly failed?: (error: unknown) => void;
}
export interface ServeLimits extends WatcherLimits {
  /** Of what a request holds. */
  readonly bodyBytesMax: number;
  /** For a request to arrive, and for an answer to be read. */
  readonly patienceMs: number;
}
const serveLimitsDefault: ServeLimits = {
  ...watcherLimitsDefault,
  bodyBytesMax: 2 ** 24,
  patienceMs: 30_000,
};

export interface StoreServer {
  /** `http://127.0.0.1:7070` */
  readonly url: string;
  /** How many watch. */
  readonly watchers: number;
  close(): Promise<void>;
}

/** @throws MadeusError  `MADEUS_LISTEN_FAILED` */
export async function serveStore(served: ServedStore, options: ServeOptions): Promise<StoreServer> {
  const limits = { ...serveLimitsDefault, ...options.limits };
  const watchers = new Watchers(served.store.branches, options.clock, limits, options.failed);
  const { patienceMs } = limits;
  const server = createServer(
    { requestTimeout: patienceMs, connectionsCheckingInterval: Math.min(1000, patienceMs) },
    (request, response) => {
      respond({ served, options, limits, watchers }, request, response).catch((error: unknown) => {
        // Whoever asked may have gone in the middle.
        if (isGone(request, error)) return void response.destroy();
        options.failed?.(error);
        if (response.headersSent) response.destroy();
        else refuse(request, response, 500, "This is a fault of Madeus.");
      });
    },
  );
  // One that cannot be taken in, for want of files, say, is no end of the others.
  server.on("error", (error) => options.failed?.(error));
  server.maxConnections = limits.watchersMax + connectionsMore;
  await listening(server, options);
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === "IPv6" ? `[${address}]` : address;
  return {
    url: `http://${host}:${port}`,
    get watchers() {
      return watchers.count;
    },
    async close() {
      watchers.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
const connectionsMore = 100;

interface Service {
  readonly served: ServedStore;
  readonly options: ServeOptions;
  readonly limits: ServeLimits;
  readonly watchers: Watchers;
}

async function respond(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { served, options, limits } = service;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { host, origin, authorization } = request.headers;
  const refused = refusalOf(options, { host, origin, authorization });
  if (refused !== undefined) {
    if (refused.status === 401) response.setHeader("www-authenticate", "Bearer");
    return refuse(request, response, refused.status, refused.why);
  }
  const url = URL.parse(request.url ?? "", "http://store");
  if (url === null) return refuse(request, response, 400, "The address cannot be read.");
  if (request.method === "GET" && url.pathname === "/v1/watch")
    return watch(service, url.searchParams, request, response);
  const body = await bodyOf(request, limits.bodyBytesMax);
  if (body === undefined)
    return refuse(request, response, 413, `At most ${limits.bodyBytesMax} bytes may be sent.`);
  response.setTimeout(limits.patienceMs, () => response.destroy());
  const { method = "" } = request;
  const { pathname: path, searchParams: query } = url;
  await send(response, answer(served, { method, path, query, body }));
}

const isGone = (request: IncomingMessage, error: unknown): boolean =>
  request.readableAborted ||
  (error as { readonly code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE";

/** No page may read it, keep it, or take it for another kind of thing. */
const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Without reading on: what is left of the request goes with the connection. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): void {
  response.shouldKeepAlive = false;
  response.writeHead(status, { "content-type": json });
  response.end(`${JSON.stringify({ message })}\n`, () => request.destroy());
}
const json = "application/json; charset=utf-8";

/** Undefined where it is longer than it may be. */
async function bodyOf(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return undefined;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > bytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function send(response: ServerResponse, answered: StoreAnswer): Promise<void> {
  if ("json" in answered) {
    response.writeHead(answered.status, { "content-type": json });
    response.end(`${JSON.stringify(answered.json)}\n`);
    return;
  }
  response.writeHead(answered.status, { "content-type": "application/octet-stream" });
  await pipeline(Readable.from(answered.pieces), response);
}

/** Answers by moves as they come, until one side goes. */
function watch(
  { watchers, limits }: Service,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const last = request.headers["last-event-id"];
  if (typeof last === "string") query.set("after", last);
  let after: number | undefined;
  try {
    after = numberIn(query, "after");
  } catch (error) {
    return void send(response, refusal(error));
  }
  if (watchers.count >= limits.watchersMax)
    return refuse(request, response, 503, "Too many watch already.");
  response.writeHead(200, { "content-type": "text/event-stream" });
  const stream = {
    write(text: string): number {
      response.write(text);
      return response.writableLength;
    },
    end: () => void response.destroy(),
  };
  const leave = watchers.add(stream, after, query.get("branch") ?? undefined);
  response.on("close", () => leave?.());
}

/** @throws MadeusError  `MADEUS_LISTEN_FAILED` */
export async function listening(
  server: Server,
  { address, port }: Pick<ServeOptions, "address" | "port">,
): Promise<void> {
  server.listen(port, address);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new MadeusError(
      "MADEUS_LISTEN_FAILED",
      `Nothing can be served at ${quote(`${address}:${port}`)}: ${(error as Error).message}.`,
      { hint: "Choose another port, or an address of this machine.", cause: error },
    );
  }
}
