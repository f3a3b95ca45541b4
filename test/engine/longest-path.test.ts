import fc from "fast-check";
import { expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { LongestPath } from "../../src/engine/longest-path.ts";
import { assembly, component, service } from "madeus";
import { simulate } from "madeus/testing";
import { nothing } from "../../src/semantics/configuration.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { toEntry } from "../../src/store/instruction.ts";
import { criticalPathMs, plans, programOf } from "./plan.ts";

test("the longest way of all is the critical path", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const program = programOf(plan);
      const state = new State(catalogOf(program));
      fold(state, { type: "program", name: "plan", instructions: program.map(toEntry) });
      const c = state.configuration;
      const paths = new LongestPath(state);
      const ways = [...c.all()].flatMap((instance) =>
        c.behavior(instance) === nothing
          ? []
          : c.life(instance).transitions.map((_, t) => paths.from({ number: instance, edge: t })),
      );
      expect(Math.max(0, ...ways)).toBeCloseTo(criticalPathMs(plan) / 1000, 6);
    }),
    { numRuns: Number(process.env["MADEUS_PROPERTY_RUNS"] ?? 300) },
  );
});

const Up = service("up");
/** One transition that takes so long, and then, if there is a follower, is used by it. */
const stage = (durationS: number) =>
  component({
    name: `stage${durationS}`,
    places: ["off", "on"],
    initial: "off",
    provides: { up: { type: Up, in: ["on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", durationS } } },
  });
const follower = component({
  name: "follower",
  places: ["off", "on"],
  initial: "off",
  uses: { up: { type: Up, in: ["start"] } },
  behaviors: { deploy: { start: { from: "off", to: "on", durationS: 9 } } },
});

test("with one slot, that goes first for which others wait the longest", async () => {
  const site = assembly({
    name: "site",
    components: { slow: stage(5), awaited: stage(1), follower },
    wires: { follower: { up: "awaited.up" } },
  });
  const { transitions, makespanS } = await simulate(site, { limits: { total: 2 } });
  expect(transitions.map(({ instance, startS }) => `${instance} ${startS}`)).toEqual([
    "awaited 0",
    "slow 0",
    "follower 1",
  ]);
  expect(makespanS).toBe(10);
  const alone = await simulate(site, { limits: { total: 1 } });
  expect(alone.transitions.map(({ instance }) => instance)).toEqual([
    "awaited",
    "follower",
    "slow",
  ]);
});

test("services that are needed in a circle, one behavior after the other, are not followed for ever", async () => {
  const peer = component({
    name: "peer",
    places: ["off", "on", "met"],
    initial: "off",
    uses: { other: { type: Up, in: ["meet"] } },
    provides: { up: { type: Up, in: ["on", "met"] } },
    behaviors: {
      deploy: {
        start: { from: "off", to: "on", durationS: 1 },
        meet: { from: "on", to: "met", durationS: 1 },
      },
    },
  });
  const pair = assembly({
    name: "pair",
    components: { a: peer, b: peer },
    wires: { a: { other: "b.up" }, b: { other: "a.up" } },
  });
  expect((await simulate(pair, { limits: { total: 1 } })).makespanS).toBe(4);
});

test("a chain of 100,000 instances is followed to its end", () => {
  const link = component({
    name: "link",
    places: ["off", "on"],
    initial: "off",
    uses: { up: { type: Up, in: ["start"] } },
    provides: { up: { type: Up, in: ["on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", durationS: 1 } } },
  });
  const count = 100_000;
  const all = Array.from({ length: count }, (_, k) => `i${k}`);
  const program = [
    ...all.map((instance) => ({ op: "add", instance, component: link }) as const),
    ...all.slice(1).map(
      (instance, k) =>
        ({
          op: "connect",
          use: { instance, port: "up" },
          provide: { instance: `i${k}`, port: "up" },
        }) as const,
    ),
    ...all.map((instance) => ({ op: "changeBehavior", instance, behavior: "deploy" }) as const),
  ];
  const state = new State(catalogOf(program));
  fold(state, { type: "program", name: "chain", instructions: program.map(toEntry) });
  expect(new LongestPath(state).from({ number: 0, edge: 0 })).toBe(count);
});
