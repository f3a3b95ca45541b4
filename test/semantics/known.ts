/** What random walks seldom come to: short stories with known ends, for `catcher.ts`. */
import { many } from "../../src/model/port.ts";
import { type Stories, server, underWay, withdrawals } from "./known-withdrawal.ts";
import {
  Sql,
  Url,
  type World,
  add,
  connect,
  del,
  disconnect,
  machine,
  push,
  wait,
  world,
} from "./scenario.ts";

/** Each story whose end is not the known one, with the end that it has. */
export const misbehaviors = (): readonly string[] =>
  Object.entries(stories).flatMap(([name, [tell, known]]) => {
    const end = endOf(tell);
    return end === known ? [] : [`${name}: ${end}, not ${known}`];
  });

function endOf(tell: () => World | string): string {
  try {
    const w = tell();
    if (typeof w === "string") return w;
    return w.left === 0 ? w.marking() : `${w.marking()}; ${w.left} left`;
  } catch (error) {
    return String(error);
  }
}

const line = machine({ deploy: { start: "off -> on" }, stop: { halt: "on -> off" } });
const client = machine({ deploy: { start: "off -> on" } }, { uses: { db: [Sql, "start", "on"] } });
const crowd = machine(
  { deploy: { start: "off -> on" } },
  { uses: { dbs: [many(Sql, { min: 0 }), "on"] } },
);
const giver = machine(
  { deploy: { start: "off -> run" }, move: { shift: "run -> off" } },
  { provides: { url: [Url, "run"] } },
);
const reader = machine({ deploy: { start: "off -> on" } }, { uses: { url: [Url, "start"] } });
const caller = machine({ deploy: { start: "off -> on" } }, { uses: { db: [Sql, "start"] } });
/** Three places of one group, entered at once. */
const wide = machine(
  {
    deploy: { t: "a -> l", u: "a -> r" },
    close: { v: "l -> el" },
    shut: { w: "r -> er" },
    grow: { x: "r -> large" },
  },
  { provides: { sql: [Sql, "l", "r", "large"] } },
);
const crossing = machine(
  { deploy: { t: "a -> w", u: "a -> z" }, shift: { v: "w -> l", x: "l -> out", y: "z -> r" } },
  { provides: { sql: [Sql, "w", "l", "r"] } },
);
const chasing = machine({ deploy: { t: "a -> b", u: "a -> c", v: "b -> c/v", w: "c -> d" } });
const wired = [add("c", client), add("s", server), connect("c.db", "s.sql")];
const two = [add("x", line), add("y", line), ...push("x", "deploy"), ...push("y", "deploy")];

