/** Programs as data: what can be read, and what is said of what cannot. */
import { expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { service } from "../../src/model/port.ts";
import { reconfigure } from "../../src/model/program.ts";
import { toEntry } from "../../src/store/instruction.ts";
import { programFrom } from "../../src/store/program-entry.ts";

const S = service("s");
const server = component({
  name: "server",
  places: ["off", "on"],
  initial: "off",
  provides: { s: { type: S, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const client = component({
  name: "client",
  places: ["off", "on"],
  initial: "off",
  uses: { s: { type: S, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const site = assembly({
  name: "site",
  components: { a: server, b: client },
  wires: { b: { s: "a.s" } },
});

test("what a program is in a journal is read as that program", () => {
  const program = reconfigure(site)
    .add("c", server, { on: "left" })
    .changeBehavior("c", "deploy")
    .wait("c")
    .disconnect("b.s", "a.s")
    .connect("b.s", "c.s")
    .wait()
    .del("a");
  const entries = JSON.parse(JSON.stringify(program.instructions.map(toEntry))) as unknown;
  const read = programFrom(site, entries);
  expect(read.instructions.map(toEntry)).toEqual(entries);
  expect(read.from).toBe(site);
  expect(read.instructions[0]).toMatchObject({ component: server });
});

test.each([
  [undefined, /cannot be read/],
  [{ op: "wait" }, /cannot be read/],
  [["wait"], /cannot be read/],
  [[null], /cannot be read/],
  [[{ op: "deploy" }], /cannot be read/],
  [[{ op: "connect", use: 3, provide: "a.s" }], /cannot be read/],
  [[{ op: "add", instance: "x" }], /cannot be read/],
  [[{ op: "wait", instances: ["a", 3] }], /cannot be read/],
  [[{ op: "changeBehavior", instance: "a" }], /behavior/],
])("%j is no program", (value, says) => {
  expect(() => programFrom(site, value)).toThrow(says);
});

test.each([5, null, "here", { file: 5 }, { file: "/site.ts", line: 1, column: 1 }])(
  "where it was written is not taken from data: %j",
  (at) => {
    const written = { op: "changeBehavior", instance: "a", behavior: "deploy" };
    const read = programFrom(site, [
      { ...written, at },
      { op: "wait", instances: [], at },
    ]);
    expect(read.instructions).toEqual([written, { op: "wait", instances: [] }]);
  },
);

test("a component is known by name, if there is one of the name for the instance", () => {
  const other = component({ ...server, places: ["off", "on", "more"] });
  const add = [{ op: "add", instance: "x", component: "server" }];
  expect(programFrom(site, add, [server]).instructions[0]).toMatchObject({ component: server });
  expect(() => programFrom(site, add, [other])).toThrow(/of which there is none here, or several/);
  expect(() => programFrom(site, [{ ...add[0], component: "sevrer" }])).toThrow(/"sevrer"/);
});

test("this machine may be named by its name, unless a host of the assembly is called so", () => {
  const entries = [{ op: "add", instance: "c", component: "server", on: "local" }];
  expect(programFrom(site, entries).instructions.map(toEntry)).toEqual([
    { op: "add", instance: "c", component: "server" },
  ]);
  const placed = { ...site, hosts: { local: local() } };
  expect(programFrom(placed, entries).instructions.map(toEntry)).toEqual(entries);
});
