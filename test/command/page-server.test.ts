/** The page's server over real HTTP: what it gives to whom, what it never gives, and a journal that is followed while it grows. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asked, begun, following, go, grow, open, token } from "./served-page.ts";

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
