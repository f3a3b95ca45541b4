import { expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { start } from "../../src/semantics/explore.ts";

const Up = service("up");
const Key = data("key", { text: String });
const provider = component({
  name: "provider",
  places: ["off", "on"],
  initial: "off",
  provides: { up: { type: Up, in: ["on"] } },
  behaviors: {
    deploy: { begin: { from: "off", to: "on" } },
    leave: { quit: { from: "on", to: "off" } },
  },
});
const user = component({
  name: "user",
  places: ["a", "b"],
  initial: "a",
  uses: { up: { type: Up, in: ["first"] } },
  provides: { key: { type: Key, in: ["a", "b"] } },
  behaviors: {
    deploy: {
      first: { from: "a", to: "b/x" },
      second: { from: "a", to: "b" },
      third: { from: "a", to: "b" },
    },
  },
});
const push = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});

test("a station that waits to fail for want of a value is entered once another action has given it", () => {
  const c = start([]);
  const tell = (...instructions: Instruction[]) => advance(c, { type: "program", instructions });
  tell(
    { op: "add", instance: "p", component: provider },
    { op: "add", instance: "u", component: user },
    { op: "connect", use: { instance: "u", port: "up" }, provide: { instance: "p", port: "up" } },
    push("p", "deploy"),
  );
  advance(c, { type: "ended", instance: 0, transition: 0 });
  tell(push("u", "deploy"), push("p", "leave"));
  // The provider leaves as soon as it can: the failure would begin a use of it again, and so has to wait.
  const rules = (steps: ReturnType<typeof advance>) => [...steps].map(({ rule }) => rule);
  expect(rules(advance(c, { type: "ended", instance: 1, transition: 0 }))).not.toContain("ungiven");
  const given = advance(c, {
    type: "ended",
    instance: 1,
    transition: 1,
    values: { key: { text: "k" } },
  });
  expect(rules(given)).toContain("enter");
});
