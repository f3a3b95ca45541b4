/** What goes wrong and what an operator says about it, section 4 of the semantics; and values, section 3. */
import { describe, expect, test } from "vitest";
import { Sql, Url, add, connect, machine, push, wait, world } from "./scenario.ts";

const line = machine({ deploy: { start: "off -> on", rise: "on -> up" } });
const server = machine(
  {
    deploy: { start: "off -> run" },
    grow: { extend: "run -> large" },
    stop: { halt: "run -> off" },
  },
  { provides: { sql: [Sql, "run", "large"] } },
);
const client = machine(
  { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
  { uses: { db: [Sql, "start", "on"] } },
);
const both = [add("c", client), add("s", server), connect("c.db", "s.sql")];

describe("fail", () => {
  test("fail: the token stays on its transition, with the error", () => {
    const w = world(add("x", line), push("x", "deploy")).fail("x.start", "disk full");
    expect(w.taken).toEqual(["fail x.start"]);
    expect(w.marking()).toBe("x {start failed} [deploy]");
    expect([...w.c.failures.values()]).toEqual([
      { code: "MADEUS_ACTION_FAILED", message: "disk full" },
    ]);
    expect(w.causes("x")).toEqual(["failed x.start"]);
  });

  test("fail: what does not depend on it goes on", () => {
    const w = world(add("x", line), add("y", line), push("x", "deploy"), push("y", "deploy"));
    expect(w.fail("x.start").end("y.start").marking()).toBe(
      "x {start failed} [deploy]; y {rise} [deploy]",
    );
  });

  test("fail: present uses of a provide that is impaired stay, no new one starts", () => {
    const w = world(both, add("d", client), connect("d.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.start", "c.start")
      .program(push("s", "grow"))
      .fail("s.extend")
      .program(push("d", "deploy"));
    expect(w.marking()).toBe("c {on}; d {>start} [deploy]; s {extend failed} [grow]");
    expect(w.program(push("c", "stop")).marking()).toContain("c {halt} [stop]");
    expect(w.causes("d")).toEqual(["failed s.extend"]);
  });

  test("fail: a use that failed is held until it runs again or is taken as ended", () => {
    const w = world(both, push("s", "deploy"), push("c", "deploy"))
      .end("s.start")
      .fail("c.start")
      .program(push("s", "stop"));
    expect(w.marking()).toBe("c {start failed} [deploy]; s {run} [stop]");
  });
});

describe("refire and skip", () => {
  test("refire: the same transition runs again, its error is forgotten", () => {
    const w = world(add("x", line), push("x", "deploy")).fail("x.start").refire("x.start");
    expect(w.taken).toEqual(["fire x.start"]);
    expect(w.marking()).toBe("x {start} [deploy]");
    expect(w.c.failures.size).toBe(0);
    expect(w.end("x.start").marking()).toBe("x {rise} [deploy]");
  });

  test("refire: only what failed or is unknown runs again", () => {
    const w = world(add("x", line), push("x", "deploy"));
    expect(w.refusal("refire", "x.start")).toBe("x.start is neither failed nor unknown");
    expect(w.unknown("x.start").refusal("refire", "x.start")).toBeUndefined();
  });

  test("skip: the transition is taken as ended, with the values supplied", () => {
    const giver = machine(
      { deploy: { start: "off -> on | worse" } },
      { provides: { url: [Url, "on", "worse"] } },
    );
    const w = world(add("x", giver), push("x", "deploy")).fail("x.start");
    w.skip("x.start", { station: "worse", values: { url: { port: 7 } } });
    expect(w.marking()).toBe("x {worse}");
    expect(w.value("x.url")).toEqual({ value: { port: 7 }, version: 1 });
    expect(w.c.failures.size).toBe(0);
  });

  test("skip: an action that runs is not skipped", () => {
    const w = world(add("x", line), push("x", "deploy"));
    expect(() => w.skip("x.start")).toThrow("x.start is neither failed nor unknown");
  });
});

describe("stop and go", () => {
  test("stop: no action starts any more, those that run may end", () => {
    const w = world(add("x", line), push("x", "deploy")).stop().end("x.start");
    expect(w.marking()).toBe("x {>rise} [deploy]");
    expect(w.causes("x")).toEqual(["stopped x.rise"]);
  });

  test("go: actions start again", () => {
    const w = world(add("x", line), push("x", "deploy")).stop().end("x.start").go();
    expect(w.taken).toEqual(["fire x.rise"]);
  });
});

describe("lost and found", () => {
  test("lost: the provides of the place are impaired, the marking stays", () => {
    const w = world(both, push("s", "deploy")).end("s.start").lost("s.run");
    expect(w.marking()).toBe("c {off}; s {run}");
    w.program(push("c", "deploy"));
    expect(w.marking()).toBe("c {>start} [deploy]; s {run}");
    expect(w.causes("c")).toEqual(["lost s.run"]);
  });

  test("lost: present uses stay", () => {
    const w = world(both, push("s", "deploy"), push("c", "deploy")).ends("s.start", "c.start");
    expect(w.lost("s.run").marking()).toBe("c {on}; s {run}");
    expect(w.program(push("s", "stop")).marking()).toBe("c {on}; s {run} [stop]");
  });

  test("found: the provides of the place serve again", () => {
    const w = world(both, push("s", "deploy")).end("s.start").lost("s.run");
    w.program(push("c", "deploy")).found("s.run");
    expect(w.taken).toEqual(["fire c.start"]);
  });

  test("lost: what is said of a place without a token is nothing", () => {
    const w = world(both).lost("s.run").program(push("s", "deploy")).end("s.start");
    expect(w.program(push("c", "deploy")).marking()).toBe("c {start} [deploy]; s {run}");
  });

  test("lost: a token that leaves a lost place takes nothing of it along", () => {
    const w = world(both, push("s", "deploy")).end("s.start").lost("s.run");
    w.program(push("s", "grow"), push("c", "deploy"));
    expect(w.marking()).toBe("c {start} [deploy]; s {extend} [grow]");
  });
});

describe("unknown", () => {
  test("unknown: the token stays and impairs its provides", () => {
    const w = world(both, push("s", "deploy")).end("s.start").program(push("s", "grow"));
    w.unknown("s.extend").program(push("c", "deploy"));
    expect(w.marking()).toBe("c {>start} [deploy]; s {extend unknown} [grow]");
    expect(w.causes("c")).toEqual(["unknown s.extend"]);
  });

  test("unknown: it can run again, end, fail and be skipped", () => {
    const doubtful = () => world(add("x", line), push("x", "deploy")).unknown("x.start");
    expect(doubtful().refire("x.start").marking()).toBe("x {start} [deploy]");
    expect(doubtful().end("x.start").marking()).toBe("x {rise} [deploy]");
    expect(doubtful().fail("x.start").marking()).toBe("x {start failed} [deploy]");
    expect(doubtful().skip("x.start").marking()).toBe("x {rise} [deploy]");
  });
});

describe("values", () => {
  const giver = machine(
    { deploy: { start: "off -> ready", rise: "ready -> run" }, move: { shift: "run -> ready" } },
    { provides: { url: [Url, "run"] } },
  );
  const reader = machine({ deploy: { start: "off -> on" } }, { uses: { url: [Url, "start"] } });
  const wired = [add("c", reader), add("s", giver), connect("c.url", "s.url")];

  test("values: a value becomes readable when a token first enters a place of its port", () => {
    const w = world(wired, push("s", "deploy"), push("c", "deploy"));
    w.end("s.start", { values: { url: "first" } });
    expect(w.value("s.url")).toEqual({ value: "first", version: 0 });
    expect(w.marking()).toBe("c {>start} [deploy]; s {rise} [deploy]");
    expect(w.end("s.rise").taken).toContain("enable s.url");
    expect(w.value("s.url")).toEqual({ value: "first", version: 1 });
    expect(w.marking()).toBe("c {start} [deploy]; s {run}");
  });

  test("values: the last value given before it can be read is version 1", () => {
    const w = world(wired, push("s", "deploy"));
    w.end("s.start", { values: { url: "first" } }).end("s.rise", { values: { url: "second" } });
    expect(w.value("s.url")).toEqual({ value: "second", version: 1 });
  });

  test("values: a later write is the next version at the end of its action, and can be read on", () => {
    const w = world(wired, push("s", "deploy")).end("s.start", { values: { url: "first" } });
    w.end("s.rise").program(push("s", "move"));
    expect(w.value("s.url")?.version).toBe(1);
    w.end("s.shift", { values: { url: "later" } }).program(push("c", "deploy"));
    expect(w.value("s.url")).toEqual({ value: "later", version: 2 });
    expect(w.marking()).toBe("c {start} [deploy]; s {ready}");
  });

  test("values: a reader of an older version can be told", () => {
    const w = world(wired, push("s", "deploy"), push("c", "deploy"));
    w.end("s.start", { values: { url: "first" } }).ends("s.rise", "c.start");
    expect(w.read("c.url")).toBe(1);
    w.program(push("s", "move")).end("s.shift", { values: { url: "later" } });
    expect([w.read("c.url"), w.value("s.url")?.version]).toEqual([1, 2]);
  });

  test("values: an action that runs again reads the newest version", () => {
    const w = world(wired, push("s", "deploy"), push("c", "deploy"));
    w.end("s.start", { values: { url: "first" } })
      .end("s.rise")
      .fail("c.start");
    w.program(push("s", "move"))
      .end("s.shift", { values: { url: "later" } })
      .refire("c.start");
    expect(w.read("c.url")).toBe(2);
  });

  test("ungiven: a place whose value was never given is not entered, its transition fails", () => {
    const w = world(wired, push("s", "deploy")).ends("s.start", "s.rise");
    expect(w.taken).toEqual(["end s.rise", "ungiven s.run", "fail s.rise"]);
    expect([...w.c.failures.values()]).toMatchObject([{ code: "MADEUS_VALUE_NOT_GIVEN" }]);
    w.refire("s.rise").end("s.rise", { values: { url: "now" } });
    expect(w.marking()).toBe("c {off}; s {run}");
  });

  test("end: a run that can make no step names its cause", () => {
    const w = world(wired, push("c", "deploy"), push("s", "deploy"), wait()).fail("s.start");
    expect(w.causes()).toEqual(["failed s.start"]);
  });
});
