import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { local } from "../../src/model/host.ts";
import {
  assemblyOf,
  connections,
  deployment,
  isProgram,
  portName,
  portText,
  type Program,
  reconfigure,
  wholeProgramOf,
} from "../../src/model/program.ts";
import { balanced } from "../compiler/right/balancer.ts";
import { client, server } from "./sample.ts";

const blog = assembly({
  name: "blog",
  components: { web: client, db: server },
  wires: { web: { address: "db.address", database: "db.sql" } },
  hosts: { left: local() },
  on: { db: "left" },
});
const short = (program: { readonly instructions: Program["instructions"] }): readonly unknown[] =>
  program.instructions.map((one) =>
    Object.fromEntries(Object.entries(one).filter(([field]) => field !== "at")),
  );

describe("a program", () => {
  const program = reconfigure(blog)
    .add("db2", server, { on: "left" })
    .disconnect("web.database", "db.sql")
    .connect("web.database", "db2.sql")
    .changeBehavior("db2", "deploy")
    .wait("db2", "web")
    .wait()
    .del("db");

  test("makes all from nothing where the assembly that it starts from is deployed first", () => {
    expect([assemblyOf(program), assemblyOf(blog)]).toEqual([blog, blog]);
    expect(wholeProgramOf(blog)).toEqual(deployment(blog));
    expect(wholeProgramOf(program)).toEqual([...deployment(blog), ...program.instructions]);
  });

  test("is the list of its instructions, in the order in which they were written", () => {
    expect(short(program)).toEqual([
      { op: "add", instance: "db2", component: server, on: "left" },
      {
        op: "disconnect",
        use: { instance: "web", port: "database" },
        provide: { instance: "db", port: "sql" },
      },
      {
        op: "connect",
        use: { instance: "web", port: "database" },
        provide: { instance: "db2", port: "sql" },
      },
      { op: "changeBehavior", instance: "db2", behavior: "deploy" },
      { op: "wait", instances: ["db2", "web"] },
      { op: "wait", instances: [] },
      { op: "del", instance: "db" },
    ]);
    expect(program.from).toBe(blog);
  });

  test("knows where each instruction was written", () => {
    const lines = program.instructions.map(({ at }) => at?.line ?? 0);
    expect(lines).toEqual(lines.map((_, index) => (lines[0] ?? 0) + index));
    expect(program.instructions[0]?.at?.file).toMatch(/test\/model\/program\.test\.ts$/);
  });

  test("is not changed by being continued", () => {
    const beginning = reconfigure(blog).changeBehavior("web", "uninstall");
    const [one, other] = [beginning.wait("web"), beginning.wait()];
    expect(short(beginning)).toHaveLength(1);
    expect(short(one).at(-1)).toEqual({ op: "wait", instances: ["web"] });
    expect(short(other).at(-1)).toEqual({ op: "wait", instances: [] });
  });

  test("may be very long", () => {
    let long: Program = reconfigure(blog);
    for (let count = 0; count < 10_000; count += 1) long = long.wait();
    expect(long.instructions).toHaveLength(10_000);
  });

  test("is recognised by its brand", () => {
    expect(isProgram(program)).toBe(true);
    for (const other of [undefined, null, blog, { from: blog, instructions: [] }])
      expect(isProgram(other)).toBe(false);
  });
});

describe("a deployment as a program", () => {
  test("adds all, connects all, asks all to deploy, and waits, in the order of the declaration", () => {
    expect(short({ instructions: deployment(blog) })).toEqual([
      { op: "add", instance: "web", component: client },
      { op: "add", instance: "db", component: server, on: "left" },
      {
        op: "connect",
        use: { instance: "web", port: "address" },
        provide: { instance: "db", port: "address" },
      },
      {
        op: "connect",
        use: { instance: "web", port: "database" },
        provide: { instance: "db", port: "sql" },
      },
      { op: "changeBehavior", instance: "web", behavior: "deploy" },
      { op: "changeBehavior", instance: "db", behavior: "deploy" },
      { op: "wait", instances: [] },
    ]);
  });

  test("stands where the assembly was declared", () => {
    expect(new Set(deployment(blog).map(({ at }) => at))).toEqual(new Set([blog.at]));
  });

  test("takes names that every object of JavaScript has for names", () => {
    const odd = assembly({ name: "odd", components: { constructor: server, toString: server } });
    const added = deployment(odd).filter(({ op }) => op === "add");
    expect(added.map((one) => "on" in one)).toEqual([false, false]);
  });

  test("of nothing only waits", () => {
    expect(short({ instructions: deployment(assembly({ name: "none", components: {} })) })).toEqual(
      [{ op: "wait", instances: [] }],
    );
  });
});

test("connections come in the order of the declaration, those of many in the order of the list", () => {
  expect(
    connections(balanced).map(({ use, provide }) => [portText(use), portText(provide)]),
  ).toEqual([
    ["lb.backends", "w1.http"],
    ["lb.backends", "w2.http"],
    ["lb.ports", "w1.at"],
  ]);
});

test.each([
  ["db.sql", { instance: "db", port: "sql" }],
  ["db", { instance: "db", port: "" }],
  ["", { instance: "", port: "" }],
  ["a.b.sql", { instance: "a.b", port: "sql" }],
  [".sql", { instance: "", port: "sql" }],
])("%j is read as a port", (text, name) => {
  expect(portName(text)).toEqual(name);
  expect(portText(name)).toBe(text);
});
