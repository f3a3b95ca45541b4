/**
 * The guestbook's web server: `node web.ts SETTINGS LISTENING`, with the database's connection as JSON on standard input.
 *
 * It shows the entries, takes new ones, and says at /healthz whether it can reach the database. It outlives the database: while that
 * is away it answers 503, afterwards it goes on by itself.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type Connection, openEntries } from "./entries.ts";
import { FormError, readForm } from "./form.ts";
import { listen } from "./listening.ts";
import { page, style } from "./page.ts";

export interface Settings {
  readonly instance: string;
  readonly title: string;
}

const [settingsFile = "", listeningFile = ""] = process.argv.slice(2);
const settings = JSON.parse(await readFile(settingsFile, "utf8")) as Settings;
const connection = JSON.parse(await text(process.stdin)) as Connection;
const { version } = JSON.parse(
  await readFile(new URL("package.json", import.meta.url), "utf8"),
) as { version: string };

const entries = openEntries(connection, say);
const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => fail(response, error));
});
server.requestTimeout = 15_000;
server.headersTimeout = 5_000;
await listen({ http: server }, listeningFile);
say(`${settings.instance} ${version} listens`);

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void leave());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? "").split("?", 1);
  if (path === "/healthz") return health(request, response);
  if (path !== "/") return send(response, 404, "There is no such page.\n");
  if (request.method === "GET" || request.method === "HEAD") return show(response, 200);
  if (request.method !== "POST") return refuseMethod(response, "GET, HEAD, POST");
  // A browser says so when a page of another site sends the form.
  if (request.headers["sec-fetch-site"] === "cross-site")
    return send(response, 403, "Entries are only taken from the guestbook's own page.\n");
  try {
    const { author, message } = await readForm(request);
    await entries.add(author, message);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    if (error.status === 413) response.setHeader("connection", "close");
    return show(response, error.status, error.message);
  }
  response.writeHead(303, { location: "/" }).end();
}

async function show(response: ServerResponse, status: number, notice?: string): Promise<void> {
  const html = page({ ...settings, version, notice, entries: await entries.latest() });
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; style-src '${style.hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  response.setHeader("cache-control", "no-store");
  send(response, status, html);
}

async function health(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return refuseMethod(response, "GET, HEAD");
  const database = await entries.reachable();
  response.setHeader("content-type", "application/json");
  const state = { instance: settings.instance, version, database };
  send(response, database ? 200 : 503, `${JSON.stringify(state)}\n`);
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader("allow", allowed);
  send(response, 405, "This page cannot do that.\n");
}

function send(response: ServerResponse, status: number, body: string): void {
  if (!response.hasHeader("content-type"))
    response.setHeader("content-type", "text/plain; charset=utf-8");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  response.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
}

function fail(response: ServerResponse, error: unknown): void {
  say(`cannot answer: ${error instanceof Error ? error.message : String(error)}`);
  if (response.headersSent) return void response.destroy();
  response.setHeader("retry-after", "2");
  send(response, 503, "The guestbook cannot reach its database. Please try again.\n");
}

/** Answers what has been asked, then ends. What takes longer than three seconds is cut off. */
async function leave(): Promise<void> {
  setTimeout(() => process.exit(0), 3_000).unref();
  server.close();
  server.closeIdleConnections();
  await entries.close();
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
