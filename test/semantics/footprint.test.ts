import { expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";
import { type Scope, meetingOf } from "../../src/model/scope.ts";
import { start } from "../../src/semantics/explore.ts";
import { footprintOf } from "../../src/semantics/footprint.ts";
import { settle } from "../../src/semantics/settle.ts";

const Sql = service("sql");
const behaviors = { deploy: { go: { from: "off", to: "on" } } } as const;
const common = { places: ["off", "on"], initial: "off", behaviors } as const;
const db = component({ ...common, name: "db", provides: { sql: { type: Sql, in: ["on"] } } });
const web = component({ ...common, name: "web", uses: { sql: { type: Sql, in: ["on"] } } });

const wire = (op: "connect" | "disconnect", use: string, provide: string): Instruction => ({
  op,
  use: portName(use),
  provide: portName(provide),
});
const move = (instance: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior: "deploy",
});

/** web1 and web2 use db1, web3 uses db2; lone uses nobody. */
const whole = start([]);
settle(whole, {
  type: "program",
  instructions: [
    ...["db1", "db2"].map((instance): Instruction => ({ op: "add", instance, component: db })),
    ...["web1", "web2", "web3", "lone"].map(
      (instance): Instruction => ({ op: "add", instance, component: web }),
    ),
    wire("connect", "web1.sql", "db1.sql"),
    wire("connect", "web2.sql", "db1.sql"),
    wire("connect", "web3.sql", "db2.sql"),
  ],
});
const on = new Map([
  ["db1", "a"],
  ["web1", "b"],
  ["web3", "c"],
]);

function footprint(...program: readonly Instruction[]): Scope {
  const scope = footprintOf(whole, on, program);
  if (scope === undefined) throw new Error("it is about all that stands");
  const { instances, beside, hosts } = scope;
  return {
    instances: instances.toSorted(),
    beside: beside.toSorted(),
    hosts: hosts.toSorted(),
  };
}

test("what an instruction names is moved, its neighbours are beside it, and its hosts are those of what is moved", () => {
  const everywhere = { op: "wait", instances: [] } as const;
  expect(footprint(move("web1"), everywhere)).toEqual({
    instances: ["web1"],
    beside: ["db1"],
    hosts: ["b"],
  });
  expect(footprint(move("db1"))).toEqual({
    instances: ["db1"],
    beside: ["web1", "web2"],
    hosts: ["a"],
  });
  expect(footprint({ op: "del", instance: "lone" })).toEqual({
    instances: ["lone"],
    beside: [],
    hosts: ["local"],
  });
  expect(footprint({ op: "wait", instances: ["web3"] })).toMatchObject({ instances: ["web3"] });
});

test("both ends of a connection that is made or undone are moved", () => {
  expect(footprint(wire("disconnect", "web1.sql", "db1.sql"))).toEqual({
    instances: ["db1", "web1"],
    beside: ["web2"],
    hosts: ["a", "b"],
  });
});

test("what is added is moved, and is on the host that it is added on", () => {
  const added = { op: "add", instance: "web4", component: web } as const;
  expect(footprint({ ...added, on: "d" }, wire("connect", "web4.sql", "db2.sql"))).toEqual({
    instances: ["db2", "web4"],
    beside: ["web3"],
    hosts: ["d", "local"],
  });
  expect(footprint(added).hosts).toEqual(["local"]);
});

test("a program about all that stands, about nothing, or about what is not known, has none", () => {
  const all = [...whole.numbers.keys()].map(move);
  expect(footprintOf(whole, on, all)).toBeUndefined();
  expect(footprintOf(whole, on, [move("db1"), move("db2"), move("lone")])).toBeUndefined();
  expect(footprintOf(whole, on, [])).toBeUndefined();
  expect(footprintOf(whole, on, [move("nobody")])).toBeUndefined();
  const first = { op: "add", instance: "web1", component: web } as const;
  expect(footprintOf(start([]), new Map(), [first])).toBeUndefined();
});

test("two meet where one moves what the other moves or stands beside, or where they share a host", () => {
  const [web1, web2, web3] = [move("web1"), move("web2"), move("web3")].map((one) =>
    footprint(one),
  );
  const [db1, lone] = [footprint(move("db1")), footprint(move("lone"))];
  if (web1 === undefined || web2 === undefined || web3 === undefined) throw new Error("missing");
  expect(meetingOf(web1, web2)).toBeUndefined();
  expect(meetingOf(web1, web1)).toEqual({ what: "instance", name: "web1" });
  expect(meetingOf(web1, db1)).toEqual({ what: "instance", name: "web1" });
  expect(meetingOf(db1, web1)).toEqual({ what: "instance", name: "db1" });
  expect(meetingOf(web2, lone)).toEqual({ what: "host", name: "local" });
  expect(meetingOf(web3, lone)).toBeUndefined();
});
