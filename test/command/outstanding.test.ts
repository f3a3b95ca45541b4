/** What is still to be done: which instances it leaves alone. */
import { expect, test } from "vitest";
import { outstanding } from "../../src/command/outstanding.ts";
import { State, fold } from "../../src/engine/fold.ts";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { deployment } from "../../src/model/program.ts";
import { settle } from "../../src/semantics/settle.ts";
import { catalogOf } from "../../src/store/catalog.ts";

const Up = service("up");
const server = component({
  name: "server",
  places: ["off", "on"],
  initial: "off",
  provides: { up: { type: Up, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const user = component({
  name: "user",
  places: ["off", "on"],
  initial: "off",
  uses: { up: { type: Up, in: ["on"] } },
  behaviors: {
    deploy: { start: { from: "off", to: "on" } },
    suspend: { stop: { from: "on", to: "off" } },
  },
});
const site = (up: "a.up" | "b.up"): Assembly =>
  assembly({
    name: "site",
    components: { a: server, b: server, web: user, other: user },
    wires: { web: { up }, other: { up: "a.up" } },
  });

/** @param gone  whose place is recorded as lost */
function dueFor(up: "a.up" | "b.up", gone?: string) {
  const before = deployment(site("a.up"));
  const state = new State(catalogOf(before));
  settle(state.configuration, { type: "program", instructions: before });
  if (gone !== undefined) fold(state, { type: "lost", instance: gone, place: "on" });
  const wanted = site(up);
  return outstanding(state, { assembly: wanted, instances: Object.keys(wanted.components) });
}

test("where nothing is different, all stay as they are", () => {
  expect(dueFor("a.up")).toMatchObject({ program: [], unchanged: ["a", "b", "web", "other"] });
});

test("one that is stopped so that it can be wired otherwise does not stay as it is", () => {
  const { differences, unchanged, isAddition } = dueFor("b.up");
  expect(differences.map(({ what }) => what)).toEqual(["unwired", "wired"]);
  expect([unchanged, isAddition]).toEqual([["a", "b", "other"], false]);
});

test("what is recorded as lost is different, and is brought back", () => {
  const { differences, program, unchanged, isAddition } = dueFor("a.up", "web");
  expect(differences).toEqual([
    { what: "lost", name: "web", text: "is no longer on: it is brought back" },
  ]);
  expect(program.map((one) => (one.op === "changeBehavior" ? one.behavior : one.op))).toEqual([
    "suspend",
    "deploy",
    "wait",
  ]);
  expect([unchanged, isAddition]).toEqual([["a", "b", "other"], false]);
});

test("what is lost and what no behavior brings back is refused", () => {
  expect(() => dueFor("a.up", "b")).toThrow(
    expect.objectContaining({ code: "MADEUS_NO_ROUTE", message: expect.stringMatching(/ b /) }),
  );
});
