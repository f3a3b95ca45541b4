/** The page's server over real HTTP, on a state of its own: asked, and followed. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { PageReader } from "../../src/command/page-reader.ts";
import { servePage } from "../../src/command/page-server.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { eventsOf } from "../../src/store/serve/event-stream.ts";
import type { Entry, Journal } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";

export const token = "tokentokentoken-1";
const assets = {
  "index.html": Buffer.from("<title>page</title>"),
  "page.js": Buffer.from("script"),
  "page.css": Buffer.from("style"),
  "layout.js": Buffer.from("worker"),
};

export async function open() {
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
export async function asked(
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
export const go: Entry = { type: "go" };
export function grow(journal: Journal, count: number): void {
  for (let k = 0; k < count; k++) journal.append(go);
  journal.commit();
}

export function begun(directory: string): Journal {
  const journal = journalIn(directory);
  journal.beginRun();
  return journal;
}

interface Told {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

export async function following(address: string, last = "0") {
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
