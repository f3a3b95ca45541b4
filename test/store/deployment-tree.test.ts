import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { component } from "../../src/model/component.ts";
import { data, many, service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import { connectionsOf } from "../../src/semantics/assembled.ts";
import { type Configuration, none } from "../../src/semantics/configuration.ts";
import { start } from "../../src/semantics/explore.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { deploymentIn, isAtRest } from "../../src/store/deployment.ts";
import { DeploymentTree, type Standing, treeOf } from "../../src/store/deployment-tree.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { Tree } from "../../src/store/tree.ts";
import { systems } from "../oracle/arbitrary.ts";

const standing = (configuration: Configuration, more: Partial<Standing> = {}): Standing => ({
  configuration,
  versions: new Map(),
  on: new Map(),
  assembly: "site",
  limits: {},
  ...more,
});

const Sql = service("sql");
const Address = data("address", { host: String, port: Number });
const db = component({
  name: "store",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: {
    sql: { type: Sql, in: ["running"] },
    address: { type: Address, in: ["installed", "running"] },
  },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed" },
      start: { from: "installed", to: "running" },
    },
  },
});
const balancer = component({
  name: "balancer",
  places: ["off", "on"],
  initial: "off",
  uses: { backends: { type: many(Sql, { min: 1 }), in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const add = (instance: string, type: typeof db | typeof balancer): Instruction => ({
  op: "add",
  instance,
  component: type,
});
const wire = (user: string, provider: string): Instruction => ({
  op: "connect",
  use: { instance: user, port: "backends" },
  provide: { instance: provider, port: "sql" },
});
const deploy = (instance: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior: "deploy",
});

describe("the tree of a deployment", () => {
  test("has a leaf for each thing that people ask for", () => {
    const c = start([add("db", db), add("lb", balancer), wire("lb", "db"), deploy("db")]);
    advance(c, { type: "go" });
    const [instance = 0] = [...c.all()];
    advance(c, {
      type: "ended",
      instance,
      transition: 0,
      values: { address: { host: "db1", port: 3306 } },
    });
    advance(c, { type: "failed", instance, transition: 1, error: { code: "X", message: "no" } });
    advance(c, { type: "program", instructions: [{ op: "wait", instances: ["db"] }] });
    const tree = treeOf(
      standing(c, {
        versions: new Map([["db", "11.4"]]),
        on: new Map([["db", "host1"]]),
        limits: { total: 4, named: { apt: 1 } },
      }),
    );
    expect([...tree.entries()].map(([path, value]) => [path.join("/"), value])).toEqual([
      ["assembly/connections/lb.backends", ["db.sql"]],
      ["assembly/instances/db/host", "host1"],
      ["assembly/instances/db/type", "store"],
      ["assembly/instances/db/version", "11.4"],
      ["assembly/instances/lb/type", "balancer"],
      ["assembly/name", "site"],
      ["configuration/db/behaviors", ["deploy"]],
      ["configuration/db/failures", { start: { code: "X", message: "no" } }],
      ["configuration/db/places", []],
      ["configuration/db/transitions", { start: "failed" }],
      ["configuration/db/values/address", { value: { host: "db1", port: 3306 }, version: 1 }],
      ["configuration/lb/places", ["off"]],
      ["limits/named", { apt: 1 }],
      ["limits/total", 4],
      [
        "program/left/00000000",
        expect.arrayContaining([{ op: "wait", instances: ["db"] }]) as unknown,
      ],
      ["program/position", 4],
    ]);
    expect(deploymentIn(tree)).toMatchObject({
      assembly: "site",
      limits: { total: 4, named: { apt: 1 } },
      program: { position: 4, left: [{ op: "wait", instances: ["db"] }] },
    });
    expect(isAtRest(deploymentIn(tree))).toBe(false);
  });

  test("says where instances have their directories, in a form that names nothing else", () => {
    const home = { state: "0123456789ab", machine: "build1", directory: "/srv/site/instances" };
    const drawn = new DeploymentTree();
    const bare = start([]);
    expect(deploymentIn(drawn.drawn(standing(bare))).home).toBeUndefined();
    expect(deploymentIn(drawn.drawn(standing(bare, { home }))).home).toEqual(home);
    const moved = { ...home, directory: "/srv/blog/instances" };
    expect(deploymentIn(drawn.drawn(standing(bare, { home: moved }))).home).toEqual(moved);
    for (const state of ["../../root", "0123456789AB", ""])
      expect(
        deploymentIn(treeOf(standing(bare, { home: { ...home, state } }))).home,
      ).toBeUndefined();
  });

  test("keeps names that git would not have", () => {
    const c = start([add("git~1", db), add("%db", db), add("lb", balancer), wire("lb", "git~1")]);
    advance(c, { type: "go" });
    const tree = treeOf(standing(c));
    expect(tree.write(memoryObjects())).toMatch(/^[0-9a-f]{40}$/);
    const read = deploymentIn(tree);
    expect([...read.instances.keys()].toSorted()).toEqual(["%db", "git~1", "lb"]);
    expect(read.connections).toEqual([
      { use: { instance: "lb", port: "backends" }, provide: { instance: "git~1", port: "sql" } },
    ]);
  });

  test("keeps what is left of a long program in leaves that stay as they are", () => {
    const names = Array.from({ length: 300 }, (_, k) => `db${k}`);
    const program = names.flatMap((name): readonly Instruction[] => [
      add(name, db),
      deploy(name),
      { op: "wait", instances: [name] },
    ]);
    const c = start(program);
    advance(c, { type: "go" });
    const [before, objects] = [treeOf(standing(c)), memoryObjects()];
    before.write(objects);
    const left = (tree: Tree): readonly (string | undefined)[] =>
      tree.list(["program", "left"]).map(({ id }) => id);
    const values = { address: { host: "db1", port: 3306 } };
    for (const transition of [0, 1]) advance(c, { type: "ended", instance: 0, transition, values });
    const after = treeOf(standing(c));
    after.write(objects);
    expect(left(before)).toHaveLength(Math.ceil(900 / 64));
    expect(left(after)).toEqual(left(before));
    expect(deploymentIn(after).program.left).toHaveLength(900 - c.position);
    expect(deploymentIn(after).program.left[0]).toEqual({ op: "wait", instances: ["db1"] });
  });
});

/** Takes steps, each chosen by the next number. */
function walk(c: Configuration, choices: readonly number[]): void {
  for (const choice of choices) {
    const steps = enabled(c);
    const step = steps[choice % Math.max(1, steps.length)];
    if (step !== undefined) apply(c, step);
  }
}
const choices = fc.array(fc.nat(1000), { maxLength: 40 });

test("a tree says of every instance what the configuration says", () => {
  fc.assert(
    fc.property(systems(), choices, ({ instructions }, chosen) => {
      const c = start(instructions);
      walk(c, chosen);
      const read = deploymentIn(treeOf(standing(c)));
      expect(new Set(read.instances.keys())).toEqual(new Set(c.numbers.keys()));
      for (const one of c.all()) {
        const { places, behaviors } = c.life(one);
        expect(read.instances.get(c.names[one] ?? "")).toMatchObject({
          type: c.life(one).component.name as string,
          places: places.filter((_, place) => c.mark(one, place) !== none),
          behaviors: c.queue(one).map(({ behavior }) => behaviors[behavior]),
        });
      }
      const text = (wiring: unknown): string => JSON.stringify(wiring);
      const wirings = [...c.all()].flatMap((one) => connectionsOf(c, one));
      expect(read.connections.map(text).toSorted()).toEqual(wirings.map(text).toSorted());
      expect(read.program.position).toBe(c.position);
      expect(read.program.left).toHaveLength(c.program.length - c.position);
    }),
    { numRuns: 200 },
  );
});

test("equal configurations have equal trees, however they were come to", () => {
  fc.assert(
    fc.property(systems(), choices, choices, ({ instructions }, first, second) => {
      const c = start(instructions);
      walk(c, first);
      const drawn = new DeploymentTree();
      drawn.drawn(standing(c));
      walk(c, second);
      // Whatever was touched, it may be said of more than that.
      const touched = { instances: namesIn(instructions), uses: usesIn(instructions) };
      const objects = memoryObjects();
      expect(drawn.drawn(standing(c), touched).write(objects)).toBe(
        treeOf(standing(c)).write(objects),
      );
    }),
    { numRuns: 200 },
  );
});

test("an instance that bears the name of a directory on the way is not there, whatever a commit says", () => {
  const type = (name: string): readonly string[] => ["assembly", "instances", name, "type"];
  const tree = Tree.empty.set(type("%.."), "web").set(type("%."), "web").set(type("web"), "web");
  expect([...deploymentIn(tree).instances.keys()]).toEqual(["web"]);
});

const namesIn = (instructions: readonly Instruction[]): ReadonlySet<string> =>
  new Set(instructions.flatMap((one) => (one.op === "add" ? [one.instance] : [])));
const usesIn = (instructions: readonly Instruction[]): ReadonlySet<string> =>
  new Set(
    instructions.flatMap((one) =>
      one.op === "connect" ? [`${one.use.instance}.${one.use.port}`] : [],
    ),
  );
