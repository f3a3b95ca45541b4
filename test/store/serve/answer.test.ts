/** What a store answers, without a network: reads, changes, and what it refuses. */
import { describe, expect, test } from "vitest";
import { type StoreAnswer, answer } from "../../../src/store/serve/answer.ts";
import { readFreight } from "../../../src/store/serve/freight.ts";
import { joined } from "../../../src/store/pack/pack.ts";
import { commitAt } from "../../../src/store/objects.ts";
import { branchOff, by, served } from "./served.ts";

type Served = ReturnType<typeof served>;
function get(from: Served, address: string): StoreAnswer {
  const { pathname: path, searchParams: query } = new URL(address, "http://store/v1/");
  return answer(from, { method: "GET", path, query, body: new Uint8Array() });
}
function post(to: Served, what: string, value: unknown): StoreAnswer {
  const body = new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
  return answer(to, { method: "POST", path: `/v1/${what}`, query: new URLSearchParams(), body });
}

describe("a reader", () => {
  test("is told the branches, and one by its name, whatever stands in that", () => {
    const from = served();
    const head = from.commits[2];
    branchOff(from, "try/it-out", "a");
    expect(get(from, "branches")).toMatchObject({
      status: 200,
      json: { branches: [{ name: "main", head }, { name: "try/it-out" }] },
    });
    expect(get(from, "branches/try%2Fit-out")).toMatchObject({ json: { name: "try/it-out" } });
    expect(get(from, "branches/none")).toMatchObject({
      status: 404,
      json: { code: "MADEUS_UNKNOWN_BRANCH" },
    });
    expect(get(from, "branches/%ff")).toMatchObject({ status: 400 });
  });

  test("is told a value by branch or commit", () => {
    const from = served(2);
    const path = "configuration/unit-7/marking";
    expect(get(from, `value?at=main&path=${path}`)).toEqual({
      status: 200,
      json: { commit: from.commits[1], value: "running since 1" },
    });
    expect(get(from, `value?at=${from.commits[0]}&path=${path}`)).toMatchObject({
      json: { value: "installed" },
    });
    expect(get(from, "value?at=main&path=configuration")).toMatchObject({ status: 404 });
    expect(get(from, `value?at=${"0".repeat(40)}&path=a`)).toMatchObject({
      status: 404,
      json: { code: "MADEUS_OBJECT_MISSING" },
    });
    const tree = commitAt(from.store.objects, from.commits[0] ?? "").tree;
    expect(get(from, `value?at=${tree}&path=a`)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining(`${tree} is a tree, no commit`) },
    });
    expect(get(from, "value?path=a")).toMatchObject({
      status: 400,
      json: { code: "MADEUS_BAD_REQUEST" },
    });
  });

  test("is given a directory a stretch at a time", () => {
    const from = served(1);
    const answered = get(from, "list?at=main&path=configuration&offset=2&length=3");
    expect(answered).toMatchObject({
      json: { width: 30, entries: [{ kind: "directory" }, {}, {}] },
    });
    expect(get(from, "list?at=main")).toMatchObject({
      json: { entries: [{ name: "configuration" }] },
    });
    expect(get(from, "list?at=main&offset=-1")).toMatchObject({ status: 400 });
    expect(get(from, "list?at=main&length=x")).toMatchObject({ status: 400 });
  });

  test("is told the history", () => {
    const from = served(3);
    const answered = get(from, "history?at=main&depth=1");
    expect(answered).toMatchObject({
      json: {
        commits: [
          {
            id: from.commits[2],
            parents: [from.commits[1]],
            by,
            message: "change configuration/unit-14/marking\n",
          },
          { id: from.commits[1] },
        ],
      },
    });
  });

  test("is given the objects that it lacks", () => {
    const from = served(3);
    const all = post(from, "objects", { want: [from.commits[2]], have: [] });
    const bytes = joined("pieces" in all ? all.pieces : []);
    expect(new Set(readFreight(bytes).unpacked.keys())).toEqual(new Set(from.store.objects.ids()));
    const some = post(from, "objects", {
      want: [from.commits[2]],
      have: [from.commits[1]],
      depth: 5,
    });
    expect(readFreight(joined("pieces" in some ? some.pieces : [])).unpacked.size).toBe(5);
  });

  test.each([
    ["want", { want: ["main"], have: [] }],
    ["no list", { want: "main" }],
    ["depth", { want: [], depth: 0 }],
    ["1000", { want: Array<string>(1001).fill("0".repeat(40)) }],
    ["JSON", "{"],
    ["JSON", "[]"],
  ])("who asks for objects in another form is told about %s", (what, body) => {
    expect(post(served(1), "objects", body)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining(what) },
    });
  });
});

