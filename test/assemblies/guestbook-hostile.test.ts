/** The guestbook's programs and those who mean them no good. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ask, type Question } from "../../assemblies/guestbook/ask.ts";
import { stages, upwards } from "./scene.ts";
import type { Stage } from "./stage.ts";
import { look, send, type Site, sign } from "./visitor.ts";

const open = stages();
afterAll(open.clear);
let stage: Stage;
let site: Site;
/** The replica itself, without the balancer. */
let replica: Site;
let control: {
  readonly url: string;
  readonly token: { readonly secret: { readonly file: string } };
};

beforeAll(async () => {
  stage = await open.stage();
  await stage.perform("deploy", ...upwards);
  site = stage.value("balancer", "url");
  control = stage.value("balancer", "control");
  replica = { url: `http://127.0.0.1:${stage.value<{ port: number }>("app1", "at").port}/` };
});
afterEach(async () => {
  const statuses = [(await look(site)).status, (await look(replica)).status];
  if (statuses.some((status) => status !== 200)) throw new Error("a test has broken the guestbook");
});

test("what a visitor writes is text, never markup", async () => {
  const script = `<script>alert("1")</script>' onload=x & </p>`;
  expect((await sign(site, script, script)).status).toBe(303);
  const { html } = await look(site);
  expect(html).not.toContain("<script");
  expect(html).toContain(
    "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39; onload=x &#38; &#60;/p&#62;",
  );
});

test("the page allows no script, and no other style than its own", async () => {
  const response = await fetch(site.url);
  const policy = response.headers.get("content-security-policy");
  const [, rules = ""] = /<style>([^]*)<\/style>/.exec(await response.text()) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`'sha256-${createHash("sha256").update(rules).digest("base64")}'`);
});

test("an entry that is empty, too long, or not text is refused with a reason", async () => {
  const refused = async (author: string, message: string): Promise<[number, boolean]> => {
    const response = await sign(site, author, message);
    return [response.status, (await response.text()).includes('<strong role="alert">')];
  };
  expect(await refused("  ", "message")).toEqual([400, true]);
  expect(await refused("author", "")).toEqual([400, true]);
  expect(await refused("a".repeat(81), "message")).toEqual([400, true]);
  expect(await refused("author", "m".repeat(2_001))).toEqual([400, true]);
  expect(await refused("author", "a\0b")).toEqual([400, true]);
  expect(await refused("author", "m".repeat(64 * 1024))).toEqual([413, true]);
});

test("what no character set knows is kept as text", async () => {
  const body = "author=%ff%fe&message=%ed%a0%80+%f0%9f%98%80";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await fetch(site.url, { method: "POST", body, headers, redirect: "manual" });
  expect(response.status).toBe(303);
  expect((await look(site)).html).toContain("\ufffd\ufffd\ufffd \u{1f600}");
});

test("a body of 50 MB costs no memory and gets an answer", async () => {
  const response = await sign(site, "author", "m".repeat(50 * 1024 * 1024));
  expect(response.status).toBe(413);
});

test("other methods, pages, kinds of body and sites are refused", async () => {
  const status = async (path: string, init: RequestInit): Promise<number> =>
    (await fetch(new URL(path, site.url), init)).status;
  expect(await status("/", { method: "DELETE" })).toBe(405);
  expect(await status("/healthz", { method: "POST" })).toBe(405);
  expect(await status("/../../etc/passwd", {})).toBe(404);
  expect(await status("/%2e%2e/settings.json", {})).toBe(404);
  expect(await status("/", { method: "POST", body: "{}" })).toBe(415);
  const form = { author: "a", message: "from elsewhere" };
  const answer = await send(site, posted(form, "Sec-Fetch-Site: cross-site\r\n"));
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect((await look(site)).html).not.toContain("from elsewhere");
});

