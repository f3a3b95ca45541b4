/** What is said of tokens that wait, word by word. */
import { expect, test } from "vitest";
import { Sql, add, connect, machine, push, wait, world } from "./scenario.ts";
import { client, pair, server } from "./web-and-db.ts";

test("an action at work, behind a provide that is not there yet", () => {
  const w = world(pair, push("web", "deploy"), push("db", "deploy"));
  expect(w.why("web")).toEqual([
    "web.start waits for db.sql",
    "  db.sql is not provided yet",
    "    db.start is running",
  ]);
});

test("an action that failed, or whose outcome is not known", () => {
  const w = world(pair, push("web", "deploy"), push("db", "deploy"), wait());
  expect(w.fail("db.start", "exit 1").why()).toEqual([
    "instruction 6, wait(), waits for web",
    "  web.start waits for db.sql",
    "    db.sql is not provided yet",
    "      db.start failed: exit 1",
    "instruction 6, wait(), waits for db",
  ]);
  expect(w.refire("db.start").unknown("db.start").why("db")).toEqual([
    "whether db.start has ended is not known",
  ]);
});

test("a token before a place whose use is not served", () => {
  const late = machine({ deploy: { start: "off -> on" } }, { uses: { db: [Sql, "on"] } });
  const w = world(
    add("web", late),
    add("db", server),
    connect("web.db", "db.sql"),
    push("web", "deploy"),
  ).end("web.start");
  expect(w.why("web")).toEqual([
    "web before on waits for db.sql",
    "  db.sql is not provided",
    "    nothing asks db to move",
  ]);
});

test("a join that lacks a token which is on its way", () => {
  const joining = machine({ deploy: { t: "a -> b", u: "a -> c", v: "c -> d", w: "d -> b" } });
  const w = world(add("x", joining), push("x", "deploy")).end("x.t");
  const story = (before: string): readonly string[] => ["x before b waits for x.w", `  ${before}`];
  expect(w.why("x")).toEqual(story("x.u is running"));
  expect(w.end("x.u").why("x")).toEqual(story("x.v is running"));
  expect(w.end("x.v").why("x")).toEqual(story("x.w is running"));
});

test("a join that lacks a token which is held at a place before", () => {
  const joining = machine(
    { deploy: { t: "a -> c", u: "a -> d" }, close: { v: "c -> b", w: "d -> b" } },
    { provides: { sql: [Sql, "c"] } },
  );
  const w = world(add("x", joining), add("web", client), connect("web.db", "x.sql"))
    .program(push("web", "deploy"), push("x", "deploy"))
    .ends("x.t", "web.start", "x.u")
    .program(push("x", "close"))
    .ends("x.w");
  expect(w.why("x")).toEqual([
    "x before b waits for x.v",
    "  x may not leave c: x.sql is in use",
    "    web uses x.sql, and nothing asks web to stop",
  ]);
});

test("a join that lacks a token which went elsewhere, and may wait there for others", () => {
  const choosing = machine({ deploy: { t: "a -> z | e", u: "a -> e" } });
  const w = world(add("x", choosing), push("x", "deploy")).ends("x.t", "x.u");
  expect(w.why("x")).toEqual(["x before e waits for x.t, which will not come"]);
  const crossed = machine({ deploy: { t: "a -> z | e", u: "a -> e", v: "a -> z" } });
  const v = world(add("x", crossed), push("x", "deploy")).ends("x.t", "x.u");
  expect(v.why("x")).toEqual([
    "x before z waits for x.v",
    "  x.v is running",
    "x before e waits for x.t, which will not come",
  ]);
});

test("a second token behind the first", () => {
  const chasing = machine({ deploy: { t: "a -> b", u: "a -> c", v: "b -> c/v", w: "c -> d" } });
  const w = world(add("x", chasing), push("x", "deploy")).ends("x.u", "x.t", "x.v");
  expect(w.why("x")).toEqual([
    "x may not leave c: the token before it is still on w",
    "  x.w is running",
  ]);
});

test("a run that is stopping", () => {
  const w = world(pair, push("db", "deploy")).stop().program(push("web", "deploy")).end("db.start");
  expect(w.why("web")).toEqual(["web.start does not start: the run is stopping"]);
});

test("a withdrawal that waits for an action, or for those who use what it would take away", () => {
  const w = world(pair, push("db", "deploy"), push("web", "deploy")).withdraw("db");
  expect(w.why("db")).toEqual([
    "the withdrawal of db waits: db.start has not ended",
    "  db.start is running",
  ]);
  const forked = machine(
    { deploy: { t: "a -> b", u: "a -> c" } },
    { provides: { sql: [Sql, "b"] } },
  );
  const used = world(
    add("web", client),
    add("db", forked),
    connect("web.db", "db.sql"),
    push("db", "deploy"),
    push("web", "deploy"),
  );
  used.ends("db.t", "web.start").fail("db.u", "exit 1").withdraw("db");
  expect(used.why("db")).toEqual([
    "the withdrawal of db waits: db.sql is in use",
    "  web uses db.sql, and nothing asks web to stop",
    "db.u failed: exit 1",
  ]);
});

test("nothing, where nothing waits", () => {
  const w = world(pair, push("db", "deploy")).end("db.start");
  expect([...w.why("db"), ...w.why("web"), ...w.why()]).toEqual([]);
});
