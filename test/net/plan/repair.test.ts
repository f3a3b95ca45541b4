/** The repair of what is lost: who stands on a lost place leaves it and comes back, whatever uses it, and nothing else is different then. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { component } from "../../../src/model/component.ts";
import { service } from "../../../src/model/port.ts";
import { type Instruction, programOf } from "../../../src/model/program.ts";
import { lostPlaces, repairOf } from "../../../src/net/plan/repair.ts";
import { proveFrom } from "../../../src/net/proof/proof.ts";
import { advance } from "../../../src/semantics/advance.ts";
import { assembled } from "../../../src/semantics/assembled.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import { canonical } from "../../../src/semantics/explore.ts";
import { instructionText } from "../../../src/semantics/lack-program.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { type Turn, deployed, turns } from "./changing.ts";

const Up = service("up");
const standing = (c: Configuration): readonly string[] => canonical(c).split("\n").slice(1);
const lose = (c: Configuration, instance: number, place: number): void =>
  void advance(c, { type: "lost", instance, place });
const texts = (instructions: readonly Instruction[]): readonly string[] =>
  instructions.map(instructionText);

/** A server that can be suspended, and one that uses it, which can only be uninstalled; or what is left of their behaviors. */
function pair(...without: readonly string[]): Configuration {
  const left = (behaviors: object): never =>
    Object.fromEntries(
      Object.entries(behaviors).filter(([name]) => !without.includes(name)),
    ) as never;
  const server = component({
    name: "server",
    places: ["off", "ready", "on"],
    initial: "off",
    provides: { up: { type: Up, in: ["on"] } },
    behaviors: left({
      deploy: { get: { from: "off", to: "ready" }, start: { from: "ready", to: "on" } },
      update: { renew: { from: "on", to: "ready" } },
      suspend: { stop: { from: "on", to: "ready" } },
      uninstall: { quit: { from: "on", to: "ready" }, drop: { from: "ready", to: "off" } },
    }),
  });
  const client = component({
    name: "client",
    places: ["off", "on"],
    initial: "off",
    uses: { up: { type: Up, in: ["on"] } },
    behaviors: left({
      deploy: { begin: { from: "off", to: "on" } },
      away: { end: { from: "on", to: "off" } },
    }),
  });
  const c = new Configuration();
  const instructions: readonly Instruction[] = [
    { op: "add", instance: "s", component: server },
    { op: "add", instance: "c", component: client },
    { op: "connect", use: { instance: "c", port: "up" }, provide: { instance: "s", port: "up" } },
    { op: "changeBehavior", instance: "s", behavior: "deploy" },
    { op: "changeBehavior", instance: "c", behavior: "deploy" },
    { op: "wait", instances: [] },
  ];
  settle(c, { type: "program", instructions });
  return c;
}

test("where nothing is lost there is nothing to repair", () => {
  expect(repairOf(pair())).toEqual({ instructions: [], obstacles: [], repaired: [] });
});

test("the shortest way leaves the lost place and comes by it again; who uses it steps aside", () => {
  const c = pair();
  lose(c, 0, 2);
  const { instructions, repaired } = repairOf(c);
  expect(repaired).toEqual(["s"]);
  expect(texts(instructions)).toEqual([
    "changeBehavior(s, suspend)",
    "changeBehavior(s, deploy)",
    "changeBehavior(c, away)",
    "changeBehavior(c, deploy)",
    "wait()",
  ]);
});

test("update is no way back, and without suspend it is uninstalled", () => {
  const c = pair("suspend");
  lose(c, 0, 2);
  expect(texts(repairOf(c).instructions).slice(0, 2)).toEqual([
    "changeBehavior(s, uninstall)",
    "changeBehavior(s, deploy)",
  ]);
});

