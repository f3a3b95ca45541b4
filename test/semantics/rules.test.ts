/** The rules of components, section 3 of the semantics: each by itself. */
import { describe, expect, test } from "vitest";
import { many } from "../../src/model/port.ts";
import { both, caller, client, inUse, server } from "./client-and-server.ts";
import { Sql, add, connect, machine, push, world } from "./scenario.ts";

const line = machine({
  deploy: { start: "off -> on", rise: "on -> up" },
  halt: { stop: "up -> off" },
});
describe("leave and fire", () => {
  test("leave and fire: a token goes from its place to its action", () => {
    const w = world(add("x", line), push("x", "deploy"));
    expect(w.taken.slice(2)).toEqual(["leave x.off", "fire x.start"]);
    expect(w.marking()).toBe("x {start} [deploy]");
  });

  test("leave: only transitions of the active behavior move a token", () => {
    const w = world(add("x", line), push("x", "halt"));
    expect(w.marking()).toBe("x {off}");
    expect(w.taken).toContain("finish x.halt");
  });

  test("fork: all transitions of a behavior that leave one place leave together", () => {
    const forked = machine({ deploy: { t: "a -> b", u: "a -> c" } });
    expect(world(add("x", forked), push("x", "deploy")).marking()).toBe("x {t, u} [deploy]");
  });

  test("leave: a second token waits until the transitions of the first are clear", () => {
    const chasing = machine({ deploy: { t: "a -> b", u: "a -> c", v: "b -> c/v", w: "c -> d" } });
    const w = world(add("x", chasing), push("x", "deploy")).ends("x.u", "x.t", "x.v");
    expect(w.marking()).toBe("x {c, w} [deploy]");
    expect(w.end("x.w").marking()).toBe("x {d, w} [deploy]");
  });

  test("leave: the last token of a provide in use waits for its user", () => {
    const w = inUse().program(push("s", "suspend"));
    expect(w.marking()).toBe("c {on}; s {run} [suspend]");
    w.program(push("c", "stop"));
    expect(w.marking()).toBe("c {halt} [stop]; s {pause} [suspend]");
  });

  test("leave: a token that is not the last one of a provide in use does not wait", () => {
    const paired = machine(
      { deploy: { t: "a -> l", u: "a -> r" }, close: { v: "l -> el" }, shut: { w: "r -> er" } },
      { provides: { sql: [Sql, "l", "r"] } },
    );
    const w = world(add("c", client), add("s", paired), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.t", "s.u", "c.start")
      .program(push("s", "close", "shut"));
    expect(w.marking()).toBe("c {on}; s {r, v} [close, shut]");
    expect(w.end("s.v").marking()).toBe("c {on}; s {el, r} [shut]");
  });

  test("leave: a provide in use is no hindrance where the token stays in its group", () => {
    const growing = machine(
      { deploy: { start: "off -> run" }, grow: { extend: "run -> large" } },
      { provides: { sql: [Sql, "run", "large"] } },
    );
    const w = world(add("c", client), add("s", growing), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.start", "c.start")
      .program(push("s", "grow"));
    expect(w.marking()).toBe("c {on}; s {extend} [grow]");
    expect(w.end("s.extend").taken).not.toContain("enable s.sql");
  });

  test("fire: a transition whose service use is not connected waits on its output dock", () => {
    const w = world(add("c", caller), push("c", "deploy"));
    expect(w.marking()).toBe("c {>start} [deploy]");
    expect(w.causes("c")).toEqual(["unconnected c.db"]);
  });

  test("fire: a transition waits for an inactive provider and goes on once it is active", () => {
    const w = world(
      add("c", caller),
      add("s", server),
      connect("c.db", "s.sql"),
      push("c", "deploy"),
    );
    expect(w.marking()).toBe("c {>start} [deploy]; s {off}");
    expect(w.causes("c")).toEqual(["not-asked s"]);
    w.program(push("s", "deploy")).end("s.start");
    expect(w.marking()).toBe("c {start} [deploy]; s {run}");
  });

  test("fire: the use is held from the start of the action to its end", () => {
    const w = world(add("c", caller), add("s", server), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .end("s.start")
      .program(push("s", "suspend"));
    expect(w.marking()).toBe("c {start} [deploy]; s {run} [suspend]");
    expect(w.end("c.start").marking()).toBe("c {on}; s {pause} [suspend]");
  });

  test("fire: a use for many waits for all of its providers", () => {
    const gathering = machine(
      { deploy: { start: "off -> on" } },
      { uses: { dbs: [many(Sql), "start"] } },
    );
    const w = world(
      add("c", gathering),
      add("s", server),
      add("t", server),
      connect("c.dbs", "s.sql"),
      connect("c.dbs", "t.sql"),
      push("c", "deploy"),
      push("s", "deploy"),
      push("t", "deploy"),
    );
    expect(w.end("s.start").marking()).toBe("c {>start} [deploy]; s {run}; t {start} [deploy]");
    expect(w.end("t.start").marking()).toBe("c {start} [deploy]; s {run}; t {run}");
  });

  test.each([
    { min: 1, marking: "c {>start} [deploy]" },
    { min: 0, marking: "c {start} [deploy]" },
  ])("fire: a use for at least $min providers that has none", ({ min, marking }) => {
    const type = machine(
      { deploy: { start: "off -> on" } },
      { uses: { dbs: [many(Sql, { min }), "start"] } },
    );
    expect(world(add("c", type), push("c", "deploy")).marking()).toBe(marking);
  });
});

describe("end and enter", () => {
  const choosing = machine({ deploy: { t: "a -> b | z" } });

  test("end: an action that chooses nothing ends at its first station", () => {
    expect(world(add("x", choosing), push("x", "deploy")).end("x.t").marking()).toBe("x {b}");
  });

  test("end: an action ends at the station that it chose", () => {
    const w = world(add("x", choosing), push("x", "deploy")).end("x.t", { station: "z" });
    expect(w.marking()).toBe("x {z}");
    expect(w.taken).toEqual(["end x.t", "enter x.z", "finish x.deploy"]);
  });

  test("end: an action that does not run cannot end", () => {
    const w = world(add("x", choosing));
    expect(w.refusal("ended", "x.t")).toBe("x.t is not running");
    expect(() => w.end("x.t")).toThrow(RangeError);
  });

  test("enter: a join waits for all transitions that can end at its station", () => {
    const joining = machine({ deploy: { t: "a -> b", u: "a -> b" } });
    const w = world(add("x", joining), push("x", "deploy"));
    expect(w.end("x.u").marking()).toBe("x {t, u>b} [deploy]");
    expect(w.end("x.t").marking()).toBe("x {b}");
  });

  test("enter: stations of one place are alternatives", () => {
    const two = machine({ deploy: { t: "a -> b/t | c", u: "a -> b/u | c/u" } });
    const w = world(add("x", two), push("x", "deploy"));
    expect(w.end("x.u", { station: "c/u" }).marking()).toBe("x {c, t} [deploy]");
    expect(w.end("x.t").marking()).toBe("x {b, c}");
  });

  test("enter: a place whose use is not served is not entered, although the action is done", () => {
    const w = world(both, push("c", "deploy")).end("c.start");
    expect(w.marking()).toBe("c {start>on} [deploy]; s {off}");
    w.program(push("s", "deploy")).end("s.start");
    expect(w.taken).toContain("enter c.on");
    expect(w.marking()).toBe("c {on}; s {run}");
  });

  test("collide: a second token does not enter a marked place, its transition fails", () => {
    const w = world(
      add("x", machine({ deploy: { t: "a -> b/t", u: "a -> b/u" } })),
      push("x", "deploy"),
    );
    expect(w.ends("x.t", "x.u").taken).toEqual(["end x.u", "collide x.b/u", "fail x.u"]);
    expect(w.marking()).toBe("x {b, u failed} [deploy]");
    expect([...w.c.failures.values()]).toMatchObject([{ code: "MADEUS_SECOND_TOKEN" }]);
  });
});

describe("enable, disable and finish", () => {
  test("enable and disable follow at once from the tokens of the provider", () => {
    const w = world(add("s", server), push("s", "deploy")).end("s.start");
    expect(w.taken).toContain("enable s.sql");
    expect(w.program(push("s", "suspend")).taken).toContain("disable s.sql");
  });

  test("enable: a provide over the initial place is active from the beginning", () => {
    const ready = machine({ deploy: { t: "on -> off" } }, { provides: { sql: [Sql, "on"] } });
    const w = world(
      add("c", caller),
      add("s", ready),
      connect("c.db", "s.sql"),
      push("c", "deploy"),
    );
    expect(w.marking()).toBe("c {start} [deploy]; s {on}");
  });

  test("disable: nothing starts on a withdrawn service", () => {
    const w = world(add("c", caller), add("s", server), connect("c.db", "s.sql"))
      .program(push("s", "deploy"))
      .end("s.start")
      .program(push("s", "suspend"), push("c", "deploy"));
    expect(w.marking()).toBe("c {>start} [deploy]; s {pause} [suspend]");
  });

  test("finish: behaviors run in the order in which they were asked for", () => {
    const w = world(add("x", line), push("x", "deploy", "halt", "deploy"));
    expect(w.ends("x.start", "x.rise").marking()).toBe("x {stop} [halt, deploy]");
    expect(w.ends("x.stop", "x.start", "x.rise").marking()).toBe("x {up}");
    expect(w.done).toBe(true);
  });

  test("finish: a behavior is over only when no token of it is on its way", () => {
    const forked = machine({ deploy: { t: "a -> b", u: "a -> c" }, next: { v: "b -> d" } });
    const w = world(add("x", forked), push("x", "deploy", "next"));
    expect(w.end("x.t").marking()).toBe("x {b, u} [deploy, next]");
    expect(w.end("x.u").marking()).toBe("x {c, v} [next]");
  });
});

describe("a group with several tokens", () => {
  const wide = machine(
    {
      deploy: { t: "a -> w", u: "a -> z" },
      shift: { v: "w -> l", x: "l -> out", y: "z -> r" },
    },
    { provides: { sql: [Sql, "w", "l", "r"] } },
  );

  test("leave: the last token of a provide in use goes on when another one has come", () => {
    const w = world(add("c", client), add("s", wide), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.t", "s.u", "c.start")
      .program(push("s", "shift"))
      .end("s.v");
    expect(w.marking()).toBe("c {on}; s {l, y} [shift]");
    expect(w.end("s.y").marking()).toBe("c {on}; s {r, x} [shift]");
  });
});
