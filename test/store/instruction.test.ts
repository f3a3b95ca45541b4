import { expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { service } from "../../src/model/port.ts";
import { type Instruction, deployment, reconfigure } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { fromEntries, toEntry } from "../../src/store/instruction.ts";

const Sql = service("sql");
const database = component({
  name: "database",
  places: ["off", "on"],
  initial: "off",
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
/** Applications of one name, told apart only by what their actions close over. */
const application = (port: number) =>
  component({
    name: "application",
    places: ["off", "on"],
    initial: "off",
    uses: { database: { type: Sql, in: ["start"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", run: ({ sh }) => sh`serve ${port}` } } },
  });
const shop = assembly({
  name: "shop",
  components: { "db.main": database, one: application(1), two: application(2) },
  wires: { one: { database: "db.main.sql" }, two: { database: "db.main.sql" } },
  hosts: { here: local() },
  on: { one: "here" },
});
const program = reconfigure(shop)
  .disconnect("two.database", "db.main.sql")
  .changeBehavior("one", "deploy")
  .wait("one", "two")
  .wait()
  .del("two")
  .add("three", database, { on: "here" });
const all = [...deployment(shop), ...program.instructions];

test("instructions that were written and read back are the same but for where the user wrote them", () => {
  const catalog = catalogOf(all);
  expect(fromEntries(JSON.parse(JSON.stringify(all.map(toEntry))), catalog)).toEqual(
    all.map(({ at: _at, ...instruction }) => instruction as Instruction),
  );
});

test("entries name types and ports, never indices", () => {
  expect(all.map(toEntry)).toEqual([
    { op: "add", instance: "db.main", component: "database" },
    { op: "add", instance: "one", component: "application", on: "here" },
    { op: "add", instance: "two", component: "application" },
    { op: "connect", use: "one.database", provide: "db.main.sql" },
    { op: "connect", use: "two.database", provide: "db.main.sql" },
    { op: "changeBehavior", instance: "db.main", behavior: "deploy" },
    { op: "changeBehavior", instance: "one", behavior: "deploy" },
    { op: "changeBehavior", instance: "two", behavior: "deploy" },
    { op: "wait", instances: [] },
    { op: "disconnect", use: "two.database", provide: "db.main.sql" },
    { op: "changeBehavior", instance: "one", behavior: "deploy" },
    { op: "wait", instances: ["one", "two"] },
    { op: "wait", instances: [] },
    { op: "del", instance: "two" },
    { op: "add", instance: "three", component: "database", on: "here" },
  ]);
});

test("of several types of one name an instance gets the one declared for it", () => {
  const catalog = catalogOf(deployment(shop));
  expect(catalog.find("application", "one")).toBe(shop.components.one);
  expect(catalog.find("application", "two")).toBe(shop.components.two);
});

test("an instance that is not declared gets the only type of the name, and none where there are several", () => {
  const catalog = catalogOf(deployment(shop), [database]);
  expect(catalog.find("database", "another")).toBe(database);
  expect(catalog.find("application", "another")).toBeUndefined();
  expect(catalog.find("database", "one")).toBe(database);
});

test("exported types are found by name", () => {
  expect(catalogOf([], [database]).find("database", "db")).toBe(database);
});

test("every type that the file lacks is named at once", () => {
  const entries = [
    ...all.map(toEntry),
    { op: "add", instance: "q1", component: "queue" },
    { op: "add", instance: "q2", component: "queue" },
    { op: "add", instance: "four", component: "application" },
  ] as const;
  expect(() => fromEntries(entries, catalogOf(all))).toThrow(
    expect.objectContaining({
      code: "MADEUS_UNKNOWN_TYPE",
      message:
        "The file does not say what these component types are: queue (of q2), application (of four).",
    }),
  );
});