describe("a writer", () => {
  const change = { path: ["limits", "total"], value: 8 };

  test("makes a commit on what it saw", () => {
    const to = served();
    const [first, , from] = to.commits;
    const changes = [change, { path: ["configuration", "unit-0"] }];
    const answered = post(to, "commit", { branch: "main", from, changes, message: "fewer", by });
    const id = to.store.branches.find("main") ?? "";
    expect(answered).toEqual({ status: 201, json: { id } });
    expect(commitAt(to.store.objects, id)).toMatchObject({
      parents: [from],
      message: "fewer\n",
      author: { ...by, atS: 7000 },
    });
    expect(get(to, "value?at=main&path=limits/total")).toMatchObject({ json: { value: 8 } });
    expect(get(to, "list?at=main&path=configuration")).toMatchObject({ json: { width: 29 } });
    expect([...to.store.branches.moves()].at(-1)).toMatchObject({
      by: "Ann",
      why: "commit: fewer",
      from,
    });
    const kept = [...to.store.objects.ids()].length;
    const late = post(to, "commit", { branch: "main", from: first, changes, message: "late", by });
    expect(late).toMatchObject({ status: 409, json: { code: "MADEUS_BRANCH_MOVED" } });
    expect([...to.store.objects.ids()]).toHaveLength(kept);
    expect(to.store.branches.find("main")).toBe(id);
  });

  test("makes a branch where there is none, under a name that git would have", () => {
    const to = served();
    const draft = { from: null, changes: [change], message: "first", by };
    expect(post(to, "commit", { ...draft, branch: "new" })).toMatchObject({ status: 201 });
    expect(post(to, "commit", { ...draft, branch: "new" })).toMatchObject({ status: 409 });
    expect(post(to, "commit", { ...draft, branch: "a b" })).toMatchObject({
      status: 400,
      json: { code: "MADEUS_BAD_BRANCH" },
    });
    const kept = [...to.store.objects.ids()].length;
    post(to, "commit", { ...draft, changes: [{ ...change, value: 9 }], branch: "new/er" });
    expect([...to.store.objects.ids()]).toHaveLength(kept);
  });

  test.each([
    ["branch", {}],
    ["from", { branch: "main", from: "main" }],
    ["changes", { branch: "main", from: null, changes: 1 }],
    ["path", { branch: "main", from: null, changes: [{ value: 1 }] }],
    ["by whom", { branch: "main", from: null, changes: [], message: "x" }],
    ["email", { branch: "main", from: null, changes: [], message: "x", by: { name: "Ann" } }],
    [
      "MADEUS_BAD_PATH",
      { branch: "main", from: null, changes: [{ path: [".git"], value: 1 }], message: "x", by },
    ],
  ])("who says nothing proper of %s is refused", (what, body) => {
    const answered = post(served(1), "commit", body);
    expect(answered).toMatchObject({ status: 400 });
    expect(JSON.stringify(answered)).toContain(what);
  });

  test("of a value that no leaf can hold is refused", () => {
    const draft = { branch: "new", from: null, message: "x", by };
    const body = (value: string): string =>
      JSON.stringify({ ...draft, changes: [{ path: ["a"], value: 0 }] }).replace(
        '"value":0',
        `"value":${value}`,
      );
    for (const value of ["1e999", `${"[".repeat(50_000)}${"]".repeat(50_000)}`])
      expect(post(served(1), "commit", body(value))).toMatchObject({
        status: 400,
        json: { code: "MADEUS_BAD_REQUEST", message: expect.stringContaining("cannot be kept") },
      });
  });

  test("of a long message leaves its beginning in the record of moves", () => {
    const to = served(1);
    const message = `${"x".repeat(1000)}\n${"y".repeat(10_000)}`;
    const author = { ...by, name: "y".repeat(1000) };
    post(to, "commit", { branch: "new", from: null, changes: [change], message, by: author });
    const [, move] = to.store.branches.moves();
    expect(move).toMatchObject({ by: `${"y".repeat(60)}…`, why: `commit: ${"x".repeat(60)}…` });
    expect(commitAt(to.store.objects, move?.to ?? "").message).toBe(`${message}\n`);
  });

  test("merges a branch, or is told why not", () => {
    const to = served();
    const theirs = branchOff(to, "other", "added");
    expect(post(to, "merge", { into: "main", from: "other", by })).toMatchObject({ status: 200 });
    const id = to.store.branches.find("main") ?? "";
    expect(commitAt(to.store.objects, id)).toMatchObject({
      parents: [to.commits[2], theirs],
      message: "Merge other into main\n",
    });
    branchOff(to, "contrary", "configuration/unit-7/marking");
    const answered = post(to, "merge", { into: "main", from: "contrary", by });
    expect(answered).toMatchObject({
      status: 409,
      json: { conflicts: [{ path: ["configuration", "unit-7", "marking"] }] },
    });
    expect(to.store.branches.find("main")).toBe(id);
  });
});

test("a branch that records what really stands is read, and moved by nobody", () => {
  const to = { ...served(), recorded: ["main"] };
  branchOff(to, "other", "added");
  const draft = { branch: "main", from: to.commits[2], changes: [], message: "x", by };
  for (const answered of [
    post(to, "commit", draft),
    post(to, "merge", { into: "main", from: "other", by }),
  ])
    expect(answered).toMatchObject({ status: 400, json: { code: "MADEUS_BAD_BRANCH" } });
  expect(get(to, "branches/main")).toMatchObject({ json: { head: to.commits[2] } });
  expect(post(to, "merge", { into: "other", from: "main", by })).toMatchObject({ status: 200 });
});

test.each([
  "GET /",
  "GET /v1",
  "GET /v2/branches",
  "DELETE /v1/branches",
  "GET /v1/commit",
  "GET /v1/constructor",
])("%s is not there", (asked) => {
  const [method = "", path = ""] = asked.split(" ");
  const request = { method, path, query: new URLSearchParams(), body: new Uint8Array() };
  expect(answer(served(1), request)).toMatchObject({ status: 404 });
});
