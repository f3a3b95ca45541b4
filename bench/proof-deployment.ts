/** The deployments that are proved: the graphs of the other benches, with times, and as many copies of OpenStack as one likes. */
import { readFileSync } from "node:fs";
import { fine } from "../assemblies/openstack-trace/fine.ts";
import { replay } from "../assemblies/openstack-trace/replay.ts";
import { type Assembly, assembly } from "../src/model/assembly.ts";
import { type AnyComponent, component } from "../src/model/component.ts";
import { many, service } from "../src/model/port.ts";
import { shapes, stageName } from "./graph.ts";

export const deploymentShapes = ["wide", "chain", "stratified", "OpenStack"] as const;
export type DeploymentShape = (typeof deploymentShapes)[number];

type Components = Record<string, AnyComponent>;
type Wires = Record<string, Record<string, string | readonly string[]>>;

/** So many instances; of OpenStack as many whole copies as are needed for that. */
export function graphOf(shape: DeploymentShape, instances: number): Assembly {
  const components: Components = {};
  const wires: Wires = {};
  if (shape === "OpenStack") copies(Math.ceil(instances / 11), components, wires);
  else
    for (let k = 0; k < instances; k++) {
      components[stageName(k)] = stage;
      const before = shapes[shape](k, instances);
      wires[stageName(k)] = { before: before.map((other) => `${stageName(other)}.ready`) };
    }
  return assembly({ name: "graph", components, wires });
}

/** A chain in which one instance, in the middle, is wired to the one after it instead of the one before. */
export function wronglyWired(instances: number): { declared: Assembly; wrong: string } {
  const { components, wires } = graphOf("chain", instances);
  const middle = Math.floor(instances / 2);
  const wrong = stageName(middle);
  const changed = { ...wires, [wrong]: { before: [`${stageName(middle + 1)}.ready`] } };
  return { declared: assembly({ name: "graph", components, wires: changed }), wrong };
}

const Ready = service("ready");
const stage: AnyComponent = component({
  name: "stage",
  places: ["absent", "fetched", "installed", "configured", "started"],
  initial: "absent",
  uses: { before: { type: many(Ready, { min: 0 }), in: ["configure"] } },
  provides: { ready: { type: Ready, in: ["started"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched", durationS: 8 },
      install: { from: "fetched", to: "installed", durationS: 5 },
      configure: { from: "installed", to: "configured", durationS: 2 },
      start: { from: "configured", to: "started", durationS: 1 },
    },
  },
});

function copies(count: number, components: Components, wires: Wires): void {
  const path = "../assemblies/openstack-trace/durations/cached-dag_nt4.json";
  const runsS = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  const one: Assembly = fine(replay(runsS, 1));
  for (let k = 0; k < count; k++) {
    const nameOf = (instance: string): string => `${instance}${k}`;
    for (const [instance, type] of Object.entries(one.components))
      components[nameOf(instance)] = type;
    for (const [instance, ports] of Object.entries(one.wires))
      wires[nameOf(instance)] = Object.fromEntries(
        Object.entries(ports).map(([port, provider]) => {
          const [from = "", offer] = String(provider).split(".");
          return [port, `${nameOf(from)}.${offer}`];
        }),
      );
  }
}

/** How long a graph takes to deploy, reckoned by hand. */
export function makespanS(shape: DeploymentShape, instances: number): number {
  if (shape === "OpenStack") return 135.3185;
  const layers = { wide: 1, chain: instances, stratified: layersOf(instances) }[shape];
  return 13 + 3 * layers;
}

const layersOf = (instances: number): number =>
  Math.ceil(instances / Math.ceil(Math.sqrt(instances)));
