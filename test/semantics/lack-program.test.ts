/** What is said of instructions that are not applied, word by word. */
import { expect, test } from "vitest";
import type { Instruction } from "../../src/model/program.ts";
import { whyProgram } from "../../src/semantics/why.ts";
import { Url, add, connect, del, disconnect, machine, push, wait, world } from "./scenario.ts";
import { client, pair, server } from "./web-and-db.ts";

test("instructions that are blocked, or can never be applied", () => {
  const up = () =>
    world(pair, push("db", "deploy"), push("web", "deploy")).ends("db.start", "web.start");
  const sentence = (
    ...program: readonly (Instruction | readonly Instruction[])[]
  ): readonly string[] =>
    up()
      .program(...program)
      .why();
  expect(sentence(disconnect("web.db", "db.sql"))).toEqual([
    "instruction 1, disconnect(web.db, db.sql), waits for web.db",
    "  web uses db.sql, and nothing asks web to stop",
  ]);
  expect(sentence(add("other", server), disconnect("web.db", "other.sql"))).toEqual([
    "instruction 2, disconnect(web.db, other.sql), cannot be applied: they are not connected",
  ]);
  expect(sentence(push("db", "suspend"), del("web"))).toEqual([
    "instruction 2, del(web), cannot be applied: web is still connected",
  ]);
  expect(sentence(add("web", client))).toEqual([
    "instruction 1, add(web, machine), cannot be applied: there is an instance web already",
  ]);
  expect(sentence(connect("web.db", "db.sql"))).toEqual([
    "instruction 1, connect(web.db, db.sql), cannot be applied: its ports do not fit, or are connected already",
  ]);
  expect(sentence(push("web", "sing"))).toEqual([
    "instruction 1, changeBehavior(web, sing), cannot be applied: web has no behavior sing",
  ]);
  expect(sentence(wait("nobody"))).toEqual([
    "instruction 1, wait(nobody), cannot be applied: there is no instance nobody",
  ]);
  expect(sentence(add("x", server), push("x", "deploy"), del("x"))).toEqual([
    "instruction 3, del(x), waits for x",
    "  x.start is running",
  ]);
});

test("a wait for a behavior that was withdrawn", () => {
  const w = world(add("db", server), push("db", "deploy"), wait("db"))
    .fail("db.start")
    .withdraw("db");
  expect(w.why()).toEqual([
    "instruction 3, wait(db), never ends: a behavior asked of db was withdrawn",
  ]);
});

test("a disconnect that waits for the action that reads the value", () => {
  const giver = machine({ deploy: { give: "off -> on" } }, { provides: { url: [Url, "on"] } });
  const reader = machine(
    { deploy: { read: "off -> on", look: "on -> done" } },
    { uses: { url: [Url, "read", "look"] } },
  );
  const w = world(add("x", reader), add("y", giver), connect("x.url", "y.url"))
    .program(push("y", "deploy"), push("x", "deploy"))
    .end("y.give", { values: { url: { port: 1 } } })
    .program(disconnect("x.url", "y.url"));
  expect(w.why()).toEqual([
    "instruction 1, disconnect(x.url, y.url), waits for x.url",
    "  x.read is running",
  ]);
  expect(whyProgram(w.c)).toHaveLength(1);
});

test("are counted within the program that they were handed in with", () => {
  const w = world(pair, push("db", "deploy"), wait("db"));
  const first = "instruction 5, wait(db), waits for db";
  expect(w.why()[0]).toBe(first);
  w.program(push("web", "deploy"), wait("web"));
  expect(w.why()[0]).toBe(first);
  expect(w.ends("db.start").why()[0]).toBe("instruction 2, wait(web), waits for web");
});
