import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { local } from "../../src/model/host.ts";
import { client, lifecycle, server, spoilt, told } from "./sample.ts";

const blog = assembly({
  name: "blog",
  components: { db: server, web: client },
  wires: { web: { database: "db.sql", address: "db.address" } },
  hosts: { left: local() },
  on: { db: "left" },
});

test("a correct assembly has no findings", () => {
  expect(told(blog)).toEqual([]);
});

test("an assembly read from JSON is looked at like any other", () => {
  const { wires, on } = JSON.parse(
    '{ "wires": { "web": { "database": "db.sql", "address": "db.address" } }, "on": { "db": "left" } }',
  );
  const components = { db: server, web: client };
  expect(told({ name: "blog", components, wires, on, hosts: { left: local() } })).toEqual([]);
  expect(told({ name: "blog", components, wires, on, hosts: {} })).toEqual([
    'MADEUS_UNKNOWN_HOST: assembly "blog": "db" is placed on "left", which is not one of the hosts (declare it: hosts: { … })',
  ]);
});

describe("an assembly that has not the form of one", () => {
  test("is told part by part", () => {
    expect(
      told({ name: 1, components: { db: 2 }, wires: { web: "db.sql" }, hosts: [], on: null }),
    ).toEqual([
      "MADEUS_MALFORMED: an assembly: name must be a string, but is a number",
      "MADEUS_MALFORMED: an assembly: components.db must be a component, but is a number",
      'MADEUS_MALFORMED: an assembly: wires.web must be an object of names, but is "db.sql"',
      "MADEUS_MALFORMED: an assembly: hosts must be an object of names, but is a list",
      "MADEUS_MALFORMED: an assembly: on must be an object of names, but is null",
    ]);
  });

  test("has the findings of its components too", () => {
    expect(told({ name: "x", components: { db: spoilt({ places: "on" }) } })).toEqual([
      'MADEUS_MALFORMED: component "server": places must be a list of names, but is "on"',
      'MADEUS_MALFORMED: assembly "x": wires must be an object of names, but is missing',
      'MADEUS_MALFORMED: assembly "x": hosts must be an object of names, but is missing',
      'MADEUS_MALFORMED: assembly "x": on must be an object of names, but is missing',
    ]);
  });
});

describe("the components of an assembly", () => {
  test("are told once, however many instances they have", () => {
    const wrong = spoilt({ initial: "of" });
    expect(told(assembly({ name: "x", components: { a: wrong, b: wrong, c: server } }))).toEqual([
      'MADEUS_UNKNOWN_PLACE: component "server": it begins in "of", which is not one of its places (did you mean "off"?)',
    ]);
  });

  test("that have not the form of one are told alone: nothing follows for wires to them", () => {
    const broken = spoilt({ provides: 3 });
    expect(told({ ...blog, components: { db: broken, web: client } })).toEqual([
      'MADEUS_MALFORMED: component "server": provides must be an object of names, but is a number',
    ]);
  });

  test("must all be deployable", () => {
    const behaviors = { depoly: server.behaviors.deploy };
    expect(told(assembly({ name: "x", components: { db: spoilt({ behaviors }) } }))).toEqual([
      'MADEUS_NO_DEPLOY: assembly "x": "db" has no behavior "deploy" and cannot be deployed (did you mean "depoly"?)',
    ]);
    expect(
      told(assembly({ name: "x", components: { db: lifecycle(["a"], {}, { behaviors: {} }) } })),
    ).toEqual([
      'MADEUS_NO_DEPLOY: assembly "x": "db" has no behavior "deploy" and cannot be deployed',
    ]);
  });

  test("should be some", () => {
    expect(told(assembly({ name: "x", components: {} }))).toEqual([
      'warning MADEUS_NO_COMPONENTS: assembly "x": it has no components: there is nothing to deploy',
    ]);
  });
});

describe("names", () => {
  test("of instances stand in wires, so they hold no dot", () => {
    const components = { "a.b": server, "": server, "c/d": server };
    expect(told(assembly({ name: "x", components }))).toEqual([
      'MADEUS_BAD_NAME: assembly "x": the name of the instance "a.b" holds a "."',
      'MADEUS_BAD_NAME: assembly "x": the name of the instance "" is empty',
      'MADEUS_BAD_NAME: assembly "x": the name of the instance "c/d" holds a "/"',
    ]);
  });

  test("of assemblies and hosts may hold a dot, but nothing that cannot be written", () => {
    const hosts = { "db1.example.org": local(), "a\nb": local() };
    expect(told(assembly({ name: "v1.2/x", components: { db: server }, hosts }))).toEqual([
      'MADEUS_BAD_NAME: assembly "v1.2/x": the name of the assembly "v1.2/x" holds a "/"',
      'MADEUS_BAD_NAME: assembly "v1.2/x": the name of the host "a\\u{a}b" holds a control character',
    ]);
  });

  test("that every object of JavaScript has are names like others", () => {
    const components = { constructor: server, toString: client };
    const wires = { toString: { database: "constructor.sql", address: "constructor.address" } };
    expect(told({ ...blog, name: "x", components, wires, on: {} })).toEqual([]);
    expect(told({ ...blog, name: "x", components, wires: {}, on: { valueOf: "left" } })).toEqual([
      'MADEUS_NOT_CONNECTED: assembly "x": toString.database (service "sql") is not connected (wire it to "constructor.sql")',
      'MADEUS_NOT_CONNECTED: assembly "x": toString.address (data "address") is not connected (wire it to "constructor.address")',
      'MADEUS_UNKNOWN_INSTANCE: assembly "x": "on" places "valueOf", which is not an instance (there are "constructor" and "toString")',
    ]);
  });
});

test("instances are placed on hosts that are declared", () => {
  const wrong = { ...blog, on: { db: "lfet", wbe: "left" } };
  expect(told(wrong)).toEqual([
    'MADEUS_UNKNOWN_HOST: assembly "blog": "db" is placed on "lfet", which is not one of the hosts (did you mean "left"?)',
    'MADEUS_UNKNOWN_INSTANCE: assembly "blog": "on" places "wbe", which is not an instance (did you mean "web"?)',
  ]);
});
