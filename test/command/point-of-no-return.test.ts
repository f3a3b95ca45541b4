/** Points of no return: which failures are tried, and what is said of them. */
import { expect, test } from "vitest";
import { noReturnLines, pointsOfNoReturn } from "../../src/command/point-of-no-return.ts";
import {
  type SimulationOptions,
  type Stage,
  rehearse,
  stageOf,
} from "../../src/host/simulation.ts";
import { assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";

const S = service("s");
const lifecycle = (
  name: string,
  uninstall: object | undefined,
  more: object = {},
  durationS = 1,
): AnyComponent =>
  component({
    name,
    places: ["off", "installed", "on"],
    initial: "off",
    behaviors: {
      deploy: {
        install: { from: "off", to: "installed", durationS },
        start: { from: "installed", to: "on", durationS },
      },
      ...(uninstall && { uninstall }),
    },
    ...more,
  } as never);
const whole = { stop: { from: "on", to: "installed" }, purge: { from: "installed", to: "off" } };

interface Site {
  readonly components: Readonly<Record<string, AnyComponent>>;
  readonly wires?: object;
}
async function found({ components, wires = {} }: Site, options: SimulationOptions) {
  const site = assembly({ name: "site", components, wires: wires as never });
  const stage: Stage = await stageOf(site);
  const report = await rehearse(stage.state.clone(), stage.give, {});
  return pointsOfNoReturn(stage, report, options);
}
const back = { onError: "rollback" } as const;
const namesOf = (no: Awaited<ReturnType<typeof found>>): readonly string[] =>
  (no?.points ?? []).map(({ instance, transition }) => `${instance}.${transition}`);

test("every action is tried whose failure asks to go back, and no other", async () => {
  const one = lifecycle("one", whole);
  const two = { components: { a: one, b: one } };
  expect(await found(two, {})).toBeUndefined();
  expect(noReturnLines(undefined)).toEqual([]);
  expect(await found(two, back)).toEqual({ points: [], tried: 4, of: 4 });
  expect(await found(two, { onErrorOf: { a: "rollback" } })).toEqual({
    points: [],
    tried: 2,
    of: 2,
  });
});

test("it is said after which failures nothing leads back, and why", async () => {
  const components = { a: lifecycle("one", whole), b: lifecycle("kept", undefined, {}, 0.6) };
  const stuck = await found({ components }, back);
  expect(namesOf(stuck).toSorted()).toEqual(["a.install", "a.start", "b.start"]);
  expect(stuck?.points.find(({ instance }) => instance === "b")?.because).toEqual([
    "no behavior of b leads from installed to off",
  ]);
  expect(noReturnLines(stuck)[0]).toMatch(
    /fails, there is .*no way back.*: no behavior of b leads/,
  );
});

test("a way back that gets stuck is none", async () => {
  // Each can be taken away only while the other one is there.
  const bound = (name: string): AnyComponent =>
    lifecycle(
      name,
      { remove: { from: "on", to: "off" } },
      {
        uses: { other: { type: S, in: ["remove"] } },
        provides: { s: { type: S, in: ["on"] } },
      },
      0.1,
    );
  const components = { a: bound("a"), b: bound("b"), c: lifecycle("c", whole) };
  const wires = { a: { other: "b.s" }, b: { other: "a.s" } };
  const stuck = await found({ components, wires }, { onErrorOf: { c: "rollback" } });
  expect(namesOf(stuck)).toEqual(["c.install", "c.start"]);
  expect(stuck?.points[0]?.because.join(" ")).toMatch(/[ab]\.remove/);
});

test("of very many one of each kind is tried, and that is said", async () => {
  const one = lifecycle("one", whole);
  const components = Object.fromEntries(Array.from({ length: 151 }, (_, k) => [`web${k}`, one]));
  const many = await found({ components }, back);
  expect(many).toEqual({ points: [], tried: 2, of: 302 });
  expect(noReturnLines(many)).toEqual([
    "whichever action fails, there is a way back (2 of 302 actions were looked at)",
  ]);
});