test("without a behavior that leaves it there is no way, be it of the one that is lost or of its user", () => {
  const alone = pair("suspend", "uninstall");
  lose(alone, 0, 2);
  expect(repairOf(alone)).toMatchObject({ instructions: [], repaired: [] });
  expect(repairOf(alone).obstacles[0]).toMatch(/^no behavior of s leads from on and back/);
  const used = pair("away");
  lose(used, 0, 2);
  expect(repairOf(used).obstacles[0]).toMatch(/^no behavior of c leads from on and back/);
});

test("one that cannot be brought back does not keep the others from it", () => {
  const c = pair("suspend", "uninstall");
  lose(c, 0, 2);
  lose(c, 1, 1);
  const { instructions, obstacles, repaired } = repairOf(c);
  expect(repaired).toEqual(["c"]);
  expect(texts(instructions)).toEqual([
    "changeBehavior(c, away)",
    "changeBehavior(c, deploy)",
    "wait()",
  ]);
  expect(obstacles.length).toBe(1);
});

test("of many, all are brought back but those that cannot be", () => {
  const from = { off: "on", on: "off" } as const;
  const sort = (name: string, ...behaviors: readonly string[]) =>
    component({
      name,
      places: ["off", "on"],
      initial: "off",
      behaviors: Object.fromEntries(
        behaviors.map((one) => {
          const at = one === "deploy" ? "off" : "on";
          return [one, { move: { from: at, to: from[at] } }];
        }),
      ) as never,
    });
  const types = [sort("able", "deploy", "uninstall"), sort("stuck", "deploy")] as const;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 12 }), (kinds) => {
      const c = new Configuration();
      const instructions = kinds.flatMap((kind, k): readonly Instruction[] => [
        { op: "add", instance: `i${k}`, component: types[kind] ?? types[0] },
        { op: "changeBehavior", instance: `i${k}`, behavior: "deploy" },
      ]);
      settle(c, { type: "program", instructions });
      for (const k of kinds.keys()) lose(c, k, 1);
      const able = kinds.flatMap((kind, k) => (kind === 0 ? [`i${k}`] : []));
      expect(repairOf(c).repaired).toEqual(able);
      expect(repairOf(c).obstacles.length).toBe(kinds.length - able.length);
    }),
  );
});

/** A random system, and the instances of it that stand on lost places. */
function harmed({ before }: Turn, picks: readonly number[]) {
  const c = deployed(before);
  const whole = standing(c);
  const all = [...c.all()];
  const lost = new Set(picks.map((pick) => all[pick % all.length] ?? 0));
  for (const instance of lost)
    for (const [place] of c.life(instance).places.entries())
      if (c.mark(instance, place) > 0) lose(c, instance, place);
  return { c, whole, lost };
}
const picks = fc.array(fc.nat(99), { minLength: 1, maxLength: 4 });

test("whatever is lost of any system, the repair renews all of it and leaves everything as it was", () => {
  fc.assert(
    fc.property(turns({ instancesMax: 10, isPlain: true }), picks, (turn, picked) => {
      const { c, whole, lost } = harmed(turn, picked);
      const { instructions, obstacles, repaired } = repairOf(c);
      expect(obstacles).toEqual([]);
      expect(new Set(repaired)).toEqual(new Set([...lost].map((one) => c.names[one] ?? "")));
      expect(settle(c, { type: "program", instructions }).outcome).toBe("done");
      expect([...lost].flatMap((one) => lostPlaces(c, one))).toEqual([]);
      expect(standing(c)).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

test("it is proved to come to its end, in whatever order things happen", () => {
  fc.assert(
    fc.property(turns({ instancesMax: 3, isPlain: true }), picks, (turn, picked) => {
      const { c } = harmed(turn, picked);
      const { instructions } = repairOf(c);
      const program = programOf(assembled(c, { name: "it", hosts: {}, on: [] }), instructions);
      expect(proveFrom(program, c, { isTimed: false }).verdict).toBe("proved");
    }),
    { numRuns: 30 },
  );
});
