/** The migration of a database in the semantics alone: where the programs lead, and how long nobody is served. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cluster, single, toCluster, toSingle } from "../../assemblies/database-migration.ts";
import { clusterText } from "../../assemblies/database-migration/cluster-text.ts";
import type { Interruption } from "../../src/engine/interruption.ts";
import { simulate } from "../../src/host/simulation.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import { transitionName } from "../../src/model/name.ts";
import { type Instruction, deployment, programOf } from "../../src/model/program.ts";
import { check } from "../../src/net/proof/proof.ts";
import { assembled } from "../../src/semantics/assembled.ts";
import { Configuration } from "../../src/semantics/configuration.ts";
import { settle } from "../../src/semantics/settle.ts";

test.each(Object.entries({ single, cluster, toCluster, toSingle }))(
  "%s comes to its end in every order, and nothing about it is doubtful",
  (_, declared) => {
    expect(check(declared)).toEqual([]);
  },
);

/** What stands after the programs, every action ending well: instances at their places, and their wires. */
function standing(...programs: readonly (readonly Instruction[])[]) {
  const c = new Configuration();
  const ends = programs.map((one) => settle(c, { type: "program", instructions: one }).outcome);
  const { components, wires } = assembled(c, { name: "", hosts: {}, on: [] });
  const places = [...c.all()].map((i): [string, string] => [
    c.names[i] ?? "",
    c
      .life(i)
      .places.filter((_, p) => c.mark(i, p) > 0)
      .join(),
  ]);
  return { outcome: ends.at(-1), components, wires, places: Object.fromEntries(places) };
}

const deployed = (assembly: Assembly) => standing(deployment(assembly));

test("toCluster leads to just what is declared as cluster, and toSingle back to single", () => {
  const there = [deployment(single), toCluster.instructions];
  expect(standing(...there)).toEqual(deployed(cluster));
  expect(standing(...there, toSingle.instructions)).toEqual(deployed(single));
});

test.each(Object.entries({ single, cluster }))("%s goes as it came", (_, assembly) => {
  const names = Object.keys(assembly.components);
  const uninstall = [
    ...names.map(
      (instance) => ({ op: "changeBehavior", instance, behavior: "uninstall" }) as const,
    ),
    { op: "wait", instances: [] } as const,
  ];
  const { outcome, places } = standing(deployment(assembly), uninstall);
  const initial = Object.entries(assembly.components).map(([name, one]) => [name, one.initial]);
  expect({ outcome, places }).toEqual({ outcome: "done", places: Object.fromEntries(initial) });
});

const lengthS = ({ fromS, toS = Number.NaN }: Interruption): number => toS - fromS;

describe.each([
  { name: "toCluster", program: toCluster, stop: "server.stop", start: "first.found" },
  { name: "toSingle", program: toSingle, stop: "first.end", start: "server.start" },
])("$name", ({ program, stop, start }) => {
  test("shuts the door for as long as servers and proxy need to change over, and nothing else", async () => {
    // None is longer than the action may take.
    const seconds = fc.integer({ min: 0, max: 50 });
    const durations = fc.record({
      "software2.install": seconds,
      "software3.install": seconds,
      "software3.remove": seconds,
      "second.join": seconds,
      "third.join": seconds,
      "third.leave": seconds,
      "proxy.lock": seconds,
      "proxy.configure": seconds,
      "proxy.unlock": fc.integer({ min: 1, max: 50 }),
      stop: seconds,
      start: seconds,
    });
    await fc.assert(
      fc.asyncProperty(durations, async ({ stop: stopS, start: startS, ...others }) => {
        const report = await simulate(program, {
          durations: { ...others, [stop]: stopS, [start]: startS },
        });
        // Members of the cluster that leave it go with what they provide.
        const interruptions = report.interruptions.filter(({ gone }) => gone !== true);
        const proxyS = others["proxy.lock"] + others["proxy.configure"];
        expect(interruptions).toMatchObject([{ instance: "proxy", port: "door" }]);
        expect(interruptions.map(lengthS)).toEqual([
          Math.max(stopS + startS, proxyS) + others["proxy.unlock"],
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

test.each(["software2.install", "software3.configure"])(
  "toCluster takes nothing away where %s fails",
  async (name) => {
    const { outcome, interruptions } = await simulate(toCluster, {
      fail: (one) => transitionName(one) === name,
    });
    expect(outcome).not.toBe("done");
    expect(interruptions).toEqual([]);
  },
);

test("asked to come back before the old server is asked to stop, the proxy could take that one again, and check says so", () => {
  const { instructions } = toCluster;
  const stop = instructions.findIndex(
    (one) => one.op === "changeBehavior" && one.instance === "server",
  );
  const late = [
    ...instructions.slice(0, stop),
    ...instructions.slice(stop + 1, stop + 3),
    ...instructions.slice(stop, stop + 1),
    ...instructions.slice(stop + 3),
  ];
  expect(check(programOf(single, late)).map(({ code }) => code)).toContain("MADEUS_DEADLOCK");
});

test("the members of a cluster know each other by one and the same list", () => {
  const lists = [
    clusterText({ here: "10.0.0.1", others: ["10.0.0.2", "10.0.0.3"] }),
    clusterText({ here: "10.0.0.3", others: ["10.0.0.1", "10.0.0.2"] }),
  ].map((text) => /^wsrep_cluster_address = (.*)$/m.exec(text)?.[1]);
  expect(lists).toEqual(Array(2).fill("gcomm://10.0.0.1,10.0.0.2,10.0.0.3"));
});
