/** The refusing provide, section 3 of the semantics: it keeps the uses that it has and gains none. */
import { describe, expect, test } from "vitest";
import { both, caller, inUse, server } from "./client-and-server.ts";
import { Sql, add, connect, machine, push, world } from "./scenario.ts";

describe("refusing", () => {
  test("refusing: a provider whose tokens all leave in its behavior gains no use and waits for those it has", () => {
    const w = inUse().program(push("s", "suspend"), push("c", "stop", "deploy"));
    w.ends("c.halt", "c.start");
    expect(w.marking()).toBe("c {start>on} [deploy]; s {pause} [suspend]");
  });

  test("refusing: present uses of a provider that is about to leave are kept, new ones are not gained", () => {
    const w = inUse().program(
      push("s", "suspend"),
      add("d", caller),
      connect("d.db", "s.sql"),
      push("d", "deploy"),
    );
    expect(w.marking()).toBe("c {on}; d {>start} [deploy]; s {run} [suspend]");
    expect(w.causes("d")).toEqual(["refusing s.sql"]);
  });

  test("refusing: a provider with a failed token in its group gains no use", () => {
    const growing = machine(
      { deploy: { start: "off -> run" }, grow: { extend: "run -> large" } },
      { provides: { sql: [Sql, "run", "large"] } },
    );
    const w = world(add("s", growing), push("s", "deploy"))
      .end("s.start")
      .program(push("s", "grow"))
      .fail("s.extend")
      .program(add("c", caller), connect("c.db", "s.sql"), push("c", "deploy"));
    expect(w.marking()).toBe("c {>start} [deploy]; s {extend failed} [grow]");
    expect(w.causes("c")).toEqual(["failed s.extend"]);
    expect(w.refire("s.extend").marking()).toBe("c {start} [deploy]; s {extend} [grow]");
  });

  test("refusing: a provider without tokens in its group gains no use", () => {
    const w = world(both, push("s", "deploy"), push("c", "deploy")).end("c.start");
    expect(w.marking()).toBe("c {start>on} [deploy]; s {start} [deploy]");
    expect(w.causes("c")).toEqual(["running s.start"]);
  });

  test("refusing: a use that is active already may go on under a provider that refuses", () => {
    const keeping = machine(
      { deploy: { start: "off -> on" }, more: { work: "on -> worked" } },
      { uses: { db: [Sql, "on", "work", "worked"] } },
    );
    const w = world(add("c", keeping), add("s", server), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.start", "c.start")
      .program(push("s", "suspend"), push("c", "more"));
    expect(w.marking()).toBe("c {work} [more]; s {run} [suspend]");
    expect(w.end("c.work").marking()).toBe("c {worked}; s {run} [suspend]");
  });
});
