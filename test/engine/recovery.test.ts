import { expect, test } from "vitest";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { type ByHand, byHand, failed, row } from "./by-hand.ts";
import { add, push } from "./simulation.ts";

const program = row(["a", "b"]);

/** An engine that finds `a` and `b` in the middle of their actions. */
function resumed(
  setting: { leftBehind?: "go-on" | "fail"; onError?: "stop" | "drain" } = {},
): ByHand {
  return byHand({ program, kept: byHand({ program }).kept, ...setting });
}
const refireA = { type: "refire", instance: "a", transition: "go" } as const;
const skipA = { type: "ended", instance: "a", transition: "go", skipped: true } as const;
const typesOf = (run: ByHand, instance: string): readonly string[] =>
  run
    .records()
    .flatMap((one) => ("instance" in one && one.instance === instance ? [one.type] : []));

test("an interrupted action begins again only when it is known to be gone", async () => {
  const run = resumed();
  expect(run.begun).toEqual([]);
  run.find("a.go", { kind: "rerun" });
  expect(run.begun).toEqual(["a.go 2"]);
  run.find("b.go", { kind: "ended", values: {} });
  run.end("a.go");
  await Promise.resolve();
  expect(run.outcome()).toBe("done");
});

test("what may still be alive is not begun again, even if the operator wants it", async () => {
  const run = resumed();
  run.engine.post(refireA);
  run.find("b.go", { kind: "rerun" });
  run.find("a.go", { kind: "left" });
  expect(run.begun).toEqual(["b.go 2"]);
  run.end("b.go");
  await Promise.resolve();
  expect(run.outcome()).toBe("stuck");
  expect(typesOf(run, "a")).toEqual(["started", "unknown"]);
});

test("a decision of the operator waits until the action is known to be gone, then counts more than what was found out", () => {
  const again = resumed();
  again.engine.post(refireA);
  again.clock.run();
  expect(again.begun).toEqual([]);
  again.find("a.go", { kind: "ended", values: {} });
  expect(again.begun).toEqual(["a.go 2"]);
  const skipping = resumed();
  skipping.engine.post(skipA);
  skipping.find("a.go", { kind: "rerun" });
  expect(skipping.begun).toEqual([]);
  expect(typesOf(skipping, "a")).toEqual(["started", "unknown", "ended"]);
});

test("a decision that comes too late changes nothing", () => {
  const run = resumed();
  run.find("a.go", { kind: "rerun" });
  run.engine.post(refireA);
  run.engine.post(skipA);
  run.engine.post({ ...refireA, instance: "nobody" });
  run.engine.post({ type: "withdraw", instance: "nobody" });
  run.end("a.go");
  run.engine.post(refireA);
  run.clock.run();
  expect(typesOf(run, "a")).toEqual(["started", "unknown", "refire", "started", "ended"]);
});

test("where only the operator can say, the run goes on without it and ends", async () => {
  const run = resumed();
  run.find("a.go", { kind: "ask" });
  run.find("b.go", { kind: "rerun" });
  run.end("b.go");
  await Promise.resolve();
  expect(run.outcome()).toBe("stuck");
  const later = byHand({ program, kept: run.kept });
  later.engine.post(refireA);
  later.find("a.go", { kind: "ask" });
  expect(later.begun).toEqual(["a.go 2"]);
});

test("who gives up what was left behind takes it as failed, which is no reason to stop", async () => {
  const run = resumed({ leftBehind: "fail", onError: "stop" });
  run.find("a.go", { kind: "rerun" });
  run.find("b.go", { kind: "ended", values: {} });
  await Promise.resolve();
  expect(run.begun).toEqual([]);
  expect(run.outcome()).toBe("failed");
  expect(run.engine.state.configuration.stopped).toBe(false);
  expect(typesOf(run, "a")).toEqual(["started", "unknown", "failed"]);
  expect(typesOf(run, "b")).toEqual(["started", "unknown", "ended"]);
});

test("an action that did not begin, or was to be tried again, begins without being found out about", () => {
  const limits = { total: 1 };
  const retrying = row(["a", "b"], { retry: { attempts: 3, delayMs: 60_000 } });
  const first = byHand({ program: retrying, limits });
  first.engine.stop();
  first.end("a.go", failed);
  const cutOff = first.records().slice(0, 2);
  const pausing = { ...first.records()[1], seq: 3, type: "retrying", delayMs: 1, error: failed };
  const kept = [...cutOff, pausing].map((record) => JSON.stringify(record));
  expect(byHand({ program: retrying, kept }).begun).toEqual(["a.go 2", "b.go 1"]);
});

test("what begins because another action is run again is a new action", () => {
  const Up = service("up");
  const server = component({
    name: "server",
    places: ["off", "on"],
    initial: "off",
    provides: { up: { type: Up, in: ["off", "on"] } },
    behaviors: { deploy: { go: { from: "off", to: "on" } } },
  }) as AnyComponent;
  const client = component({
    name: "client",
    places: ["off", "on"],
    initial: "off",
    uses: { up: { type: Up, in: ["go"] } },
    behaviors: { deploy: { go: { from: "off", to: "on" } } },
  }) as AnyComponent;
  const [use, provide] = ["client", "server"].map((instance) => ({ instance, port: "up" }));
  const run = byHand({
    program: [
      ...row(["other"]),
      add("server", server),
      add("client", client),
      { op: "connect", use, provide } as Instruction,
      push("server", "deploy"),
    ],
  });
  run.end("server.go", failed);
  run.engine.submit("more", [push("client", "deploy")]);
  run.clock.run(0);
  expect(run.begun).toEqual(["other.go 1", "server.go 1"]);
  run.engine.post({ type: "refire", instance: "server", transition: "go" });
  run.clock.run(0);
  expect(run.begun).toEqual(["other.go 1", "server.go 1", "server.go 2", "client.go 1"]);
});
