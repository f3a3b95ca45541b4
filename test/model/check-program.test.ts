import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import type { AnyComponent } from "../../src/model/component.ts";
import { type Program, reconfigure } from "../../src/model/program.ts";
import { blog, client, lifecycle, program, server, spoilt, told } from "./sample.ts";

test("a correct program has no findings", () => {
  const swap = program
    .add("db2", server, { on: "left" })
    .changeBehavior("db2", "deploy")
    .changeBehavior("web", "uninstall")
    .wait("web", "db2")
    .disconnect("web.database", "db.sql")
    .disconnect("web.address", "db.address")
    .disconnect("lb.all", "db.sql")
    .connect("web.database", "db2.sql")
    .connect("web.address", "db2.address")
    .connect("lb.all", "db2.sql")
    .changeBehavior("web", "deploy")
    .changeBehavior("db", "uninstall")
    .wait()
    .del("db")
    .add("db", server);
  expect(told(swap)).toEqual([]);
});

describe("add", () => {
  test("takes a name that is free", () => {
    expect(told(program.add("db", server))).toEqual([
      'MADEUS_INSTANCE_EXISTS: instruction 1, add(db): there is an instance "db" already (take another name, or del the present one first)',
    ]);
    expect(told(program.add("a", server).add("a", server))).toHaveLength(1);
  });

  test("takes a name that can be written", () => {
    expect(told(program.add("a.b", server))).toEqual([
      'MADEUS_BAD_NAME: instruction 1, add(a.b): the name of the instance "a.b" holds a "."',
    ]);
  });

  test("takes a host that is declared", () => {
    expect(told(program.add("db2", server, { on: "lift" }))).toEqual([
      'MADEUS_UNKNOWN_HOST: instruction 1, add(db2): "db2" is placed on "lift", which is not one of the hosts (did you mean "left"?)',
    ]);
  });

  test("takes a component that is well-formed, told once", () => {
    const wrong = spoilt({ initial: "of" });
    expect(told(program.add("a", wrong).add("b", wrong))).toEqual([
      'MADEUS_UNKNOWN_PLACE: component "server": it begins in "of", which is not one of its places (did you mean "off"?)',
    ]);
    const broken = spoilt({ behaviors: 1 });
    expect(told(program.add("a", broken).changeBehavior("a", "any").connect("a.x", "a.y"))).toEqual(
      [
        'MADEUS_MALFORMED: component "server": behaviors must be an object of names, but is a number',
      ],
    );
  });
});

describe("del", () => {
  test("takes an instance that is there", () => {
    expect(told(program.del("dbb"))).toEqual([
      'MADEUS_UNKNOWN_INSTANCE: instruction 1, del(dbb): there is no instance "dbb" (did you mean "db"?)',
    ]);
    expect(told(program.add("a", server).del("a").del("a"))).toEqual([
      'MADEUS_UNKNOWN_INSTANCE: instruction 3, del(a): there is no instance "a" (it was deleted before)',
    ]);
  });

  test("takes an instance without connections, as user or as provider", () => {
    expect(told(program.del("web"))).toEqual([
      'MADEUS_STILL_CONNECTED: instruction 1, del(web): "web" is still connected: "web.database → db.sql" and "web.address → db.address" (first disconnect("web.database", "db.sql"))',
    ]);
    expect(told(program.del("db"))).toEqual([
      'MADEUS_STILL_CONNECTED: instruction 1, del(db): "db" is still connected: "web.database → db.sql", "web.address → db.address" and "lb.all → db.sql" (first disconnect("web.database", "db.sql"))',
    ]);
  });

  test("forgets the connections with the instance", () => {
    expect(told(program.del("db").del("web").del("lb").add("web", client))).toHaveLength(1);
  });
});

describe("connect", () => {
  const added = program.add("web2", client).add("db2", server);

  test("takes ports that are there", () => {
    expect(
      told(
        added
          .connect("wbe.database", "db.sql")
          .connect("web2.databse", "db.sql")
          .connect("web2.database", "bd.sql")
          .connect("web2.address", "db.adress"),
      ),
    ).toEqual([
      'MADEUS_UNKNOWN_INSTANCE: instruction 3, connect(wbe.database, db.sql): there is no instance "wbe" (did you mean "web"?)',
      'MADEUS_UNKNOWN_PORT: instruction 4, connect(web2.databse, db.sql): "web2" has no use port "databse" (did you mean "database"?)',
      'MADEUS_UNKNOWN_INSTANCE: instruction 5, connect(web2.database, bd.sql): web2.database is connected to "bd.sql", but there is no instance "bd" (did you mean "db.sql"?)',
      'MADEUS_UNKNOWN_PORT: instruction 6, connect(web2.address, db.adress): web2.address is connected to "db.adress", but "db" has no provide port "adress" (did you mean "address"?)',
    ]);
  });

  test("takes ports, not instances", () => {
    expect(told(added.connect("web2", "db.sql").connect("web2.database", "db"))).toEqual([
      'MADEUS_BAD_WIRE: instruction 3, connect(web2, db.sql): "web2" is not written "instance.port"',
      'MADEUS_BAD_WIRE: instruction 4, connect(web2.database, db): web2.database is connected to "db", which is not written "instance.port" (there are "db.sql" and "db2.sql")',
    ]);
  });

  test("takes ports of one type", () => {
    expect(told(added.connect("web2.database", "db2.address"))).toEqual([
      'MADEUS_WRONG_PORT_TYPE: instruction 3, connect(web2.database, db2.address): web2.database uses service "sql", but "db2.address" provides data "address" (wire it to one of "db.sql" and "db2.sql")',
    ]);
  });

  test("takes a use port that is not connected (case C11 of the semantics)", () => {
    expect(told(added.connect("web.database", "db2.sql"))).toEqual([
      'MADEUS_ALREADY_CONNECTED: instruction 3, connect(web.database, db2.sql): web.database is connected to "db.sql" already (first disconnect("web.database", "db.sql"))',
    ]);
  });

  test("takes a port for many as often as there are providers", () => {
    expect(told(added.connect("lb.all", "db2.sql"))).toEqual([]);
    expect(told(added.connect("lb.all", "db.sql"))).toEqual([
      'MADEUS_ALREADY_CONNECTED: instruction 3, connect(lb.all, db.sql): lb.all is connected to "db.sql" already (first disconnect("lb.all", "db.sql"))',
    ]);
  });
});

