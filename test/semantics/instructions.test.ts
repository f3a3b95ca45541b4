/** The six instructions of Madeus++, section 5 of the semantics, and the end of a program. */
import { describe, expect, test } from "vitest";
import { many, service } from "../../src/model/port.ts";
import { Sql, Url, add, connect, del, disconnect, machine, push, wait, world } from "./scenario.ts";

const line = machine({ deploy: { start: "off -> on" }, stop: { halt: "on -> off" } });
const client = machine(
  { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
  { uses: { db: [Sql, "on"] } },
);
const crowd = machine(
  { deploy: { start: "off -> on" } },
  { uses: { dbs: [many(Sql, { min: 0 }), "on"] } },
);
const server = machine(
  { deploy: { start: "off -> run" }, suspend: { pause: "run -> off" } },
  { provides: { sql: [Sql, "run"] } },
);
const both = [add("c", client), add("s", server), connect("c.db", "s.sql")];
const inUse = () =>
  world(both, push("c", "deploy"), push("s", "deploy")).ends("c.start", "s.start");

describe("add", () => {
  test("add: a new instance has a token on its initial place and is idle", () => {
    const w = world(add("x", line));
    expect(w.marking()).toBe("x {off}");
    expect(w.done).toBe(true);
  });

  test("add: a name that is taken blocks", () => {
    const w = world(add("x", line), add("x", line), add("y", line));
    expect(w.marking()).toBe("x {off}");
    expect(w.left).toBe(2);
  });
});

describe("connect", () => {
  test("connect: a use that has a provider is not connected to another one", () => {
    const w = world(both, add("t", server), connect("c.db", "t.sql"));
    expect(w.left).toBe(1);
  });

  test("connect: a use for many takes any number of providers, each once", () => {
    const program = [add("c", crowd), add("s", server), add("t", server)];
    const w = world(program, connect("c.dbs", "s.sql"), connect("c.dbs", "t.sql"));
    expect(w.left).toBe(0);
    expect(w.program(connect("c.dbs", "s.sql")).left).toBe(1);
  });

  test("connect: a service and a value do not fit", () => {
    const reader = machine({ deploy: { start: "off -> on" } }, { uses: { url: [Url, "start"] } });
    const w = world(add("c", reader), add("s", server), connect("c.url", "s.sql"));
    expect(w.left).toBe(1);
  });

  test("connect: services of different types do not fit", () => {
    const queue = machine(
      { deploy: { start: "off -> run" } },
      { provides: { sql: [service("queue"), "run"] } },
    );
    const w = world(add("c", client), add("q", queue), connect("c.db", "q.sql"));
    expect(w.left).toBe(1);
  });

  test("connect: an active use waits until its new provider is active", () => {
    const w = world(add("c", crowd), push("c", "deploy")).end("c.start");
    w.program(add("s", server), connect("c.dbs", "s.sql"));
    expect(w.left).toBe(1);
    w.program(push("s", "deploy"));
    expect(w.left).toBe(2);
    expect(
      world(
        add("c", crowd),
        push("c", "deploy"),
        add("s", server),
        push("s", "deploy"),
        connect("c.dbs", "s.sql"),
      ).left,
    ).toBe(0);
  });

  test("connect: an active use waits as long as its new provider refuses", () => {
    const w = world(add("c", crowd), add("s", server), push("s", "deploy"), push("c", "deploy"));
    w.ends("s.start", "c.start").lost("s.run").program(connect("c.dbs", "s.sql"));
    expect(w.left).toBe(1);
    expect(w.found("s.run").left).toBe(0);
  });

  test("connect: an active use holds its new provider at once", () => {
    const w = world(add("c", crowd), add("s", server), push("s", "deploy"), push("c", "deploy"));
    w.ends("s.start", "c.start").program(connect("c.dbs", "s.sql"), push("s", "suspend"));
    expect(w.marking()).toBe("c {on}; s {run} [suspend]");
  });
});

describe("disconnect", () => {
  test("disconnect: blocks while the use is active", () => {
    const w = inUse().program(disconnect("c.db", "s.sql"));
    expect(w.left).toBe(1);
    expect(w.causes()).toEqual([expect.stringMatching(/^in-use /)]);
  });

  test("disconnect: goes on once the use is not active any more", () => {
    const w = inUse().program(push("c", "stop"), disconnect("c.db", "s.sql"));
    expect(w.left).toBe(0);
    expect(w.program(push("s", "suspend")).marking()).toBe("c {halt} [stop]; s {pause} [suspend]");
  });

  test("disconnect: a connection that does not exist blocks", () => {
    expect(world(add("c", client), add("s", server), disconnect("c.db", "s.sql")).left).toBe(1);
  });

  test("disconnect: a value blocks while a transition that reads it runs", () => {
    const reader = machine({ deploy: { start: "off -> on" } }, { uses: { url: [Url, "start"] } });
    const giver = machine({ deploy: { start: "off -> run" } }, { provides: { url: [Url, "run"] } });
    const w = world(add("c", reader), add("s", giver), connect("c.url", "s.url"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .end("s.start", { values: { url: { port: 1 } } })
      .program(disconnect("c.url", "s.url"));
    expect(w.left).toBe(1);
    expect(w.unknown("c.start").left).toBe(1);
    expect(w.end("c.start").left).toBe(0);
  });

  test("disconnect: what is left of a use for many serves it", () => {
    const some = machine(
      { deploy: { start: "off -> on" } },
      { uses: { dbs: [many(Sql), "start"] } },
    );
    const w = world(
      add("c", some),
      add("s", server),
      add("t", server),
      connect("c.dbs", "s.sql"),
      connect("c.dbs", "t.sql"),
      push("s", "deploy"),
      push("c", "deploy"),
    ).end("s.start");
    expect(w.marking()).toBe("c {>start} [deploy]; s {run}; t {off}");
    w.program(disconnect("c.dbs", "t.sql"));
    expect(w.marking()).toBe("c {start} [deploy]; s {run}; t {off}");
  });
});

describe("changeBehavior", () => {
  test("changeBehavior: is appended, never pre-empts, never blocks", () => {
    const w = world(add("x", line), push("x", "deploy", "stop"), add("y", line));
    expect(w.marking()).toBe("x {start} [deploy, stop]; y {off}");
    expect(w.end("x.start").marking()).toBe("x {halt} [stop]; y {off}");
  });

  test("changeBehavior: each push has an identity of its own", () => {
    const w = world(add("x", line), push("x", "deploy", "deploy"));
    expect(w.c.queue(0).map(({ identity }) => identity)).toEqual([1, 2]);
  });

  test("changeBehavior: a behavior that the instance does not have blocks", () => {
    expect(world(add("x", line), push("x", "sing")).left).toBe(1);
  });
});

describe("wait", () => {
  const two = [add("x", line), add("y", line), ...push("x", "deploy"), ...push("y", "deploy")];

  test("wait: without names it awaits all instances", () => {
    const w = world(two, wait(), add("z", line)).end("x.start");
    expect(w.left).toBe(2);
    expect(w.causes()).toEqual(["running y.start"]);
    expect(w.end("y.start").left).toBe(0);
  });

  test("wait: with names it awaits those alone", () => {
    expect(world(two, wait("x"), add("z", line)).end("x.start").left).toBe(0);
  });

  test("wait: an instance named twice is awaited once", () => {
    expect(world(two, wait("x", "x"), add("z", line)).end("x.start").left).toBe(0);
  });

  test("wait: every push that was made before it is awaited", () => {
    const w = world(add("x", line), push("x", "deploy", "stop"), wait("x")).end("x.start");
    expect(w.left).toBe(1);
    expect(w.end("x.halt").left).toBe(0);
  });

  test("wait: pushes that are made later are not awaited", () => {
    const w = world(two, wait("x"), push("y", "stop"), add("z", line)).end("x.start");
    expect(w.left).toBe(0);
    expect(w.marking()).toBe("x {on}; y {start} [deploy, stop]; z {off}");
  });

  test("wait: is over although the instance goes on with what an operator asked for", () => {
    const w = world(add("x", line), push("x", "deploy")).fail("x.start");
    w.program(wait("x")).withdraw("x", "deploy");
    expect(w.marking()).toBe("x {start} [deploy]");
    expect(w.left).toBe(0);
  });

  test("wait: a push of its own program that was abandoned is awaited for ever", () => {
    const w = world(add("x", line), push("x", "deploy"), wait()).fail("x.start").withdraw("x");
    expect(w.left).toBe(1);
    expect(w.causes()).toEqual([expect.stringMatching(/^abandoned x/)]);
    expect(w.done).toBe(false);
  });

  test("wait: a push of its own program that was abandoned before it is reached is awaited for ever", () => {
    const w = world(two, wait("y"), wait("x")).fail("x.start").withdraw("x").end("y.start");
    expect(w.left).toBe(1);
  });

  test("wait: what an earlier program asked for and what was abandoned is not awaited", () => {
    const w = world(add("x", line), push("x", "deploy")).fail("x.start").program(wait("x"));
    expect(w.left).toBe(1);
    expect(w.withdraw("x").left).toBe(0);
  });

  test("wait: what is left of a program that was given up is not awaited by the next one", () => {
    const w = world(two, wait("x")).abandon().program(wait("y"));
    expect(w.end("x.start").left).toBe(1);
    expect(w.end("y.start").left).toBe(0);
  });
});

describe("del", () => {
  test("del: blocks until the instance is idle", () => {
    const w = world(add("x", line), push("x", "deploy"), del("x"));
    expect(w.left).toBe(1);
    expect(w.end("x.start").marking()).toBe("");
    expect(w.done).toBe(true);
  });

  test.each(["c", "s"])("del: blocks while a connection of %s is left", (name) => {
    const w = world(both, del(name));
    expect(w.left).toBe(1);
    expect(world(both, disconnect("c.db", "s.sql"), del(name)).left).toBe(0);
  });

  test("del: a new instance under an old name begins anew, without values", () => {
    const giver = machine({ deploy: { start: "off -> run" } }, { provides: { url: [Url, "run"] } });
    const w = world(add("s", giver), push("s", "deploy")).end("s.start", { values: { url: 1 } });
    expect(w.value("s.url")).toEqual({ value: 1, version: 1 });
    w.program(del("s"), add("s", giver));
    expect(w.value("s.url")).toBeUndefined();
    expect(w.marking()).toBe("s {off}");
  });
});

describe("the program", () => {
  test("program: a blocked instruction blocks those after it", () => {
    expect(world(add("x", line), push("x", "deploy"), wait(), add("y", line)).marking()).toBe(
      "x {start} [deploy]",
    );
  });

  test("program: it is done when it is at its end and all instances are idle", () => {
    const w = world(add("x", line), push("x", "deploy"));
    expect([w.left, w.done]).toEqual([0, false]);
    expect(w.end("x.start").done).toBe(true);
  });

  test("program: one handed in before the end of another is more of the same", () => {
    const w = world(add("x", line), push("x", "deploy"), wait()).program(add("y", line));
    expect(w.marking()).toBe("x {start} [deploy]");
    expect(w.end("x.start").marking()).toBe("x {on}; y {off}");
  });

  test("abandon: instructions not reached and behaviors not active are given up", () => {
    const w = world(add("x", line), push("x", "deploy", "stop"), wait(), add("y", line)).abandon();
    expect(w.marking()).toBe("x {start} [deploy]");
    expect(w.end("x.start").done).toBe(true);
  });
});
