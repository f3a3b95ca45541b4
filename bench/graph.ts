/**
 * The graphs that are measured: instances of one component, each waiting for none (wide), for the one before (chain), or for three of
 * the layer before (stratified).
 */
import { type AnyComponent, type AnyTransition, component } from "../src/model/component.ts";
import { many, service } from "../src/model/port.ts";
import type { Instruction } from "../src/model/program.ts";

export type Shape = "wide" | "chain" | "stratified";

/** instance → those that it waits for. */
export const shapes: Readonly<
  Record<Shape, (instance: number, instances: number) => readonly number[]>
> = {
  wide: () => [],
  chain: (instance) => (instance === 0 ? [] : [instance - 1]),
  stratified: (instance, instances) => {
    const width = Math.ceil(Math.sqrt(instances));
    const layer = Math.floor(instance / width);
    return layer === 0 ? [] : [0, 7, 31].map((k) => (layer - 1) * width + ((instance + k) % width));
  },
};

/** The transitions of a stage, one after the other. */
export const steps = ["fetch", "install", "configure", "start"] as const;

const Ready = service("ready");

/** A component of these transitions. Those that an instance waits for must be ready before its transition `waits` begins. */
export function stageOf(
  transitions: readonly string[],
  { waits, run }: { readonly waits: string; readonly run?: AnyTransition["run"] },
): AnyComponent {
  const places = ["absent", ...transitions.map((name) => `after-${name}`)];
  const ready = places.at(-1) ?? "";
  const edges = transitions.map((name, k): [string, AnyTransition] => [
    name,
    { from: places[k] ?? "", to: places[k + 1] ?? "", ...(run === undefined ? {} : { run }) },
  ]);
  return component({
    name: "stage",
    places,
    initial: "absent",
    uses: { before: { type: many(Ready, { min: 0 }), in: [waits] } },
    provides: { ready: { type: Ready, in: [ready] } },
    behaviors: { deploy: Object.fromEntries(edges) },
  }) as AnyComponent;
}

/** Adds and connects the instances. */
export function assembling(shape: Shape, instances: number, stage: AnyComponent): Instruction[] {
  const numbers = Array.from({ length: instances }, (_, k) => k);
  const program = numbers.map(
    (k): Instruction => ({ op: "add", instance: stageName(k), component: stage }),
  );
  for (const k of numbers)
    for (const other of shapes[shape](k, instances))
      program.push({
        op: "connect",
        use: { instance: stageName(k), port: "before" },
        provide: { instance: stageName(other), port: "ready" },
      });
  return program;
}

/** Asks all of them to deploy. */
export const deploying = (instances: number): Instruction[] =>
  Array.from({ length: instances }, (_, k) => ({
    op: "changeBehavior",
    instance: stageName(k),
    behavior: "deploy",
  }));

export const stageName = (instance: number): string => `stage${instance}`;

/** How a case is called: `chain, 1,000 instances`. */
export const caseOf = (shape: Shape, instances: number): string =>
  `${shape}, ${instances.toLocaleString("en")} instances`;
