/** The rule withdraw, section 4 of the semantics: back to the last place where an instance was in one piece. */
import { describe, expect, test } from "vitest";
import { Sql, add, connect, machine, push, wait, world } from "./scenario.ts";

const line = machine({
  deploy: { start: "off -> on", rise: "on -> up" },
  other: { stay: "on -> aside" },
  back: { fall: "on -> off" },
});
const forking = machine({ deploy: { t: "a -> b", u: "a -> c", v: "b -> c" } });
const server = machine(
  { deploy: { start: "off -> run" }, suspend: { pause: "run -> off" } },
  { provides: { sql: [Sql, "run"] } },
);

describe("withdraw", () => {
  test("withdraw: a failed transition goes back to the place that it left", () => {
    const w = world(add("x", line), push("x", "deploy"))
      .end("x.start")
      .fail("x.rise")
      .withdraw("x");
    expect(w.taken).toEqual(["withdraw x.deploy"]);
    expect(w.marking()).toBe("x {on}");
    expect(w.c.failures.size).toBe(0);
    expect(w.done).toBe(true);
  });

  test("withdraw: a forks to t and u, t enters b where v fails, u waits at its dock: one token on a", () => {
    const w = world(add("x", forking), push("x", "deploy")).ends("x.t", "x.u").fail("x.v");
    expect(w.marking()).toBe("x {u>c, v failed} [deploy]");
    expect(w.withdraw("x").marking()).toBe("x {a}");
  });

  test("withdraw: tokens that have entered places since are taken up too", () => {
    const parted = machine({ deploy: { t: "a -> b", u: "a -> c", v: "a -> d", w: "b -> e" } });
    const w = world(add("x", parted), push("x", "deploy"))
      .ends("x.t", "x.u")
      .fail("x.v")
      .fail("x.w");
    expect(w.marking()).toBe("x {c, v failed, w failed} [deploy]");
    expect(w.withdraw("x").marking()).toBe("x {a}");
  });

  test("withdraw: a branch that alone is stuck goes back alone", () => {
    const w = world(
      add("x", machine({ deploy: { t: "a -> b", u: "a -> c", v: "b -> d" } })),
      push("x", "deploy"),
    );
    w.ends("x.t", "x.u").fail("x.v").withdraw("x");
    expect(w.marking()).toBe("x {b, c}");
  });

  test("withdraw: beyond a join it goes back to the place after the join", () => {
    const joined = machine({ deploy: { t: "a -> b", u: "a -> b", v: "b -> c" } });
    const w = world(add("x", joined), push("x", "deploy"))
      .ends("x.t", "x.u")
      .fail("x.v")
      .withdraw("x");
    expect(w.marking()).toBe("x {b}");
  });

  test("withdraw: independent groups of tokens go back each for itself", () => {
    const twin = machine({
      deploy: { t: "a -> b", u: "a -> c" },
      next: { v: "b -> d", w: "d -> e", x: "c -> f" },
    });
    const w = world(add("x", twin), push("x", "deploy", "next")).ends("x.t", "x.u", "x.v");
    w.fail("x.w").fail("x.x").withdraw("x");
    expect(w.marking()).toBe("x {c, d}");
  });

  test("withdraw: a group without a single such place goes back to where it was when the behavior began", () => {
    const stuck = world(
      add(
        "x",
        machine({
          deploy: { t: "a -> b", u: "a -> c" },
          next: { v: "b -> d", w: "c -> d", y: "d -> e", z: "c -> f" },
        }),
      ),
      push("x", "deploy", "next"),
    );
    stuck.ends("x.t", "x.u", "x.v", "x.w").fail("x.y").fail("x.z");
    expect(stuck.withdraw("x").marking()).toBe("x {b, c}");
  });

  test("withdraw: the head of the queue is abandoned, the next behavior begins", () => {
    const w = world(add("x", line), push("x", "deploy", "other"))
      .end("x.start")
      .fail("x.rise");
    expect(w.withdraw("x").marking()).toBe("x {stay} [other]");
  });

  test("withdraw: `then` goes to the front of the queue", () => {
    const w = world(add("x", line), push("x", "deploy", "other"))
      .end("x.start")
      .fail("x.rise");
    expect(w.withdraw("x", "back").marking()).toBe("x {fall} [back, other]");
  });

  test("withdraw: `then` of an instance that has nothing else to do", () => {
    const w = world(add("x", line), push("x", "deploy")).end("x.start").fail("x.rise");
    expect(w.withdraw("x", "back").end("x.fall").marking()).toBe("x {off}");
    expect(w.done).toBe(true);
  });

  test("withdraw: of an idle instance is nothing", () => {
    expect(world(add("x", line)).withdraw("x", "deploy").marking()).toBe("x {off}");
  });

  test("withdraw: an abandoned push is no trouble to the wait of a later program", () => {
    const w = world(add("x", line), push("x", "deploy")).fail("x.start").withdraw("x");
    expect(w.program(push("x", "deploy"), wait("x")).end("x.start").end("x.rise").done).toBe(true);
  });
});