const stories: Stories = {
  ...withdrawals,
  "what waits for a wait that another instance keeps": [
    () => world(two, wait("x"), add("z", line)).end("y.start"),
    "x {start} [deploy]; y {on}; 2 left",
  ],
  "a wait that is over": [
    () => world(two, wait("x", "x"), push("y", "stop"), add("z", line)).end("x.start"),
    "x {on}; y {start} [deploy, stop]; z {off}",
  ],
  "a wait of a program that was given up": [
    () => world(two, wait("x")).abandon().program(wait("y")).end("x.start"),
    "x {on}; y {start} [deploy]; 1 left",
  ],
  "a wait for what was abandoned": [
    () => world(two, wait("y"), wait("x")).fail("x.start").withdraw("x").end("y.start"),
    "x {off}; y {on}; 1 left",
  ],
  "a wait for what an earlier program asked for": [
    () => world(two).fail("x.start").program(wait("x")).withdraw("x"),
    "x {off}; y {start} [deploy]",
  ],
  "a connection to a provider that refuses": [
    () =>
      world(add("c", crowd), add("s", server), push("s", "deploy"), push("c", "deploy"))
        .ends("s.start", "c.start")
        .lost("s.run")
        .program(connect("c.dbs", "s.sql")),
    "c {on}; s {run}; 1 left",
  ],
  "a connection of an active use": [
    () =>
      world(add("c", crowd), add("s", server), push("s", "deploy"), push("c", "deploy"))
        .ends("s.start", "c.start")
        .program(connect("c.dbs", "s.sql"), push("s", "suspend")),
    "c {on}; s {run} [suspend]",
  ],
  "a value that is read": [
    () =>
      world(add("c", reader), add("s", giver), connect("c.url", "s.url"))
        .program(push("s", "deploy"), push("c", "deploy"))
        .end("s.start", { values: { url: 1 } })
        .program(disconnect("c.url", "s.url")),
    "c {start} [deploy]; s {run}; 1 left",
  ],
  "a place that is lost and found": [
    () =>
      world(wired, push("s", "deploy"))
        .end("s.start")
        .lost("s.run")
        .program(push("c", "deploy"))
        .found("s.run"),
    "c {start} [deploy]; s {run}",
  ],
  "an instance that was deleted and added again": [
    () =>
      world(add("s", giver), push("s", "deploy"))
        .end("s.start", { values: { url: 1 } })
        .program(del("s"), add("s", giver), push("s", "deploy"))
        .end("s.start"),
    "s {start failed} [deploy]",
  ],
  "a provider that failed": [
    () =>
      world(wired, push("s", "deploy"), push("c", "deploy"))
        .end("s.start")
        .fail("c.start")
        .program(push("s", "suspend")),
    "c {start failed} [deploy]; s {run} [suspend]",
  ],
  "a provider that is released": [
    () => underWay(server, ["s.start"]).program(push("s", "suspend"), push("c", "stop")),
    "c {halt} [stop]; s {pause} [suspend]",
  ],
  "an error that is over": [
    () => {
      const w = world(add("x", line), push("x", "deploy")).fail("x.start").refire("x.start");
      return `${w.c.failures.size} errors`;
    },
    "0 errors",
  ],
  "a second token": [
    () => world(add("x", chasing), push("x", "deploy")).ends("x.u", "x.t", "x.v"),
    "x {c, w} [deploy]",
  ],
  "a second token that has waited": [
    () => world(add("x", chasing), push("x", "deploy")).ends("x.u", "x.t", "x.v", "x.w"),
    "x {d, w} [deploy]",
  ],
  "a token that is not the last of its group": [
    () => underWay(wide, ["s.t", "s.u"]).program(push("s", "close", "shut")),
    "c {on}; s {r, v} [close, shut]",
  ],
  "a last token that stays in its group": [
    () =>
      underWay(wide, ["s.t", "s.u"])
        .program(push("s", "close", "grow"))
        .end("s.v"),
    "c {on}; s {el, x} [grow]",
  ],
  "a last token that another one has joined": [
    () => underWay(crossing, ["s.t", "s.u"]).program(push("s", "shift")).ends("s.v", "s.y"),
    "c {on}; s {r, x} [shift]",
  ],
  "a use that goes on under a provider that refuses": [
    () => underWay(server, ["s.start"]).program(push("s", "suspend"), push("c", "more")),
    "c {work} [more]; s {run} [suspend]",
  ],
  "a later value and its reader": [
    () => {
      const w = world(add("c", reader), add("s", giver), connect("c.url", "s.url"))
        .program(push("s", "deploy"), push("c", "deploy"))
        .end("s.start", { values: { url: 1 } })
        .program(push("s", "move"))
        .end("s.shift", { values: { url: 2 } });
      return `${w.read("c.url")} of ${w.value("s.url")?.version}`;
    },
    "1 of 2",
  ],
  "a second provider": [
    () => world(wired, add("t", server), connect("c.db", "t.sql")),
    "c {off}; s {off}; t {off}; 1 left",
  ],
  "a connection that was waited for": [
    () =>
      world(add("s", server), add("c", caller), push("s", "deploy"), push("c", "deploy"))
        .end("s.start")
        .program(connect("c.db", "s.sql")),
    "c {start} [deploy]; s {run}",
  ],
  "a name that is taken": [() => world(add("x", line), add("x", line)), "x {off}; 1 left"],
  "a stop": [
    () => world(add("x", line)).stop().program(push("x", "deploy")),
    "x {>start} [deploy]",
  ],
  "a stop and a go": [
    () => world(add("x", line)).stop().program(push("x", "deploy")).go(),
    "x {start} [deploy]",
  ],
};
