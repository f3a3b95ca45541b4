/** The page's server over real HTTP: what it gives to whom, what it never gives, and a journal that is followed while it grows. */
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { PageReader } from "../../src/command/page-reader.ts";
import { servePage } from "../../src/command/page-server.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { eventsOf } from "../../src/store/serve/event-stream.ts";
import type { Entry, Journal } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";

const token = "tokentokentoken-1";
const assets = {
  "index.html": Buffer.from("<title>page</title>"),
  "page.js": Buffer.from("script"),
  "page.css": Buffer.from("style"),
  "layout.js": Buffer.from("worker"),
};

async function open() {
  const directory = join(mkdtempSync(join(tmpdir(), "madeus-page-")), "state");
  const reader = new PageReader(directory);
  const faults: unknown[] = [];
  const failed = (error: unknown): void => void faults.push(error);
  const server = await servePage(reader, assets, {
    token,
    pass: "pass-1",
    port: 0,
    clock: realClock,
    failed,
  });
  onTestFinished(async () => {
    await server.close();
    reader.close();
    rmSync(join(directory, ".."), { recursive: true });
  });
  const [address = "", given = ""] = server.url.split("#");
  expect(given).toBe(token);
  const { onceUrl } = server;
  return {
    directory,
    faults,
    address,
    onceUrl,
    log: (name: string) => join(directory, "logs", name),
  };
}

/** A request as it is, and what is answered. */
async function asked(
  address: string,
  path: string,
  options: Pick<RequestOptions, "method"> & { readonly headers?: Record<string, string> } = {},
) {
  const { hostname, port } = new URL(address);
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  const request = httpRequest({ hostname, port, path, ...options, headers }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const piece of response.setEncoding("utf8")) text += piece;
  return { status: response.statusCode, headers: response.headers, text };
}

function journalIn(directory: string): Journal {
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), realClock);
  onTestFinished(() => journal.close());
  return journal;
}
const go: Entry = { type: "go" };
function grow(journal: Journal, count: number): void {
  for (let k = 0; k < count; k++) journal.append(go);
  journal.commit();
}

describe("the files of the page", () => {
  test("are given without a token, for they hold nothing of the deployment", async () => {
    const { address } = await open();
    for (const [path, type, text] of [
      ["/", "text/html; charset=utf-8", "<title>page</title>"],
      ["/page.js", "text/javascript; charset=utf-8", "script"],
      ["/page.css", "text/css; charset=utf-8", "style"],
      ["/layout.js", "text/javascript; charset=utf-8", "worker"],
    ] as const) {
      const answer = await asked(address, path, { headers: { authorization: "" } });
      expect(answer).toMatchObject({ status: 200, text, headers: { "content-type": type } });
    }
  });

  test("come with a policy under which nothing from elsewhere runs, is loaded or frames it", async () => {
    const { address } = await open();
    const { headers } = await asked(address, "/");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });

  test("are all there is: no path leads anywhere else", async () => {
    const { address } = await open();
    for (const path of [
      "/../package.json",
      "/..%2f..%2fetc/passwd",
      "//etc/passwd",
      "/page.js/../../state.sqlite",
      "/%2e%2e/index.html.old",
      "/v1/../../x",
      "/index.html",
      "/v1/nothing",
      "/v1/__proto__",
    ])
      expect((await asked(address, path)).status).toBe(404);
  });
});

