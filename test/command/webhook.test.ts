/** Notices at a real server: tried again where that may help, and told in words that hold no address. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Notice } from "../../src/command/notice.ts";
import { webhook } from "../../src/command/webhook.ts";
import { receiver } from "./web-receiver.ts";

const notice: Notice = {
  type: "notice",
  events: "1.0",
  event: "done",
  text: "deploy of site is done",
  id: "s/1/9/done",
  atMs: 1,
  verb: "deploy",
  assembly: "site",
  run: 1,
  tookS: 2,
};
const quick = { timeoutMs: 5_000, pausesMs: [1, 1] };
const never = new AbortController().signal;

/** Why it is not delivered. */
const fault = (url: string, options: Parameters<typeof webhook>[1] = quick): Promise<unknown> =>
  webhook(new URL(url), options)(notice, never).then(
    () => "delivered",
    (error: unknown) => String(error),
  );

test("a notice is posted as JSON, with what it can be told by from others", async () => {
  const { url, received } = await receiver();
  await webhook(new URL(`${url}/hook?token=t`), quick)(notice, never);
  const [{ path = "", headers = {}, body = "" } = {}] = received;
  expect(path).toBe("/hook?token=t");
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "idempotency-key": "s/1/9/done",
  });
  expect(JSON.parse(body)).toEqual(notice);
});

test("the name and the password in an address are sent as such", async () => {
  const { url, received } = await receiver();
  await webhook(new URL(url.replace("//", "//ann:p%40ss@")), quick)(notice, never);
  const basic = Buffer.from("ann:p@ss").toString("base64");
  expect(received[0]?.headers.authorization).toBe(`Basic ${basic}`);
});

test("what may pass is tried again, under the same key; what is sent arrives once it is taken", async () => {
  const { url, received } = await receiver((k) => [503, 429, 200][k] ?? 200);
  await webhook(new URL(url), quick)(notice, never);
  expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual(
    Array(3).fill("s/1/9/done"),
  );
});

test("after all tries it is given up, with the answer of the last", async () => {
  const { url, received } = await receiver(() => 500);
  expect(await fault(`${url}/secret`)).toBe("Error: it answered 500");
  expect(received).toHaveLength(3);
});

test("what is refused, and what leads elsewhere, is not tried again, and nobody is followed", async () => {
  const elsewhere = await receiver();
  for (const [status, said] of [
    [404, "Error: it answered 404"],
    [307, "Error: it answered 307, which leads elsewhere"],
  ] as const) {
    const headers = { location: `${elsewhere.url}/x` };
    const { url, received } = await receiver(() => ({ status, headers }));
    expect(await fault(url)).toBe(said);
    expect(received).toHaveLength(1);
  }
  expect(elsewhere.received).toEqual([]);
});

test("one who does not answer is given up after a time", async () => {
  const { url, received } = await receiver(() => 0);
  expect(await fault(url, { timeoutMs: 50, pausesMs: [1] })).toBe(
    "Error: it did not answer in time",
  );
  expect(received.length).toBeLessThanOrEqual(2);
});

test("where nobody listens that is said without the address", async () => {
  const { url } = await receiver();
  const closed = url.replace(/\d+$/, "1");
  expect(await fault(`${closed}/secret`)).toBe("Error: ECONNREFUSED");
});

test("a certificate that nobody vouches for is refused, whatever the environment says", async () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-tls-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const [key, cert] = [join(directory, "key"), join(directory, "cert")];
  const made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x";
  const alt = "subjectAltName=IP:127.0.0.1";
  execFileSync("openssl", [...made.split(" "), "-addext", alt, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  const { url, received } = await receiver(() => 200, {
    key: readFileSync(key),
    cert: readFileSync(cert),
  });
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    expect(await fault(url)).toBe("Error: its certificate: DEPTH_ZERO_SELF_SIGNED_CERT");
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
  expect(received).toEqual([]);
});

test("who is no longer waited for sends nothing more", async () => {
  const { url, received } = await receiver(() => 503);
  const cut = new AbortController();
  const options = { timeoutMs: 5_000, pausesMs: [60_000] };
  const sent = webhook(new URL(url), options)(notice, cut.signal);
  await expect.poll(() => received.length).toBe(1);
  cut.abort();
  await expect(sent).rejects.toThrow("it answered 503");
});
