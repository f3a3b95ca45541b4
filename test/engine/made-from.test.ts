/** From which version instances were made, as the journal tells: live, replayed, and after the file was mended in the middle. */
import { expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { assembly } from "../../src/model/assembly.ts";
import { type Assembly } from "../../src/model/assembly.ts";
import { type Instruction, deployment } from "../../src/model/program.ts";
import { declarationOf } from "../../src/store/declaration.ts";
import { toEntry } from "../../src/store/instruction.ts";
import type { Entry } from "../../src/store/journal.ts";

const one = (version: string): AnyComponent =>
  component({
    name: "one",
    version,
    places: ["off", "half", "on", "old"],
    initial: "off",
    behaviors: {
      deploy: {
        begin: { from: "off", to: "half", run: () => undefined },
        end: { from: "half", to: "on", run: () => undefined },
        renew: { from: "old", to: "on/renewed", run: () => undefined },
      },
      update: { age: { from: "on", to: "old", run: () => undefined } },
      uninstall: { stop: { from: "on", to: "off", run: () => undefined } },
    },
  });
const site = (version: string): Assembly =>
  assembly({ name: "site", components: { a: one(version) } }) as never;

const runOf = (version: string): readonly Entry[] => {
  const declaration = declarationOf(site(version));
  const run = {
    type: "run",
    verb: "deploy",
    assembly: "site",
    file: "",
    export: "main",
    declaration: declaration.hash,
  } as const;
  return [{ type: "declaration", ...declaration }, run];
};
const program = (instructions: readonly Instruction[]): Entry => ({
  type: "program",
  name: "program",
  instructions: instructions.map(toEntry),
});
const passed = (transition: string): Entry => ({ type: "ended", instance: "a", transition });
const asked = (behavior: string): Entry =>
  program([{ op: "changeBehavior", instance: "a", behavior }]);

/** The file is read again: the names that stand in the journal mean its actions from now on. */
const versionAfter = (...entries: readonly Entry[]): string | undefined => {
  const state = new State();
  for (const entry of entries) fold(state, entry);
  expect(state.clone().versions).toEqual(state.versions);
  return state.versions.get("a");
};
const deploying = [...runOf("1"), program(deployment(site("1")))];

test("who has left the initial place is of the version that the run was made from", () => {
  expect(versionAfter(...runOf("1"))).toBeUndefined();
  expect(versionAfter(...deploying)).toBe("1");
  expect(versionAfter(...deploying, passed("begin"), passed("end"))).toBe("1");
});

test("what was mended in its middle is of the version under which it came to its end", () => {
  expect(versionAfter(...deploying, passed("begin"), ...runOf("2"))).toBe("1");
  expect(versionAfter(...deploying, passed("begin"), ...runOf("2"), passed("end"))).toBe("2");
});

test("what is made stays of its version, whatever the file says, until update has finished", () => {
  const made = [...deploying, passed("begin"), passed("end"), ...runOf("2")];
  expect(versionAfter(...made)).toBe("1");
  expect(versionAfter(...made, asked("update"))).toBe("1");
  expect(versionAfter(...made, asked("update"), passed("age"))).toBe("2");
});

test("what is made anew is of the new version, and what is gone of none", () => {
  const made = [
    ...deploying,
    passed("begin"),
    passed("end"),
    ...runOf("2"),
    asked("uninstall"),
    passed("stop"),
  ];
  expect(versionAfter(...made)).toBe("1");
  expect(versionAfter(...made, asked("deploy"))).toBe("2");
  expect(versionAfter(...made, program([{ op: "del", instance: "a" }]))).toBeUndefined();
});