describe("what is on record", () => {
  const paths = [
    "/v1/records",
    "/v1/commits",
    "/v1/expected?run=1",
    "/v1/log?instance=a&transition=b",
  ];

  test.each(paths)("is kept from whoever has another token, or none: %s", async (path) => {
    const { address } = await open();
    for (const authorization of ["", "Bearer other", `Bearer ${token}x`, `Basic ${token}`])
      expect((await asked(address, path, { headers: { authorization } })).status).toBe(401);
    expect(
      (await asked(address, `${path}&token=${token}`, { headers: { authorization: "" } })).status,
    ).toBe(401);
    expect(
      (await asked(address, path, { headers: { authorization: "", cookie: `token=${token}` } }))
        .status,
    ).toBe(401);
  });

  test("is opened once by an address without the token, which others may have seen", async () => {
    const { address, onceUrl } = await open();
    expect(onceUrl).not.toContain(token);
    const { pathname } = new URL(onceUrl);
    const headers = { authorization: "" };
    const strange = { ...headers, host: "evil.example" };
    expect((await asked(address, "/once/", { headers })).status).toBe(401);
    expect((await asked(address, pathname, { headers: strange })).status).toBe(403);
    const first = await asked(address, pathname, { headers });
    expect([first.status, first.headers.location]).toEqual([302, `/#${token}`]);
    expect((await asked(address, pathname, { headers })).status).toBe(401);
  });

  test.each(["/", ...paths])("is kept from pages from elsewhere: %s", async (path) => {
    const { address } = await open();
    for (const headers of [
      { host: "evil.example" },
      { host: "localhost.evil.example:80" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ])
      expect((await asked(address, path, { headers })).status).toBe(403);
  });

  test("is only read", async () => {
    const { address } = await open();
    for (const method of ["POST", "PUT", "DELETE", "PATCH"])
      for (const path of ["/", "/v1/commits"])
        expect((await asked(address, path, { method })).status).toBe(405);
  });

  test("is asked for in words that can be understood, or refused with what is wrong", async () => {
    const { address, directory, faults } = await open();
    grow(begun(directory), 1);
    for (const path of [
      "/v1/log",
      "/v1/log?instance=a",
      "/v1/difference?from=a",
      "/v1/expected?run=x",
    ])
      expect((await asked(address, path)).status).toBe(400);
    expect((await asked(address, "/v1/difference?from=beef&to=main")).status).toBe(404);
    expect(await asked(address, "/v1/expected?run=7")).toMatchObject({
      status: 200,
      text: "null\n",
    });
    expect(faults).toEqual([]);
  });
});

describe("a log", () => {
  test("is given from its end, then from where the reader is, and anew where it was begun anew", async () => {
    const { address, log, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    const read = async (from?: number) => {
      const more = from === undefined ? "" : `&from=${from}`;
      const { text } = await asked(address, `/v1/log?instance=db&transition=start${more}`);
      return JSON.parse(text) as { text: string; skipped: number; next: number };
    };
    expect(await read()).toEqual({ text: "", skipped: 0, next: 0 });
    writeFileSync(log("db.start.log"), "one <b>\n");
    expect(await read()).toEqual({ text: "one <b>\n", skipped: 0, next: 8 });
    appendFileSync(log("db.start.log"), "two\n");
    expect(await read(8)).toEqual({ text: "two\n", skipped: 8, next: 12 });
    expect(await read(12)).toMatchObject({ text: "", next: 12 });
    writeFileSync(log("db.start.log"), "new\n");
    expect(await read(12)).toMatchObject({ text: "new\n", next: 4 });
    writeFileSync(log("db.start.log"), `${"x".repeat(99)}\n`.repeat(1000));
    const long = await read();
    expect(long.next).toBe(100_000);
    expect(long.text).toMatch(/^x{99}\n/);
    expect(long.skipped + long.text.length).toBe(100_000);
  });

  test("is one of this state, whatever name is asked for", async () => {
    const { address, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    writeFileSync(join(directory, "secret.log"), "secret");
    for (const instance of ["../secret", "..%2Fsecret", "/etc/passwd", "..", "x"])
      for (const transition of ["log", "", "%00", "x", "/../../secret", "%2F..%2F..%2Fsecret"]) {
        const path = `/v1/log?instance=${instance}&transition=${transition}`;
        expect((await asked(address, path)).text).not.toContain("secret");
      }
  });

  test("is cut between two signs, however many bytes they take", async () => {
    const { address, log, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    for (const before of ["", "a", "ab", "abc"]) {
      const whole = `${before}${"aé€😀".repeat(10_000)}`;
      writeFileSync(log("db.start.log"), whole);
      let text = "";
      for (let from = 0; from < Buffer.byteLength(whole); ) {
        const answer = await asked(address, `/v1/log?instance=db&transition=start&from=${from}`);
        const part = JSON.parse(answer.text) as { text: string; next: number };
        text += part.text;
        from = part.next;
      }
      expect(text === whole).toBe(true);
    }
  });
});

describe("a journal", () => {
  test("is followed from before there is one", async () => {
    const { address, directory, faults } = await open();
    const events = await following(address);
    expect(await events.next()).toMatchObject({
      event: "pulse",
      data: { isEmpty: true, atWork: null },
    });
    const journal = begun(directory);
    grow(journal, 2);
    expect(await events.until("records")).toMatchObject({
      id: "2",
      data: [{ seq: 1 }, { seq: 2 }],
    });
    grow(journal, 1);
    expect(await events.until("records")).toMatchObject({ id: "3", data: [{ seq: 3, ...go }] });
    expect(faults).toEqual([]);
  });

  test("is followed again from the last record that came, and none is missed or comes twice", async () => {
    const { address, directory } = await open();
    const journal = begun(directory);
    grow(journal, 2500);
    const first = await following(address);
    const known = await first.until("records");
    expect(known.data).toHaveLength(1000);
    await first.end();
    grow(journal, 1);
    const again = await following(address, known.id);
    const seqs: number[] = [];
    while (seqs.at(-1) !== 2501)
      for (const { seq } of (await again.until("records")).data as { seq: number }[])
        seqs.push(seq);
    expect(seqs).toEqual(Array.from({ length: 1501 }, (_, k) => 1001 + k));
  });
});

describe("a state that cannot be read", () => {
  test("is an answer to whoever wants to follow it, and no fault of the server", async () => {
    const { address, directory, faults } = await open();
    mkdirSync(directory);
    writeFileSync(join(directory, "state.sqlite"), "");
    const { status, text } = await asked(address, "/v1/records");
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ code: "MADEUS_STATE_DAMAGED" });
    expect(faults).toEqual([]);
  });

  test("ends the streams of all who follow it, and is told once", async () => {
    const { address, directory, faults } = await open();
    const all = await Promise.all([1, 2, 3].map(() => following(address)));
    for (const events of all) expect((await events.next()).event).toBe("pulse");
    mkdirSync(directory);
    writeFileSync(join(directory, "state.sqlite"), "");
    for (const events of all) await expect(events.until("records")).rejects.toThrow();
    expect(faults).toEqual([expect.objectContaining({ code: "MADEUS_STATE_DAMAGED" })]);
  });
});

function begun(directory: string): Journal {
  const journal = journalIn(directory);
  journal.beginRun();
  return journal;
}

interface Told {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

async function following(address: string, last = "0") {
  const response = await fetch(`${address}v1/records`, {
    headers: { authorization: `Bearer ${token}`, "last-event-id": last },
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const events = eventsOf(response.body as ReadableStream<Uint8Array>);
  const next = async (): Promise<Told> => {
    const { value } = await events.next();
    if (value === undefined) throw new Error("the stream has ended");
    return { event: value.event, id: value.id, data: JSON.parse(value.data) };
  };
  return {
    next,
    async until(event: string): Promise<Told> {
      for (;;) {
        const told = await next();
        if (told.event === event) return told;
      }
    },
    end: () => events.return(),
  };
}
