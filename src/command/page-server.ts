/**
 * The page over HTTP, on this machine alone, and only to be looked at.
 *
 * Its files hold nothing of the deployment, and are given to whoever comes by a name of this machine. What is on record is for those
 * who know the token: it comes behind the `#` of the address, which browsers send nowhere, and then in a header that no other page can
 * set. So there is no cookie that another server on this machine would get to see.
 */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { isMadeusError } from "../model/code.ts";
import { type Gate, refusalOf, strangeness } from "../store/serve/gate.ts";
import { numberIn, numbersIn, textIn } from "../store/serve/question.ts";
import { listening } from "../store/serve/server.ts";
import type { WatchClock } from "../store/watch-branch.ts";
import { type AssetName, type Assets, assetTypes } from "./page-asset.ts";
import type { PageReader } from "./page-reader.ts";
import { PageStream } from "./page-stream.ts";

export interface PageOptions {
  readonly token: string;
  /** Opens the page once: the addresses that programs are started with can be seen by all users of the machine. */
  readonly pass?: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly clock: WatchClock;
  /** Told of faults of our own; the server goes on. */
  readonly failed: (error: unknown) => void;
}
export interface PageServer {
  /** With the token: `http://127.0.0.1:7071/#…` */
  readonly url: string;
  /** With the pass in its place: it leads there once, and nowhere afterwards. */
  readonly onceUrl: string;
  close(): Promise<void>;
}

/** @throws MadeusError  `MADEUS_LISTEN_FAILED` */
export async function servePage(
  reader: PageReader,
  assets: Assets,
  { token, pass, port, clock, failed }: PageOptions,
): Promise<PageServer> {
  const stream = new PageStream(reader, clock, failed);
  const passes = new Set(pass === undefined ? [] : [`/once/${pass}`]);
  const site: Site = { reader, assets, stream, passes, gate: { token, names: [] } };
  const server = createServer((request, response) => {
    respond(site, request, response).catch((error: unknown) => {
      failed(error);
      if (response.headersSent) response.destroy();
      else answer(response, 500, { message: "This is a fault of Madeus." });
    });
  });
  await listening(server, { address: "127.0.0.1", port });
  const at = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${at.port}/#${token}`,
    onceUrl: `http://127.0.0.1:${at.port}/once/${pass ?? ""}`,
    async close() {
      stream.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Site {
  readonly reader: PageReader;
  readonly assets: Assets;
  readonly stream: PageStream;
  /** Paths that lead to the page with its token, each once. */
  readonly passes: Set<string>;
  readonly gate: Gate;
}

const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

async function respond(
  { reader, assets, stream, passes, gate }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { host, origin, authorization } = request.headers;
  const stranger = strangeness(gate, { host, origin });
  if (stranger !== undefined) return answer(response, stranger.status, { message: stranger.why });
  if (request.method !== "GET") return answer(response, 405, { message: "This is to be read." });
  const url = URL.parse(request.url ?? "", "http://page");
  if (url === null) return answer(response, 400, { message: "The address cannot be read." });
  if (passes.delete(url.pathname)) {
    response.writeHead(302, { location: `/#${gate.token}` });
    return void response.end();
  }
  const asset = assetNames.get(url.pathname);
  if (asset !== undefined) {
    response.writeHead(200, { "content-type": assetTypes[asset] });
    return void response.end(assets[asset]);
  }
  const refused = refusalOf(gate, { host, origin, authorization });
  if (refused !== undefined) return answer(response, refused.status, { message: refused.why });
  try {
    const { pathname, searchParams: query } = url;
    if (pathname === "/v1/records") return follow(stream, query, request, response);
    const route = routes[pathname];
    if (route === undefined) return answer(response, 404, { message: "There is nothing there." });
    answer(response, 200, await route(reader, query));
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    const { code, message, hint } = error;
    answer(response, code.startsWith("MADEUS_BAD_") ? 400 : 404, { code, message, hint });
  }
}

/** Path → file. */
const assetNames: ReadonlyMap<string, AssetName> = new Map([
  ["/", "index.html"],
  ["/page.js", "page.js"],
  ["/page.css", "page.css"],
  ["/layout.js", "layout.js"],
]);

type Route = (reader: PageReader, query: URLSearchParams) => unknown;
const routes: Readonly<Record<string, Route>> = {
  "/v1/commits": (reader) => reader.commits(),
  "/v1/difference": (reader, query) =>
    reader.difference(textIn(query, "from"), textIn(query, "to")),
  "/v1/expected": async (reader, query) =>
    (await reader.expected(numberIn(query, "run") ?? 0)) ?? null,
  "/v1/log": (reader, query) =>
    reader.log(textIn(query, "instance"), textIn(query, "transition"), numberIn(query, "from")),
};

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(`${JSON.stringify(value)}\n`);
}

/** Answers by records as they come, until one side goes. */
function follow(
  stream: PageStream,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const last = request.headers["last-event-id"];
  if (typeof last === "string") query.set("after", last);
  const known = numbersIn(query, "after");
  if (stream.count >= followersMax)
    return answer(response, 503, { message: "Too many follow already." });
  // What cannot be read is told as an answer, not by a stream that stays silent.
  stream.check();
  response.writeHead(200, { "content-type": "text/event-stream" });
  const leave = stream.add(
    {
      write: (text) => void response.write(text),
      get waiting() {
        return response.writableLength;
      },
      end: () => void response.destroy(),
    },
    known,
  );
  response.on("close", leave);
}
const followersMax = 100;
