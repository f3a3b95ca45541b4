/** What is said of ports that are missed, word by word. */
import { expect, test } from "vitest";
import { Sql, Url, add, connect, machine, push, wait, world } from "./scenario.ts";
import { client, pair, server } from "./web-and-db.ts";

test("a use that is connected to nothing, to too few, or by a later instruction", () => {
  const alone = world(add("web", client), push("web", "deploy"));
  expect(alone.why("web")).toEqual([
    "web.start waits for web.db",
    "  web.db is connected to nothing",
  ]);
  const late = world(
    add("web", client),
    add("db", server),
    push("web", "deploy"),
    wait("web"),
    connect("web.db", "db.sql"),
  );
  expect(late.why("web")).toEqual([
    "web.start waits for web.db",
    "  web.db is connected by a later instruction",
    "    instruction 4, wait(web), waits for web",
    "      web waits for the program waits for web",
  ]);
});

test("a provider that nothing asks, or a later instruction", () => {
  expect(world(pair, push("web", "deploy")).why("web")).toEqual([
    "web.start waits for db.sql",
    "  db.sql is not provided",
    "    nothing asks db to move",
  ]);
  const w = world(pair, push("web", "deploy"), wait("web"), push("db", "deploy"));
  expect(w.why("web")).toEqual([
    "web.start waits for db.sql",
    "  db.sql is not provided",
    "    a later instruction asks db to move",
    "      instruction 5, wait(web), waits for web",
    "        web waits for db waits for the program waits for web",
  ]);
});

test("a provider that is asked to leave, and what keeps it", () => {
  const slow = machine(
    { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
    { uses: { db: [Sql, "on", "halt"] } },
  );
  const w = world(
    [add("web", slow), add("app", client), add("db", server)],
    [connect("web.db", "db.sql"), connect("app.db", "db.sql")],
    [...push("web", "deploy"), ...push("db", "deploy")],
  );
  w.ends("db.start", "web.start").program(push("db", "suspend"), push("app", "deploy"));
  expect(w.why("app")).toEqual([
    "app.start waits for db.sql",
    "  db.sql takes no new use: db is asked to suspend",
  ]);
  expect(w.why("db")).toEqual([
    "db may not leave run: db.sql is in use",
    "  web uses db.sql, and nothing asks web to stop",
  ]);
  w.program(push("db", "deploy"));
  expect(w.why("app")).toEqual([
    "app.start waits for db.sql",
    "  db.sql takes no new use: db is asked to suspend",
    "    db may not leave run: db.sql is in use",
    "      web uses db.sql, and nothing asks web to stop",
  ]);
  w.program(push("web", "stop"));
  expect(w.why("db")).toEqual([
    "db may not leave run: db.sql is in use",
    "  web uses db.sql",
    "    web.halt is running",
  ]);
});

test("a provider that is impaired: a place lost, an action failed in its group", () => {
  const w = world(pair, push("db", "deploy"))
    .end("db.start")
    .lost("db.run")
    .program(push("web", "deploy"));
  expect(w.why("web")).toEqual([
    "web.start waits for db.sql",
    "  db.sql is impaired",
    "    db is no longer run",
  ]);
  w.found("db.run").end("web.start").program(push("db", "tuning")).fail("db.tune", "exit 2");
  w.program(add("app", client), connect("app.db", "db.sql"), push("app", "deploy"));
  expect(w.why("app")).toEqual([
    "app.start waits for db.sql",
    "  db.sql is impaired",
    "    db.tune failed: exit 2",
  ]);
});

test("a value that is not readable", () => {
  const giver = machine({ deploy: { give: "off -> on" } }, { provides: { url: [Url, "on"] } });
  const reader = machine({ deploy: { read: "off -> on" } }, { uses: { url: [Url, "read"] } });
  const w = world(
    add("x", reader),
    add("y", giver),
    connect("x.url", "y.url"),
    push("x", "deploy"),
    push("y", "deploy"),
  );
  expect(w.why("x")).toEqual([
    "x.read waits for y.url",
    "  y.url is not provided yet",
    "    y.give is running",
  ]);
  expect(w.end("y.give").why("x")).toEqual([
    "x.read waits for y.url",
    "  y.url is not provided yet",
    "    y.give failed: on: no action has given url",
  ]);
});
