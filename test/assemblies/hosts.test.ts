/** The assemblies for real hosts, in the semantics alone: what their declarations promise, without a host. */
import { describe, expect, test } from "vitest";
import { lamp, update } from "../../assemblies/lamp.ts";
import { openstack } from "../../assemblies/openstack.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import { type Instruction, deployment } from "../../src/model/program.ts";
import { check } from "../../src/net/proof/proof.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { settle } from "../../src/semantics/settle.ts";

const assemblies: readonly (readonly [string, Assembly])[] = [
  ["LAMP", lamp],
  ["OpenStack", openstack],
];

/** Hands the programs in one after the other, every action ending well; tells of the last one. */
function run(...programs: readonly (readonly Instruction[])[]) {
  const c = new Configuration();
  const last = programs.map((instructions) => settle(c, { type: "program", instructions })).at(-1);
  const places = [...c.all()].map((i): [string, string] => [
    c.names[i] ?? "",
    c
      .life(i)
      .places.filter((_, p) => c.mark(i, p) > 0)
      .join(),
  ]);
  const fired = (last?.steps ?? []).filter(({ rule }) => rule === "fire");
  return {
    outcome: last?.outcome,
    places: Object.fromEntries(places),
    /** The actions in the order in which they started. */
    actions: fired.map(
      ({ instance, element }) =>
        `${c.names[instance]}.${c.life(instance).transitions[element]?.name}`,
    ),
  };
}

const uninstall = ({ components }: Assembly): readonly Instruction[] => [
  ...Object.keys(components).map(
    (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "uninstall" }),
  ),
  { op: "wait", instances: [] },
];

describe.each(assemblies)("%s", (_, assembly) => {
  test("comes to its end in every order, and nothing about it is doubtful", () => {
    expect(check(assembly)).toEqual([]);
  });

  test("goes as it came: every instance is back where it began", () => {
    const { outcome, places } = run(deployment(assembly), uninstall(assembly));
    expect(outcome).toBe("done");
    for (const [instance, { initial }] of Object.entries(assembly.components))
      expect(places[instance]).toBe(initial);
  });
});

test("LAMP can be brought to what its files say now, and comes back to where it was", () => {
  expect(check(update)).toEqual([]);
  const { places } = run(deployment(lamp), update.instructions);
  expect(places).toEqual(run(deployment(lamp)).places);
});

test("OpenStack's assembly is not smaller than the one in the paper", () => {
  const all = Object.values(openstack.components);
  const sum = (count: (one: (typeof all)[number]) => object): number =>
    all.reduce((total, one) => total + Object.keys(count(one)).length, 0);
  expect(sum(({ places }) => places)).toBeGreaterThanOrEqual(32);
  expect(sum(({ behaviors }) => behaviors.deploy)).toBeGreaterThanOrEqual(30);
  expect(sum(({ uses }) => uses) + sum(({ provides }) => provides)).toBeGreaterThanOrEqual(47);
});

test.each([
  ["scheduler.start", ["placement.start", "placement.register", "keystone.start"]],
  ["networkBridge.start", ["neutron.start_api", "neutron.start_rpc", "rabbitmq.start"]],
  ["computeBridge.start", ["neutron.start_api", "neutron.start_rpc", "rabbitmq.start"]],
  ["network.start_dhcp", ["neutron.start_api", "neutron.start_rpc", "networkBridge.configure"]],
  ["compute.start", ["conductor.start", "placement.start", "placement.register"]],
  ["demo.make_network", ["computeBridge.check", "networkBridge.check", "network.check"]],
  ["demo.boot", ["compute.admit", "demo.make_image", "demo.make_network", "demo.make_flavor"]],
])("%s does not begin before what it would fail without", (late, early) => {
  const { actions } = run(deployment(openstack));
  for (const one of early) {
    expect(actions).toContain(one);
    expect(actions.indexOf(one)).toBeLessThan(actions.indexOf(late));
  }
});
