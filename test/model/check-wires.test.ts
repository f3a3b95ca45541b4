import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import type { AnyComponent } from "../../src/model/component.ts";
import { data, many, type Many, type PortType } from "../../src/model/port.ts";
import { Address, client, lifecycle, server, spoilt, Sql, told } from "./sample.ts";

const wired = (web: unknown, more: Readonly<Record<string, unknown>> = {}): readonly string[] =>
  told({
    ...assembly({ name: "x", components: {} }),
    components: { db: server, web: client },
    wires: { web, ...more },
  });
const address = "db.address";

describe("a wire", () => {
  test("leads to an instance that is there", () => {
    expect(wired({ address, database: "bd.sql" })).toEqual([
      'MADEUS_UNKNOWN_INSTANCE: assembly "x": web.database is connected to "bd.sql", but there is no instance "bd" (did you mean "db.sql"?)',
    ]);
  });

  test("leads to a port that is there", () => {
    expect(wired({ address, database: "db.sqll" })).toEqual([
      'MADEUS_UNKNOWN_PORT: assembly "x": web.database is connected to "db.sqll", but "db" has no provide port "sqll" (did you mean "sql"?)',
    ]);
  });

  test("leads to a port of the same kind and type", () => {
    expect(wired({ address: "db.sql", database: "db.address" })).toEqual([
      'MADEUS_WRONG_PORT_TYPE: assembly "x": web.database uses service "sql", but "db.address" provides data "address" (wire it to "db.sql")',
      'MADEUS_WRONG_PORT_TYPE: assembly "x": web.address uses data "address", but "db.sql" provides service "sql" (wire it to "db.address")',
    ]);
  });

  test("names instance and port", () => {
    expect(wired({ address, database: "db" })).toEqual([
      'MADEUS_BAD_WIRE: assembly "x": web.database is connected to "db", which is not written "instance.port" (the only one is "db.sql")',
    ]);
    expect(wired({ address, database: "" })).toHaveLength(1);
    expect(wired({ address, database: "db." })).toHaveLength(1);
    expect(wired({ address, database: ".sql" })).toHaveLength(1);
  });

  test("is given for a use port that is there, of an instance that is there", () => {
    expect(wired({ address, database: "db.sql", cache: "db.sql" }, { wbe: {} })).toEqual([
      'MADEUS_UNKNOWN_INSTANCE: assembly "x": wires are given for "wbe", which is not an instance (did you mean "web"?)',
      'MADEUS_UNKNOWN_PORT: assembly "x": "web" has no use port "cache" (there are "database" and "address")',
    ]);
    expect(wired({ address, database: "db.sql" }, { db: { sql: "db.sql" } })).toEqual([
      'MADEUS_UNKNOWN_PORT: assembly "x": "db" has no use port "sql" (its component uses nothing)',
    ]);
  });

  test("is missing where a use port has none", () => {
    expect(wired({ address })).toEqual([
      'MADEUS_NOT_CONNECTED: assembly "x": web.database (service "sql") is not connected (wire it to "db.sql")',
    ]);
    expect(
      told(assembly({ name: "x", components: { web: client } as Record<string, AnyComponent> })),
    ).toEqual([
      'MADEUS_NOT_CONNECTED: assembly "x": web.database (service "sql") is not connected (no instance provides service "sql": add one that does)',
      'MADEUS_NOT_CONNECTED: assembly "x": web.address (data "address") is not connected (no instance provides data "address": add one that does)',
    ]);
  });

  test("is one for a port that takes one", () => {
    expect(wired({ address, database: ["db.sql"] })).toEqual([
      'MADEUS_WRONG_WIRE_COUNT: assembly "x": web.database takes one provider, but is connected to a list (write "db.sql")',
    ]);
    expect(wired({ address, database: [] })).toEqual([
      'MADEUS_WRONG_WIRE_COUNT: assembly "x": web.database takes one provider, but is connected to a list',
    ]);
  });
});

