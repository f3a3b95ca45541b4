import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { waitForHttp } from "../../src/actions/wait-http.ts";
import { waitFor, waitForPort } from "../../src/actions/wait.ts";
import type { Host } from "../../src/engine/host.ts";
import { directory, failure, here, performed, twice } from "./stage.ts";

/** Answers with the status in the path: `/404`. */
async function website(): Promise<number> {
  const server: Server = createServer((request, response) => {
    const [, status = "", ...page] = (request.url ?? "").split("/");
    response
      .writeHead(Number(status), { location: "/200/elsewhere" })
      .end(`page ${page.join("/")}: ${said}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** This machine, with these programs and no others. */
function only(...programs: readonly string[]): Host {
  const bin = `${directory()}/bin`;
  mkdirSync(bin);
  const all = ["sh", "date", "sleep", "tail", "timeout", "cat", ...programs];
  for (const name of all) symlinkSync(pathOf(name), `${bin}/${name}`);
  return {
    ...here,
    run: ({ env, file, ...command }, watch) =>
      here.run({ ...command, file: `${bin}/${file}`, env: { ...env, PATH: bin } }, watch),
  };
}
const pathOf = (name: string): string =>
  ["/bin", "/usr/bin"].map((folder) => `${folder}/${name}`).at(-1) ?? "";

const closed = 1;
const said = `it's "*" $(id) \\n`;

describe("a port", () => {
  test("that accepts connections is not waited for, and one that never does is an error", async () => {
    expect(await twice(waitForPort(await website()))).toEqual([]);
    expect(await failure(waitForPort({ port: closed, timeoutS: 0 }))).toMatch(
      /^port 1: it did not come within 0 s: .*refused/,
    );
  });

  test.each(["bash", "python3", "perl"])("can be asked by %s", async (program) => {
    const port = await website();
    const where = { host: only(program) };
    expect(await twice(waitForPort({ port, host: "localhost" }), where)).toEqual([]);
    expect(await failure(waitForPort({ port: closed, timeoutS: 0 }), where)).toContain(
      "did not come",
    );
  });

  test("cannot be asked where there is nothing to ask by", async () => {
    expect(await failure(waitForPort(closed), { host: only() })).toBe(
      "port 1: it cannot be waited for: the host has no bash, nc, python3 or perl",
    );
  });
});

describe("a page", () => {
  test.each(["curl", "python3", "bash"])("is asked for by %s", async (program) => {
    const at = `http://127.0.0.1:${await website()}`;
    const where = { host: only(program) };
    expect(await twice(waitForHttp(`${at}/200/a?b=c&d=$(id)`), where)).toEqual([]);
    expect(await twice(waitForHttp({ url: `${at}/404/`, status: 404 }), where)).toEqual([]);
    expect(await twice(waitForHttp({ url: `${at}/302/x`, status: 302 }), where)).toEqual([]);
    const late = (url: string, text = "") =>
      failure(waitForHttp({ url, text, timeoutS: 0 }), where);
    expect(await late(`${at}/500/`)).toContain("within 0 s: it answered 500");
    expect(await late(`${at}/200/a`, "page b")).toContain("the page does not hold the text");
    expect(await late(`http://127.0.0.1:${closed}/`)).toContain("no answer from");
    expect(await twice(waitForHttp({ url: `${at}/200/`, text: said }), where)).toEqual([]);
  });

  test("cannot be asked for where there is nothing to ask by", async () => {
    expect(await failure(waitForHttp("https://127.0.0.1:1/"), { host: only("bash") })).toContain(
      "the host has no curl and no python3",
    );
  });
});

test("a condition is waited for, and that it came is no change", async () => {
  const at = directory();
  const path = `${at}/there`;
  const until = `[ -e ${path} ] || { echo "not yet"; false; }`;
  expect(await failure(waitFor({ name: "it", until, timeoutS: 0 }))).toBe(
    "it: it did not come within 0 s: not yet",
  );
  const coming = performed(waitFor({ name: "it", until, everyS: 0.05 }));
  writeFileSync(path, "");
  expect(await coming).toMatchObject({ changed: [], unchanged: 1 });
});
