/** What a lost place means for whom. */
import { expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { impairments, staleReadings } from "../../src/semantics/impairment.ts";
import { settle } from "../../src/semantics/settle.ts";

const Up = service("up");
/** On a way round three places, it provides at the last and uses at the second what it can: so that two may use each other. */
const part = component({
  name: "part",
  places: ["off", "up", "on"],
  initial: "off",
  uses: { of: { type: Up, in: ["on"] } },
  provides: { up: { type: Up, in: ["up", "on"] } },
  behaviors: { deploy: { begin: { from: "off", to: "up" }, end: { from: "up", to: "on" } } },
});

function system(
  names: readonly string[],
  wires: Readonly<Record<string, string>>,
  deployed = names,
): Configuration {
  const c = new Configuration();
  const instructions: readonly Instruction[] = [
    ...names.map((instance): Instruction => ({ op: "add", instance, component: part })),
    ...Object.entries(wires).map(
      ([user, provider]): Instruction => ({
        op: "connect",
        use: portName(`${user}.of`),
        provide: portName(`${provider}.up`),
      }),
    ),
    ...deployed.map(
      (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "deploy" }),
    ),
  ];
  settle(c, { type: "program", instructions });
  return c;
}
const lose = (c: Configuration, name: string, place: number): void =>
  void advance(c, { type: "lost", instance: c.number(name) ?? 0, place });

test("where nothing is lost nothing is impaired", () => {
  const c = system(["a", "b"], { a: "b", b: "a" });
  expect([impairments(c), staleReadings(c)]).toEqual([[], []]);
});

test("users, and at whatever remove who uses what they provide; once each, and never the lost one itself", () => {
  const c = system(["a", "b", "c", "d"], { a: "b", b: "a", c: "b", d: "c" });
  lose(c, "a", 2);
  expect(impairments(c)).toEqual([
    {
      instance: "a",
      port: "up",
      because: ["a is no longer on"],
      users: ["b"],
      beyond: ["c", "d"],
    },
  ]);
});

test("who is connected and does not use it yet is none of its users", () => {
  const c = system(["a", "b", "c"], { a: "b", b: "a", c: "b" }, ["a", "b"]);
  lose(c, "b", 2);
  expect(impairments(c)).toMatchObject([{ instance: "b", users: ["a"], beyond: [] }]);
});