describe("guards of withdraw", () => {
  test("withdraw: waits while an action of the instance runs", () => {
    const w = world(add("x", forking), push("x", "deploy")).fail("x.t").withdraw("x");
    expect(w.marking()).toBe("x {t failed, u} [deploy]");
    expect(w.end("x.u").marking()).toBe("x {a}");
  });

  test("withdraw: waits while it is unknown whether an action has ended", () => {
    const w = world(add("x", line), push("x", "deploy")).unknown("x.start").withdraw("x");
    expect(w.marking()).toBe("x {start unknown} [deploy]");
    expect(w.fail("x.start").marking()).toBe("x {off}");
  });

  test("withdraw: while it is pending the instance leaves and starts nothing", () => {
    const w = world(add("x", forking), push("x", "deploy")).withdraw("x").end("x.t");
    expect(w.marking()).toBe("x {b, u} [deploy]");
    expect(w.end("x.u").marking()).toBe("x {a}");
  });

  test("withdraw: waits while what it takes up is in use", () => {
    const split = machine(
      { deploy: { t: "a -> b", u: "a -> c", v: "a -> d", w: "c -> e", x: "d -> e" } },
      { provides: { sql: [Sql, "b"] } },
    );
    const client = machine(
      { deploy: { start: "off -> on" }, stop: { halt: "on -> off" } },
      { uses: { db: [Sql, "on"] } },
    );
    const w = world(add("s", split), add("c", client), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.t", "c.start")
      .fail("s.u")
      .fail("s.v")
      .withdraw("s");
    expect(w.marking()).toBe("c {on}; s {b, u failed, v failed} [deploy]");
    expect(w.causes("s")).toContainEqual(expect.stringMatching(/^in-use c/));
    expect(w.program(push("c", "stop")).marking()).toBe("c {halt} [stop]; s {a}");
  });

  test("withdraw: waits as long as the place it goes back to holds another token", () => {
    const chased = machine({
      prepare: { l: "z -> a", r: "z -> s" },
      deploy: { t: "a -> b", follow: "s -> a/next" },
    });
    const w = world(add("x", chased), push("x", "prepare", "deploy")).ends("x.l", "x.r");
    w.fail("x.t").end("x.follow").withdraw("x");
    expect(w.marking()).toBe("x {a, t failed} [deploy]");
    expect(w.causes("x")).toContain("never x.a");
  });

  test("withdraw: waits until the place it goes back to is served", () => {
    const client = machine(
      { deploy: { start: "off -> on", rise: "on -> up" } },
      { uses: { db: [Sql, "on"] } },
    );
    const w = world(add("c", client), add("s", server), connect("c.db", "s.sql"))
      .program(push("s", "deploy"), push("c", "deploy"))
      .ends("s.start", "c.start")
      .program(push("s", "suspend"))
      .end("s.pause")
      .fail("c.rise")
      .withdraw("c");
    expect(w.marking()).toBe("c {rise failed} [deploy]; s {off}");
    expect(w.causes("c")).toContain("not-asked s");
    expect(w.program(push("s", "deploy")).end("s.start").marking()).toBe("c {on}; s {run}");
  });
});
