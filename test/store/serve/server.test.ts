/** A store served over real HTTP: whoever may come in is answered, whoever sends too much, too slowly, or nothing at all is let go. */
import { once } from "node:events";
import { type IncomingMessage, get as httpGet, request as httpRequest } from "node:http";
import { type Socket, connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../../src/engine/clock-real.ts";
import { type StoreServer, serveStore } from "../../../src/store/serve/server.ts";
import { commitOn, reason } from "../pack/growth.ts";
import { by, open, served, token } from "./served.ts";

/** A request as it is, and what is answered. */
async function asked(server: StoreServer, path: string, headers: Record<string, string> = {}) {
  const request = httpGet(`${server.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const piece of response.setEncoding("utf8")) text += piece;
  return { status: response.statusCode, headers: response.headers, text };
}

/** A socket to the server, on which anything can be said, and its end. */
async function socket(
  server: StoreServer,
): Promise<{ readonly line: Socket; readonly ended: Promise<string> }> {
  const { hostname, port } = new URL(server.url);
  const line = connect(Number(port), hostname);
  await once(line, "connect");
  let text = "";
  line.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  line.on("error", () => undefined);
  const ended = once(line, "close").then(() => text);
  onTestFinished(() => void line.destroy());
  return { line, ended };
}

describe("a server", () => {
  test("answers who has the token, and lets no page read it", async () => {
    const { server, from } = await open();
    const { status, headers, text } = await asked(server, "/v1/branches/main");
    expect([status, JSON.parse(text)]).toEqual([200, { name: "main", head: from.commits[2] }]);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test.each([
    [401, { authorization: "Bearer another" }],
    [401, { authorization: "" }],
    [403, { host: "evil.example.org" }],
    [403, { origin: "http://evil.example.org" }],
  ])("answers with %i to %j, on watches as well", async (status, headers) => {
    const { server } = await open();
    for (const path of ["/v1/branches", "/v1/watch", "/nowhere"])
      expect(await asked(server, path, headers)).toMatchObject({ status });
  });

  test("asks a page for no leave beforehand: there is none", async () => {
    const { server } = await open();
    const request = httpRequest(`${server.url}/v1/branches`, { method: "OPTIONS" }).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(response.statusCode).toBe(401);
    response.resume();
  });

  test("takes no body that is longer than it may be, however that is said", async () => {
    const { server, client, from } = await open({ bodyBytesMax: 1000 });
    const draft = { branch: "main", from: from.commits[2] ?? "", changes: [], by };
    const long = { ...draft, message: "x".repeat(2000) };
    await expect(client.commit(long)).rejects.toMatchObject({
      message: expect.stringContaining("At most 1000 bytes"),
    });
    const { line, ended } = await socket(server);
    const head = `POST /v1/commit HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    line.write(`${head}${`400\r\n${"x".repeat(1024)}\r\n`.repeat(3)}`);
    expect(await ended).toMatch(/^HTTP\/1.1 413 /);
    expect(await client.commit({ ...draft, message: "short" })).toBe(
      from.store.branches.find("main"),
    );
  });

  test("does not wait for who is slow, in the head or in the body", async () => {
    const { server } = await open({ patienceMs: 100 });
    const heads = await socket(server);
    heads.line.write("GET /v1/branches HTTP/1.1\r\nHost: local");
    const bodies = await socket(server);
    bodies.line.write(
      `POST /v1/commit HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n{`,
    );
    expect(await heads.ended).toMatch(/^HTTP\/1.1 408 /);
    expect(await bodies.ended).toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  test("survives who goes in the middle, and what is no HTTP", async () => {
    const { server, client, faults } = await open();
    const one = await socket(server);
    one.line.write(
      `POST /v1/objects HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n{`,
    );
    one.line.destroy();
    const other = await socket(server);
    other.line.write("\0\0\0 hello\r\n\r\n");
    expect(await other.ended).toMatch(/^HTTP\/1.1 400 /);
    expect(await client.branches()).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  test("answers with 500 to a fault of its own, tells of it, and goes on", async () => {
    const from = served();
    const broken = {
      ...from,
      nowMs: () => {
        throw new RangeError("a fault");
      },
    };
    const { client, faults } = await open({}, broken);
    await expect(client.merge({ into: "main", from: "main", by })).rejects.toMatchObject({
      code: "MADEUS_REMOTE_FAILED",
      message: expect.stringContaining("This is a fault of Madeus."),
    });
    expect(faults).toEqual([new RangeError("a fault")]);
    expect(await client.branches()).toHaveLength(1);
  });

  test("at a port that is taken is told", async () => {
    const { server, from } = await open();
    const { port } = new URL(server.url);
    const again = serveStore(from, {
      token,
      names: [],
      address: "127.0.0.1",
      port: Number(port),
      clock: realClock,
    });
    await expect(again).rejects.toMatchObject({ code: "MADEUS_LISTEN_FAILED" });
  });
});

describe("watchers", () => {
  test("a hundred are told of every move, and go", async () => {
    const { server, from, client } = await open();
    const { store, commits } = from;
    const ends = new AbortController();
    const told = Array.from({ length: 100 }, async () => {
      const seen: string[] = [];
      for await (const { to = "" } of client.watch({
        branch: "main",
        after: 1,
        signal: ends.signal,
      })) {
        seen.push(to);
        if (seen.length === 2) break;
      }
      return seen;
    });
    const first = commitOn(store.objects, commits.slice(-1), { a: 1 });
    const second = commitOn(store.objects, [first], { a: 2 });
    store.branches.move("main", commits[2], first, reason);
    store.branches.move("main", first, second, reason);
    expect(await Promise.all(told)).toEqual(Array(100).fill([first, second]));
    await expect.poll(() => server.watchers).toBe(0);
  });

  test("one too many is told so, and one that goes makes room", async () => {
    const { server, client } = await open({ watchersMax: 1 });
    const ends = new AbortController();
    const first = client.watch({ after: 0, signal: ends.signal })[Symbol.asyncIterator]();
    expect(await first.next()).toMatchObject({ value: { branch: "main", number: 1 } });
    const second = client.watch()[Symbol.asyncIterator]();
    await expect(second.next()).rejects.toThrow("Too many watch already.");
    await first.return?.();
    await expect.poll(() => server.watchers).toBe(0);
  });

  test("go on from the last that they saw", async () => {
    const { server } = await open();
    const abort = new AbortController();
    const response = await fetch(`${server.url}/v1/watch`, {
      headers: { authorization: `Bearer ${token}`, "last-event-id": "0" },
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    let text = "";
    while (!text.includes("data:")) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toContain("id: 1\nevent: move\n");
    abort.abort();
  });
});
