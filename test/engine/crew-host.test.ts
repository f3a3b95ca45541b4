/** What a crew says of actions whose host cannot be used, or is lost under them. */
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { type CrewOptions, crew } from "../../src/engine/crew.ts";
import { State, fold } from "../../src/engine/fold.ts";
import type { Host, ProcessGroup } from "../../src/engine/host.ts";
import type { Outcome, Verdict } from "../../src/engine/performer.ts";
import { workOf } from "../../src/engine/work.ts";
import { MadeusError } from "../../src/model/code.ts";
import { type AnyComponent, type Scope, component } from "../../src/model/component.ts";
import { local } from "../../src/model/host.ts";
import type { Instruction } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { toEntry } from "../../src/store/instruction.ts";

const group: ProcessGroup = { pid: 8, started: "now" };
const away = (): Promise<never> =>
  Promise.reject(
    new MadeusError("MADEUS_HOST_UNREACHABLE", "10.0.0.7 cannot be reached: timeout", {
      hint: "is it up?",
    }),
  );
const exit = { code: 0, signal: undefined, stdout: "", tail: "", group };

async function probe({ sh }: Pick<Scope<any, any, any>, "sh">): Promise<"not-done"> {
  await sh`look`;
  return "not-done";
}

/** A crew on a host called `web`, which is well but for what is given. */
function onHost(host: Partial<Host>, more: Partial<CrewOptions> = {}) {
  const web: Host = {
    description: local(),
    async run(_, watch) {
      await watch.registered(group);
      return exit;
    },
    alive: () => Promise.resolve(false),
    end: () => Promise.resolve(),
    makeDirectory: () => Promise.resolve(),
    removeDirectory: () => Promise.resolve(),
    close() {},
    ...host,
  };
  const one = component({
    name: "one",
    places: ["off", "on"],
    initial: "off",
    behaviors: { deploy: { go: { from: "off", to: "on", run: ({ sh }) => sh`work`, probe } } },
    probes: { off: async (scope) => (await probe(scope)) === "not-done" },
  }) as AnyComponent;
  const program: readonly Instruction[] = [
    { op: "add", instance: "a", component: one, on: "web" },
    { op: "changeBehavior", instance: "a", behavior: "deploy" },
  ];
  const state = new State(catalogOf(program));
  fold(state, { type: "program", name: "test", instructions: program.map(toEntry) });
  const [task] = state.tasks.values();
  if (task === undefined) throw new Error("there is no task");
  const performer = crew({
    state,
    clock: new VirtualClock(),
    hosts: { local: web, web },
    directory: "/d",
    log: () => {},
    ...more,
  });
  const work = workOf(state, task);
  const watcher = { registered: (): void => {} };
  return {
    perform: () => new Promise<Outcome>((resolve) => performer.perform(work, watcher, resolve)),
    recover: () =>
      new Promise<Verdict>((resolve) => performer.recover(work, [group], watcher, resolve)),
    probe: () => performer.probePlace(0, "off"),
  };
}

const said = "host web: 10.0.0.7 cannot be reached: timeout (is it up?)";
const code = "MADEUS_HOST_UNREACHABLE";

test("an action whose host cannot be reached has not begun, and failed", async () => {
  const { perform } = onHost({ makeDirectory: away });
  const error = { code, message: `it could not begin: ${said}` };
  expect(await perform()).toEqual({ kind: "failed", error });
});

test("so has one whose host is in use", async () => {
  const locked = new MadeusError("MADEUS_HOST_LOCKED", '"web" is in use by ann');
  const { perform } = onHost({}, { admitted: () => Promise.reject(locked) });
  const message = 'it could not begin: "web" is in use by ann';
  expect(await perform()).toEqual({ kind: "failed", error: { code: locked.code, message } });
});

test("an action that lost its host while a command ran, which was certainly ended, has failed", async () => {
  const { perform } = onHost({
    async run(_, watch) {
      await watch.registered(group);
      throw new MadeusError("MADEUS_CONNECTION_LOST", "the connection was lost");
    },
  });
  const error = { code: "MADEUS_CONNECTION_LOST", message: "host web: the connection was lost" };
  expect(await perform()).toMatchObject({ kind: "failed", error });
});

test("one of which a command may be alive there is cut off", async () => {
  const { perform } = onHost({
    async run(_, watch) {
      await watch.registered(group);
      return away();
    },
    alive: away,
  });
  expect(await perform()).toEqual({ kind: "cut", error: { code, message: said } });
});

test("what was interrupted is left alone while its host is away, at whatever it cannot be asked", async () => {
  const verdict = { kind: "left", error: { code, message: said } };
  expect(await onHost({ end: away }).recover()).toEqual(verdict);
  expect(await onHost({ run: away }).recover()).toMatchObject(verdict);
  expect(await onHost({}, { admitted: away }).recover()).toEqual(verdict);
  expect(await onHost({}).recover()).toEqual({ kind: "rerun" });
});

test("a place on a host that is away is not said to be lost", async () => {
  await expect(onHost({ makeDirectory: away }).probe()).rejects.toMatchObject({
    code,
    message: said,
  });
  await expect(onHost({ run: away }).probe()).rejects.toMatchObject({ code });
  expect(await onHost({}).probe()).toBe(true);
});
