/** Known ends of withdrawals, for `known.ts`, and what its stories begin with. */
import { Sql, type World, add, connect, machine, push, world } from "./scenario.ts";

/** Name → a story and the text of its end. */
export type Stories = Readonly<Record<string, readonly [() => World | string, string]>>;

export const server = machine(
  { deploy: { start: "off -> run" }, suspend: { pause: "run -> off" } },
  { provides: { sql: [Sql, "run"] } },
);
const keeping = machine(
  { deploy: { start: "off -> on" }, more: { work: "on -> worked" }, stop: { halt: "on -> off" } },
  { uses: { db: [Sql, "on", "work", "worked"] } },
);
const met = machine({
  deploy: { t: "a -> b", u: "a -> c" },
  next: { v: "b -> d", w: "c -> d", y: "d -> e", z: "c -> f" },
});
/** `s`, whose actions are ended, serves `c`, which is on. */
export const underWay = (type: Parameters<typeof add>[1], ended: readonly string[]): World =>
  world(add("c", keeping), add("s", type), connect("c.db", "s.sql"))
    .program(push("s", "deploy"), push("c", "deploy"))
    .ends(...ended, "c.start");

export const withdrawals: Stories = {
  "a withdrawal of a fork": [
    () => world(add("x", met), push("x", "deploy")).ends("x.t").fail("x.u").withdraw("x"),
    "x {a}",
  ],
  "a withdrawal of two groups": [
    () =>
      world(
        add(
          "x",
          machine({
            deploy: { t: "a -> b", u: "a -> c" },
            next: { v: "b -> d", w: "d -> e", x: "c -> f" },
          }),
        ),
        push("x", "deploy", "next"),
      )
        .ends("x.t", "x.u", "x.v")
        .fail("x.w")
        .fail("x.x")
        .withdraw("x"),
    "x {c, d}",
  ],
  "a withdrawal to where the behavior began": [
    () =>
      world(add("x", met), push("x", "deploy", "next"))
        .ends("x.t", "x.u", "x.v", "x.w")
        .fail("x.y")
        .fail("x.z")
        .withdraw("x"),
    "x {b, c}",
  ],
  "a withdrawal to the last place": [
    () =>
      world(add("x", machine({ deploy: { t: "a -> b", u: "b -> c" } })), push("x", "deploy"))
        .end("x.t")
        .fail("x.u")
        .withdraw("x"),
    "x {b}",
  ],
  "a withdrawal to a place that is taken": [
    () =>
      world(
        add(
          "x",
          machine({
            prepare: { l: "z -> a", r: "z -> s" },
            deploy: { t: "a -> b", follow: "s -> a/next" },
          }),
        ),
        push("x", "prepare", "deploy"),
      )
        .ends("x.l", "x.r")
        .fail("x.t")
        .end("x.follow")
        .withdraw("x"),
    "x {a, t failed} [deploy]",
  ],
  "a withdrawal of what is in use": [
    () =>
      underWay(
        machine(
          { deploy: { t: "a -> b", u: "a -> c", v: "a -> d", w: "c -> e", x: "d -> e" } },
          { provides: { sql: [Sql, "b"] } },
        ),
        ["s.t"],
      )
        .fail("s.u")
        .fail("s.v")
        .withdraw("s"),
    "c {on}; s {b, u failed, v failed} [deploy]",
  ],
  "a withdrawal to what is not served": [
    () =>
      world(
        add(
          "c",
          machine(
            { deploy: { start: "off -> on", rise: "on -> up" } },
            { uses: { db: [Sql, "on"] } },
          ),
        ),
        add("s", server),
        connect("c.db", "s.sql"),
        push("s", "deploy"),
        push("c", "deploy"),
      )
        .ends("s.start", "c.start")
        .program(push("s", "suspend"))
        .end("s.pause")
        .fail("c.rise")
        .withdraw("c"),
    "c {rise failed} [deploy]; s {off}",
  ],
};
