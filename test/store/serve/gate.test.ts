/** Who may come in: whoever knows the token and calls the server by a name of its own. */
import { describe, expect, test } from "vitest";
import { type Caller, refusalOf } from "../../../src/store/serve/gate.ts";

const gate = { token: "a-token", names: ["build.example.org"] };
const caller = (more: Partial<Caller> = {}): Caller => ({
  host: "127.0.0.1:7070",
  origin: undefined,
  authorization: "Bearer a-token",
  ...more,
});

describe("with the token", () => {
  test.each([
    "127.0.0.1:7070",
    "[::1]:7070",
    "localhost",
    "LocalHost:80",
    "10.1.2.3",
    "build.example.org:7070",
    "build.example.org.",
  ])("%s is a name of the server", (host) => {
    expect(refusalOf(gate, caller({ host }))).toBeUndefined();
  });

  test.each([
    undefined,
    "",
    "evil.example.org:7070",
    "127.0.0.1.evil.example.org",
    "localhost.evil.org",
    "[evil]",
    "1.2.3.4.5",
  ])("%s is none, as a page under another name would say", (host) => {
    expect(refusalOf(gate, caller({ host }))).toMatchObject({ status: 403 });
  });

  test("a page of its own may ask, one from elsewhere may not", () => {
    const from = (origin: string) => refusalOf(gate, caller({ origin }))?.status;
    expect(from("http://127.0.0.1:7070")).toBeUndefined();
    for (const origin of ["http://127.0.0.1:8080", "https://evil.example.org", "null", ""])
      expect(from(origin)).toBe(403);
  });
});

test.each([
  undefined,
  "",
  "Bearer",
  "Bearer a-toke",
  "Bearer a-token2",
  "Basic a-token",
  "a-token",
  "Bearer A-TOKEN",
])("without the token, as with %s, nobody comes in", (authorization) => {
  expect(refusalOf(gate, caller({ authorization }))).toMatchObject({ status: 401 });
});

test("an empty token opens nothing", () => {
  expect(refusalOf({ ...gate, token: "" }, caller({ authorization: "Bearer " }))).toMatchObject({
    status: 401,
  });
});
