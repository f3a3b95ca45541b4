import { expect, test } from "vitest";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { crew } from "../../src/engine/crew.ts";
import { State, fold } from "../../src/engine/fold.ts";
import type { Host, ProcessGroup } from "../../src/engine/host.ts";
import type { Outcome, Verdict } from "../../src/engine/performer.ts";
import { workOf } from "../../src/engine/work.ts";
import type { AnyTransition } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { toEntry } from "../../src/store/instruction.ts";
import { row } from "./by-hand.ts";

const left: ProcessGroup = { pid: 7, started: "before" };

/** A crew, the work of an instance whose only action is declared so, and what is asked of its host. */
function manned(declared: Partial<AnyTransition>, cannotEnd = false) {
  const asked: string[] = [];
  const host: Host = {
    description: local(),
    async run({ file }, watch) {
      const group = { pid: 8, started: "now" };
      await watch.registered(group);
      asked.push(`run ${file}`);
      return { code: 0, signal: undefined, stdout: "", tail: "", group };
    },
    alive: () => Promise.resolve(false),
    end({ pid }) {
      asked.push(`end ${pid}`);
      return cannotEnd ? Promise.reject(new Error("it does not end")) : Promise.resolve();
    },
    makeDirectory: () => Promise.resolve(void asked.push("make directory")),
    removeDirectory: () => Promise.resolve(),
    close() {},
  };
  const program = row(["a"], declared);
  const state = new State(catalogOf(program));
  fold(state, { type: "program", name: "test", instructions: program.map(toEntry) });
  const [task] = state.tasks.values();
  if (task === undefined) throw new Error("there is no task");
  const clock = new VirtualClock();
  const performer = crew({ state, clock, hosts: { local: host }, directory: "/d", log: () => {} });
  const watcher = {
    registered: ({ pid }: ProcessGroup): void => void asked.push(`registered ${pid}`),
  };
  const work = workOf(state, task);
  return {
    asked,
    perform: () =>
      new Promise<Outcome>((resolve) => {
        performer.perform(work, watcher, resolve);
      }),
    recover: () =>
      new Promise<Verdict>((resolve) => {
        performer.recover(work, [left], watcher, resolve);
      }),
  };
}

test.each([
  { found: "done", declared: { probe: () => "done" }, kind: "ended" },
  { found: "not done", declared: { probe: () => "not-done" }, kind: "rerun" },
  { found: "nothing", declared: { probe: () => "unknown" }, kind: "rerun" },
  { found: "nothing", declared: { probe: () => "unknown", onUnknown: "ask" }, kind: "ask" },
  { found: "an error", declared: { probe: () => Promise.reject(new Error("no")) }, kind: "ask" },
  { found: "no probe", declared: {}, kind: "rerun" },
  { found: "no probe", declared: { onUnknown: "ask" }, kind: "ask" },
] as const)(
  "an interrupted action with $found found, declared $declared, is $kind",
  async (one) => {
    const { recover, asked } = manned(one.declared as Partial<AnyTransition>);
    expect((await recover()).kind).toBe(one.kind);
    expect(asked[0]).toBe("end 7");
  },
);

test("what is left is ended before the probe is asked, and what the probe runs is known", async () => {
  const { recover, asked } = manned({
    probe: async ({ exec }) => {
      await exec("look");
      return "done" as const;
    },
  });
  expect(await recover()).toEqual({ kind: "ended", values: {} });
  expect(asked).toEqual(["end 7", "make directory", "registered 8", "run look"]);
});

test("where what is left cannot be ended nothing else is asked", async () => {
  const { recover, asked } = manned({ probe: () => "done" }, true);
  const message = "it does not end";
  expect(await recover()).toEqual({
    kind: "left",
    error: { code: "MADEUS_ACTION_FAILED", message },
  });
  expect(asked).toEqual(["end 7"]);
});

test("a transition without an action passes at once", async () => {
  const { perform, asked } = manned({});
  expect(await perform()).toEqual({ kind: "ended", values: {} });
  expect(asked).toEqual([]);
});