test("what is not HTTP is refused by the balancer and by the replica", async () => {
  const twoLengths = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
  for (const target of [site, replica]) {
    expect(await send(target, "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(target, head("GET", `X: ${"x".repeat(65_536)}\r\n`))).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(await send(target, `${head("POST", twoLengths)}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(target, head("GET", "").replace(" / ", " // "))).toMatch(/^HTTP\/1\.1 404 /);
  }
});

test("no second request is smuggled past the balancer in the body of a first", async () => {
  const inner = posted({ author: "a", message: "smuggled" });
  const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
  for (const method of ["GET", "DELETE", "POST"]) {
    const ways = [
      head(method, "Transfer-Encoding: chunked\r\n") + chunk,
      head(method, `Content-Length: ${inner.length}\r\n`) + inner,
      // A header that is named here concerns the connection only, and does not travel.
      head(method, `Content-Length: ${inner.length}\r\nConnection: content-length\r\n`) + inner,
      head(method, "Transfer-Encoding: chunked\r\nConnection: transfer-encoding\r\n") + chunk,
    ];
    for (const way of ways) expect((await send(site, way)).match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  }
  expect((await look(site)).html).not.toContain("smuggled");
});

test("the balancer obeys only who knows its token", async () => {
  const status = (question: Question) => ask(`${control.url}/backends/route1`, question);
  const body = { host: "127.0.0.1", port: 9 };
  for (const stranger of [{}, { token: "" }, { token: "wrong" }])
    for (const question of [{ method: "PUT", body }, { method: "DELETE" }, {}] as const)
      expect(await status({ ...question, ...stranger })).toEqual({
        status: 401,
        text: '{"error":"a token is needed"}\n',
      });
});

test("the balancer takes no nonsense from who knows its token either", async () => {
  const token = await readFile(control.token.secret.file, "utf8");
  const status = async (path: string, method: string, body?: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(control.url + path, { method, headers, body: body ?? null })).status;
  };
  const addresses = [null, [], {}, { host: "", port: 1 }, { host: 1, port: 80 }, { host: "a" }];
  const ports = [0, -1, 1.5, 65_536, "80", null].map((port) => ({ host: "a", port }));
  const bodies = [...addresses, ...ports].map((body) => JSON.stringify(body));
  for (const body of [...bodies, "", "{", " ".repeat(1024 * 1024)])
    expect(await status("/backends/other", "PUT", body)).toBe(400);
  expect(await status("/backends/..%2f", "PUT", '{"host":"a","port":1}')).toBe(404);
  expect(await status("/backends/other", "POST", "")).toBe(405);
  expect(await status("/backends/nobody", "DELETE")).toBe(404);
  expect(await status("/backends/nobody", "GET")).toBe(404);
  const all = await ask(`${control.url}/backends`, { token });
  expect(all?.text).toMatch(/^\[\{"name":"route1"[^{]*\{"name":"route2"[^{]*\]\n$/);
});

test("a backend that cannot be reached is skipped, and with none left the balancer says so", async () => {
  const token = await readFile(control.token.secret.file, "utf8");
  const headers = { authorization: `Bearer ${token}` };
  const body = JSON.stringify({ host: "127.0.0.1", port: 1 });
  await fetch(`${control.url}/backends/dead`, { method: "PUT", headers, body });
  for (let visits = 0; visits < 6; visits += 1) {
    expect((await look(site)).status).toBe(200);
    expect((await sign(site, "author", `visit ${visits}`)).status).toBe(303);
  }
  await stage.perform("suspend", "route1", "route2");
  expect(await look(site)).toEqual({
    status: 503,
    html: "No replica of the guestbook can be reached.\n",
  });
  await fetch(`${control.url}/backends/dead`, { method: "DELETE", headers });
  await stage.perform("deploy", "route1", "route2");
});

/** A request without its body, as it stands on the wire. */
const head = (method: string, headers: string): string =>
  `${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`;

/** A form as it stands on the wire. */
function posted(fields: Readonly<Record<string, string>>, headers = ""): string {
  const body = new URLSearchParams(fields).toString();
  const type = "Content-Type: application/x-www-form-urlencoded\r\n";
  return `${head("POST", `${type}Content-Length: ${body.length}\r\n${headers}`)}${body}`;
}
