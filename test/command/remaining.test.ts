import { expect, test } from "vitest";
import { remaining } from "../../src/command/remaining.ts";
import type { Instruction } from "../../src/model/program.ts";
import { deployment } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { pair } from "../net/translate/sample-pair.ts";

const names = Object.keys(pair.components);

/** What remains after these instructions, by their operations. */
function remainingAfter(instructions: readonly Instruction[]): readonly string[] {
  const c = new Configuration();
  advance(c, { type: "program", instructions });
  return remaining(pair, names, c).map(({ op }) => op);
}

test("what is not there is added, what is not connected is connected, and all are asked again", () => {
  const [adds, connects] = ["add", "connect"].map((op) =>
    deployment(pair).filter((one) => one.op === op),
  );
  expect(remainingAfter([])).toEqual([
    "add",
    "add",
    "connect",
    "changeBehavior",
    "changeBehavior",
    "wait",
  ]);
  const asked = ["changeBehavior", "changeBehavior", "wait"];
  expect(remainingAfter(adds ?? [])).toEqual(["connect", ...asked]);
  expect(remainingAfter([...(adds ?? []), ...(connects ?? [])])).toEqual(asked);
});