describe("two types of one name", () => {
  const readerOf = (type: PortType): AnyComponent =>
    lifecycle(["a", "b"], { go: ["a", "b"] }, { uses: { address: { type, in: ["go"] } } });
  const connected = (type: PortType): readonly string[] =>
    told({
      ...assembly({ name: "x", components: {} }),
      components: { db: server, web: readerOf(type) },
      wires: { web: { address } },
    });

  test("are one where their fields are equal: they may come from two copies of a package", () => {
    expect(connected(data("address", { host: String, port: Number }))).toEqual([]);
  });

  test("are two where their fields differ", () => {
    expect(connected(data("address", { host: String, port: String }))).toEqual([
      'MADEUS_WRONG_PORT_TYPE: assembly "x": web.address uses data "address", but "db.address" provides data "address" (the two types have one name, but their values have different fields)',
    ]);
  });
});

describe("a port for many", () => {
  const balancer = (type: Many): AnyComponent =>
    lifecycle(["a", "b"], { go: ["a", "b"] }, { name: "lb", uses: { all: { type, in: ["go"] } } });
  const connected = (type: Many, all: unknown): readonly string[] =>
    told({
      ...assembly({ name: "x", components: {} }),
      components: { one: server, two: server, lb: balancer(type) },
      wires: all === undefined ? {} : { lb: { all } },
    });

  test("takes a list", () => {
    expect(connected(many(Sql), ["one.sql", "two.sql"])).toEqual([]);
    expect(connected(many(Address), ["one.address"])).toEqual([]);
    expect(connected(many(Sql), "one.sql")).toEqual([
      'MADEUS_WRONG_WIRE_COUNT: assembly "x": lb.all takes a list of providers, but is connected to one (write ["one.sql"])',
    ]);
  });

  test("may be left open only where none are needed", () => {
    expect(connected(many(Sql, { min: 0 }), undefined)).toEqual([]);
    expect(connected(many(Sql, { min: 0 }), [])).toEqual([]);
    const open =
      'MADEUS_NOT_CONNECTED: assembly "x": lb.all (service "sql") is not connected (wire it to "one.sql" and "two.sql")';
    expect(connected(many(Sql), undefined)).toEqual([open]);
    expect(connected(many(Sql), [])).toEqual([open]);
  });

  test("has as many providers as it needs", () => {
    expect(connected(many(Sql, { min: 2 }), ["one.sql"])).toEqual([
      'MADEUS_TOO_FEW_PROVIDERS: assembly "x": lb.all has 1 of the 2 providers that it needs (wire it to "one.sql" and "two.sql")',
    ]);
  });

  test("counts a provider that stands twice only once, and says so", () => {
    expect(connected(many(Sql, { min: 2 }), ["one.sql", "one.sql"])).toEqual([
      'MADEUS_TOO_FEW_PROVIDERS: assembly "x": lb.all has 1 of the 2 providers that it needs (wire it to "one.sql" and "two.sql")',
      'MADEUS_DUPLICATE_WIRE: assembly "x": lb.all is connected twice to "one.sql" (leave one out)',
    ]);
  });

  test("has every provider looked at", () => {
    expect(connected(many(Sql), ["one.sql", "two.sqll", "one.address"])).toEqual([
      'MADEUS_UNKNOWN_PORT: assembly "x": lb.all is connected to "two.sqll", but "two" has no provide port "sqll" (did you mean "sql"?)',
      'MADEUS_WRONG_PORT_TYPE: assembly "x": lb.all uses service "sql", but "one.address" provides data "address" (wire it to "one.sql" and "two.sql")',
    ]);
  });
});

test("a component may use and provide under one name", () => {
  const proxy = spoilt({
    name: "proxy",
    uses: { sql: { type: Sql, in: ["start", "on"] } },
    provides: { sql: { type: Sql, in: ["on"] } },
  });
  const components: Record<string, AnyComponent> = { db: server, proxy };
  expect(told(assembly({ name: "x", components, wires: { proxy: { sql: "db.sql" } } }))).toEqual(
    [],
  );
});