describe("disconnect", () => {
  test("takes a connection that is there", () => {
    expect(
      told(
        program
          .disconnect("web.database", "db.address")
          .disconnect("web.database", "db.sql")
          .disconnect("web.database", "db.sql")
          .disconnect("wbe.database", "db.sql")
          .disconnect("web", "db.sql"),
      ),
    ).toEqual([
      'MADEUS_UNKNOWN_CONNECTION: instruction 1, disconnect(web.database, db.address): web.database is not connected to "db.address" (it is connected to "db.sql")',
      'MADEUS_UNKNOWN_CONNECTION: instruction 3, disconnect(web.database, db.sql): web.database is not connected to "db.sql" (it is connected to nothing)',
      'MADEUS_UNKNOWN_INSTANCE: instruction 4, disconnect(wbe.database, db.sql): there is no instance "wbe" (did you mean "web"?)',
      'MADEUS_BAD_WIRE: instruction 5, disconnect(web, db.sql): "web" is not written "instance.port"',
    ]);
  });
});

describe("changeBehavior and wait", () => {
  test("take what is there", () => {
    expect(
      told(program.changeBehavior("web", "dploy").changeBehavior("wbe", "deploy").wait("lbb")),
    ).toEqual([
      'MADEUS_UNKNOWN_BEHAVIOR: instruction 1, changeBehavior(web, dploy): "web" has no behavior "dploy" (did you mean "deploy"?)',
      'MADEUS_UNKNOWN_INSTANCE: instruction 2, changeBehavior(wbe, deploy): there is no instance "wbe" (did you mean "web"?)',
      'MADEUS_UNKNOWN_INSTANCE: instruction 3, wait(lbb): there is no instance "lbb" (did you mean "lb"?)',
    ]);
  });
});

describe("the assembly that a program starts from", () => {
  test("is looked at too, but what is not connected yet may be connected by the program", () => {
    const open = reconfigure({ ...blog, wires: {}, on: { db: "lift" } }) as Program;
    const connected = open.connect("web.database", "db.sql").connect("web.address", "db.address");
    expect(told(connected.changeBehavior("web", "deploy").wait())).toEqual([
      'MADEUS_UNKNOWN_HOST: assembly "blog": "db" is placed on "lift", which is not one of the hosts (did you mean "left"?)',
    ]);
  });

  test("has its components told once, though the program adds them again", () => {
    const wrong = spoilt({ initial: "of" });
    const from: Program = reconfigure(
      assembly({ name: "x", components: { a: wrong } as Record<string, AnyComponent> }),
    );
    expect(told(from.add("b", wrong))).toHaveLength(1);
  });

  test("may be empty, and need not be deployable", () => {
    const nothing: Program = reconfigure(assembly({ name: "nothing", components: {} }));
    expect(told(nothing.add("x", lifecycle(["a"], {}, { behaviors: {} })))).toEqual([]);
  });
});

test("instructions that are none are told", () => {
  const instructions = [
    { op: "ad", instance: "x" },
    { op: "add", instance: 1, component: 2 },
    { op: "connect", use: "web.database", provide: { instance: "db" } },
    { op: "wait" },
    "del",
  ];
  expect(told({ from: blog, instructions })).toEqual([
    'MADEUS_MALFORMED: a program: instructions.0.op must be "add" or "del" or "connect" or "disconnect" or "changeBehavior" or "wait", but is "ad"',
    "MADEUS_MALFORMED: a program: instructions.1.instance must be a string, but is a number",
    "MADEUS_MALFORMED: a program: instructions.1.component must be a component, but is a number",
    'MADEUS_MALFORMED: a program: instructions.2.use must be an object, but is "web.database"',
    "MADEUS_MALFORMED: a program: instructions.2.provide.port must be a string, but is missing",
    "MADEUS_MALFORMED: a program: instructions.3.instances must be a list of names, but is missing",
    'MADEUS_MALFORMED: a program: instructions.4 must be an instruction, but is "del"',
  ]);
});
