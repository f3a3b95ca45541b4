/** Component types that go round for ever and hold each other up on the way: what programs of any length are made of. */
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { data, many, service } from "../../../src/model/port.ts";

const Sql = service("sql");
const Address = data("address", { host: String });

export const server: AnyComponent = component({
  name: "server",
  places: ["off", "alloc", "run"],
  initial: "off",
  provides: {
    sql: { type: Sql, in: ["run"] },
    address: { type: Address, in: ["alloc", "run"] },
  },
  behaviors: {
    deploy: { allocate: { from: "off", to: "alloc" }, launch: { from: "alloc", to: "run" } },
    suspend: { pause: { from: "run", to: "alloc" } },
    stop: { free: { from: "alloc", to: "off" } },
  },
});
/** Its provide is held through an update. */
export const steady: AnyComponent = component({
  name: "steady",
  places: ["off", "run", "patched"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["run", "patched"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "run" } },
    update: { patch: { from: "run", to: "patched" } },
    stop: { halt: { from: "patched", to: "off" }, kill: { from: "run", to: "off" } },
  },
});
/** Two tokens in the group of its provide. */
export const twofold: AnyComponent = component({
  name: "twofold",
  places: ["off", "left", "right", "wide", "out"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["left", "wide"] }, first: { type: Sql, in: ["off"] } },
  behaviors: {
    deploy: { openLeft: { from: "off", to: "left" }, openRight: { from: "off", to: "right" } },
    widen: { stretch: { from: "right", to: "wide" }, shrink: { from: "left", to: "out" } },
    close: { fold: { from: "wide", to: "off" }, drop: { from: "out", to: "off" } },
  },
});
export const client: AnyComponent = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["start", "on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
/** Uses what it needs in its place only. */
export const late: AnyComponent = component({
  name: "late",
  places: ["off", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});
/** Needs two providers at least, on two branches at once; and what any of them tells. */
export const front: AnyComponent = component({
  name: "front",
  places: ["off", "left", "right", "on"],
  initial: "off",
  uses: {
    all: { type: many(Sql, { min: 2 }), in: ["goLeft", "left", "goRight"] },
    any: { type: many(Address, { min: 0 }), in: ["join"] },
  },
  behaviors: {
    deploy: {
      goLeft: { from: "off", to: "left" },
      goRight: { from: "off", to: "right" },
      join: { from: "left", to: "on" },
      meet: { from: "right", to: "on" },
    },
    stop: { halt: { from: "on", to: "off" } },
  },
});
/** Reads an address, with nobody or anybody behind it. */
export const reader: AnyComponent = component({
  name: "reader",
  places: ["off", "read", "on"],
  initial: "off",
  uses: {
    address: { type: Address, in: ["ask", "again"] },
    some: { type: many(Sql, { min: 0 }), in: ["read"] },
  },
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: {
    deploy: { ask: { from: "off", to: "read" }, show: { from: "read", to: "on" } },
    update: { again: { from: "on", to: "read" } },
    stop: { halt: { from: "read", to: "off" } },
  },
});
/** Its action chooses where it ends; what it tells may never be readable. */
export const chooser: AnyComponent = component({
  name: "chooser",
  places: ["off", "up", "down"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["down"] } },
  provides: { address: { type: Address, in: ["down"] }, sql: { type: Sql, in: ["up"] } },
  behaviors: {
    deploy: { go: { from: "off", to: ["up", "down"] } },
    stop: { fall: { from: "up", to: "off" }, rise: { from: "down", to: "off" } },
  },
});
/** A second token comes to its place, or follows the first one. */
export const clumsy: AnyComponent = component({
  name: "clumsy",
  places: ["off", "left", "right", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["first", "on"] } },
  provides: { sql: { type: Sql, in: ["right", "on"] } },
  behaviors: {
    deploy: { goLeft: { from: "off", to: "left" }, goRight: { from: "off", to: "right" } },
    collide: {
      first: { from: "left", to: "on/one" },
      second: { from: "right", to: "on/two" },
    },
    queue: {
      across: { from: "left", to: "right" },
      down: { from: "right", to: "on" },
    },
    stop: { halt: { from: "on", to: "off" } },
  },
});

/** Uses whatever it is connected to, from its place on, and goes on using it through an update. */
export const fond: AnyComponent = component({
  name: "fond",
  places: ["off", "on", "tuned"],
  initial: "off",
  uses: { some: { type: many(Sql, { min: 0 }), in: ["on", "tune", "tuned"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    update: { tune: { from: "on", to: "tuned" } },
    stop: { halt: { from: "on", to: "off" }, end: { from: "tuned", to: "off" } },
  },
});
/** Uses the other and provides it. */
export const mutual: AnyComponent = component({
  name: "mutual",
  places: ["off", "half", "on"],
  initial: "off",
  uses: { sql: { type: Sql, in: ["finish"] } },
  provides: { sql: { type: Sql, in: ["half", "on"] } },
  behaviors: {
    deploy: { begin: { from: "off", to: "half" }, finish: { from: "half", to: "on" } },
    stop: { halt: { from: "on", to: "off" } },
  },
});

/** Three tokens, of which one may have to wait behind one that has failed. */
export const crowd: AnyComponent = component({
  name: "crowd",
  places: ["off", "a", "b", "c"],
  initial: "off",
  behaviors: {
    deploy: {
      toA: { from: "off", to: "a" },
      toB: { from: "off", to: "b" },
      toC: { from: "off", to: "c" },
    },
    push: { ab: { from: "a", to: "b" }, bc: { from: "b", to: "c" } },
  },
});
/** Two uses, of one provider or of two. */
export const double: AnyComponent = component({
  name: "double",
  places: ["off", "on"],
  initial: "off",
  uses: { one: { type: Sql, in: ["start", "on"] }, two: { type: Sql, in: ["start"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});

export const providers: readonly AnyComponent[] = [server, steady, twofold];
export const others: readonly AnyComponent[] = [
  server,
  twofold,
  client,
  late,
  front,
  reader,
  reader,
  chooser,
  clumsy,
  fond,
  mutual,
];
