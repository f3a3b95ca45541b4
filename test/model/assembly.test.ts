import { expect, test } from "vitest";
import { assembly, isAssembly } from "../../src/model/assembly.ts";
import { local } from "../../src/model/host.ts";
import { client, server } from "./sample.ts";

const blog = assembly({
  name: "blog",
  components: { db: server, web: client },
  wires: { web: { database: "db.sql", address: "db.address" } },
  hosts: { left: local() },
  on: { db: "left" },
});

test("an assembly is kept as it was declared", () => {
  expect(blog).toMatchObject({
    name: "blog",
    components: { db: server, web: client },
    wires: { web: { database: "db.sql", address: "db.address" } },
    hosts: { left: { kind: "local", address: "127.0.0.1", labels: {} } },
    on: { db: "left" },
  });
});

test("what is left out is empty", () => {
  expect(assembly({ name: "alone", components: { db: server } })).toMatchObject({
    wires: {},
    hosts: {},
    on: {},
  });
});

test("an assembly knows where it was declared", () => {
  expect(blog.at?.file).toMatch(/test\/model\/assembly\.test\.ts$/);
});

test("an assembly is recognised by its brand", () => {
  expect([isAssembly(blog), isAssembly({ ...blog })]).toEqual([true, true]);
  for (const other of [undefined, null, server, { name: "blog", components: {} }])
    expect(isAssembly(other)).toBe(false);
});
