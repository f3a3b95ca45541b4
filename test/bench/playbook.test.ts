/** The playbooks are what the bench takes the steps of, and its graph knows all of them. */
import { describe, expect, test } from "vitest";
import { needsOf } from "../../bench/openstack/needs.ts";
import { environmentOf, stepsOf } from "../../bench/openstack/playbook.ts";

describe.each([
  ["openstack", ["control", "network", "compute"]],
  ["lamp", ["web", "db"]],
])("the playbook %s", (playbook, hosts) => {
  const steps = stepsOf(playbook, hosts);

  test("has every step after those that it needs", () => {
    const needs = needsOf(playbook, steps);
    const before = new Set<string>();
    for (const { name } of steps) {
      expect([...before]).toEqual(expect.arrayContaining([...(needs.get(name) ?? [])]));
      before.add(name);
    }
  });

  test("has steps for each of its hosts, all of which are text for a shell", () => {
    expect([...new Set(steps.map(({ host }) => host))].toSorted()).toEqual(hosts.toSorted());
    for (const { shell } of steps) expect(shell).toMatch(/\w/);
  });

  test("gives its steps the addresses of the hosts, and leaves nothing open", () => {
    const addresses = Object.fromEntries(hosts.map((name, index) => [name, `10.0.0.${index}`]));
    for (const host of hosts) {
      const environment = environmentOf(playbook, host, addresses);
      expect(environment["ADDRESS"]).toBe(addresses[host]);
      expect(Object.values(environment).join("\n")).not.toMatch(/[{}]/);
    }
  });
});

test("a graph that names a step which is not there is refused", () => {
  expect(() => needsOf("lamp", stepsOf("lamp", ["web", "db"]).slice(1))).not.toThrow();
  expect(() => needsOf("lamp", [])).toThrow("lamp has no step");
});
