/** Interruptions of services in a run, beside what a look at every moment of it finds. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import { type Program, reconfigure } from "../../src/model/program.ts";
import { simulate } from "../../src/testing.ts";

const S = service("s");
/** Provides `s` from `up` to `side` and back without a gap; `pause` takes it away for `stopS`. */
const server = (stopS: number, startS: number, name = "server"): AnyComponent =>
  component({
    name,
    places: ["off", "up", "side"],
    initial: "off",
    provides: { s: { type: S, in: ["up", "side"] } },
    behaviors: {
      deploy: { start: { from: "off", to: "up", durationS: startS } },
      pause: { stop: { from: "up", to: "off", durationS: stopS } },
      aside: { turn: { from: "up", to: "side", durationS: 1 } },
      back: { return: { from: "side", to: "up", durationS: 1 } },
    },
  });
const programOn = (stopS: number, startS: number): Program =>
  reconfigure(assembly({ name: "site", components: { a: server(stopS, startS) } }) as never);

describe("a service", () => {
  test("is away from when it was withdrawn until it is back", async () => {
    const restart = programOn(2, 3)
      .changeBehavior("a", "pause")
      .changeBehavior("a", "deploy")
      .wait();
    expect((await simulate(restart)).interruptions).toEqual([
      { instance: "a", port: "s", fromS: 0, toS: 5 },
    ]);
  });

  test("that only changes hands is never away", async () => {
    const turned = programOn(1, 1).changeBehavior("a", "aside").changeBehavior("a", "back").wait();
    expect((await simulate(turned)).interruptions).toEqual([]);
  });

  test("that does not come back is away for good", async () => {
    const stopped = programOn(1, 1).changeBehavior("a", "pause").wait();
    expect((await simulate(stopped)).interruptions).toEqual([
      { instance: "a", port: "s", fromS: 0 },
    ]);
  });

  test("that goes with its instance is gone for good, unless another one of that name provides it again", async () => {
    const gone = programOn(1, 1).changeBehavior("a", "pause").wait().del("a");
    expect((await simulate(gone)).interruptions).toEqual([
      { instance: "a", port: "s", fromS: 0, gone: true },
    ]);
    const anew = gone
      .add("a", server(1, 4, "successor"))
      .changeBehavior("a", "deploy")
      .wait();
    expect((await simulate(anew)).interruptions).toEqual([
      { instance: "a", port: "s", fromS: 0, toS: 5 },
    ]);
  });

  test("that goes with its instance is not missed where only others of the assembly used it", async () => {
    const user = component({
      name: "user",
      places: ["off", "up"],
      initial: "off",
      uses: { s: { type: S, in: ["up"] } },
      behaviors: {
        deploy: { start: { from: "off", to: "up", durationS: 1 } },
        pause: { stop: { from: "up", to: "off", durationS: 1 } },
      },
    });
    const site = assembly({
      name: "site",
      components: { a: server(1, 1), u: user },
      wires: { u: { s: "a.s" } },
    });
    const before: Program = reconfigure(site as never);
    const program = before
      .changeBehavior("u", "pause")
      .wait("u")
      .disconnect("u.s", "a.s")
      .changeBehavior("a", "pause")
      .wait()
      .del("a");
    expect((await simulate(program)).interruptions).toEqual([]);
  });

  test("that came and went in one run was not there before", async () => {
    const stopgap = programOn(1, 1)
      .add("b", server(1, 1))
      .changeBehavior("b", "deploy")
      .wait()
      .changeBehavior("b", "pause")
      .wait()
      .del("b");
    expect((await simulate(stopgap)).interruptions).toEqual([]);
  });
});

test("each restart is an interruption as long as it takes", async () => {
  const seconds = fc.integer({ min: 0, max: 5 });
  await fc.assert(
    fc.asyncProperty(
      seconds,
      seconds,
      fc.integer({ min: 0, max: 4 }),
      async (stopS, startS, times) => {
        let program = programOn(stopS, startS);
        for (let k = 0; k < times; k++)
          program = program.changeBehavior("a", "pause").changeBehavior("a", "deploy").wait();
        const restarts = stopS + startS === 0 ? 0 : times;
        const expected = Array.from({ length: restarts }, (_, k) => ({
          instance: "a",
          port: "s",
          fromS: k * (stopS + startS),
          toS: (k + 1) * (stopS + startS),
        }));
        expect((await simulate(program)).interruptions).toEqual(expected);
      },
    ),
  );
});
