/**
 * The programs that are proved: everything is suspended, updated and deployed again, those who use others first; before each push the
 * instance is waited for. One fault may be planted in them, after which they may get stuck, if things happen in a certain order.
 */
import { type Assembly, assembly } from "../src/model/assembly.ts";
import { type AnyComponent, type AnyTransition, component } from "../src/model/component.ts";
import { service } from "../src/model/port.ts";
import { type Program, reconfigure } from "../src/model/program.ts";

export const rolloutShapes = ["server", "chain"] as const;
export type RolloutShape = (typeof rolloutShapes)[number];

/**
 * `race`: the last instance, or one in the middle of the chain, is asked to update when those who use it have been asked to deploy.
 * `missing wait`: it is asked to update while it is still being suspended, when it serves as before, and so is not waited for by its users.
 */
export const faults = ["race", "missing wait"] as const;
export type Fault = (typeof faults)[number];

/** An instance that is served while it is suspended, but not while it is updated. */
const Service = service("service");

/** A server and its dependencies, or a chain in which each uses the one before. */
export function rollout(shape: RolloutShape, instances: number, fault?: Fault): Program {
  const order = orderOf(shape, instances);
  const victim = victimOf(shape, instances);
  let program: Program = reconfigure(assemblyOf(shape, instances));
  const push = (instance: string, behavior: string, waits = true): void => {
    if (waits) program = program.wait(instance);
    program = program.changeBehavior(instance, behavior);
  };
  for (const instance of order) push(instance, "suspend");
  for (const instance of order)
    if (instance !== victim || fault !== "race")
      push(instance, "update", instance !== victim || fault !== "missing wait");
  for (const instance of order) {
    if (instance === victim && fault === "race") push(instance, "update");
    push(instance, "deploy");
  }
  return program.wait();
}

/** Where a fault is planted. */
export const victimOf = (shape: RolloutShape, instances: number): string =>
  shape === "server" ? nameOf(instances - 1) : nameOf(Math.floor(instances / 2));

/** Who is kept waiting by it: who uses the victim. */
export const userOf = (shape: RolloutShape, instances: number): string =>
  shape === "server" ? "server" : nameOf(Math.floor(instances / 2) + 1);

/** Those who use others before those. */
const orderOf = (shape: RolloutShape, instances: number): readonly string[] =>
  shape === "server"
    ? ["server", ...numbers(instances - 1).map((k) => nameOf(k + 1))]
    : numbers(instances)
        .map((k) => nameOf(k + 1))
        .toReversed();

function assemblyOf(shape: RolloutShape, instances: number): Assembly {
  const [first, link] = [linkOf(false), linkOf(true)];
  if (shape === "chain")
    return assembly({
      name: "chain",
      components: {
        [nameOf(1)]: first,
        ...table(instances - 1, (k) => [nameOf(k + 2), link]),
      },
      wires: table(instances - 1, (k) => [nameOf(k + 2), { before: `${nameOf(k + 1)}.service` }]),
    });
  return assembly({
    name: "server",
    components: {
      server: serverOf(instances - 1),
      ...table(instances - 1, (k) => [nameOf(k + 1), first]),
    },
    wires: {
      server: table(instances - 1, (k) => [`service${k + 1}`, `${nameOf(k + 1)}.service`]),
    },
  });
}

function linkOf(isLinked: boolean): AnyComponent {
  return component({
    name: isLinked ? "link" : "first",
    places: ["undeployed", "configured", "running", "suspended"],
    initial: "undeployed",
    uses: (isLinked ? { before: { type: Service, in: ["start", "running"] } } : {}) as never,
    provides: { service: { type: Service, in: ["running", "suspended"] } },
    behaviors: {
      deploy: {
        configure: edge("undeployed", "configured", 2),
        start: edge("configured", "running", 1),
      },
      suspend: { suspend: edge("running", "suspended", 3) },
      update: { update: edge("suspended", "configured", 5) },
    },
  });
}

/** It lets go of its dependencies one by one, all at once. */
function serverOf(dependencies: number): AnyComponent {
  const all = numbers(dependencies).map((k) => k + 1);
  return component({
    name: "server",
    places: ["undeployed", "configured", "running", ...all.map((i) => `left${i}`), "suspended"],
    initial: "undeployed",
    uses: table(dependencies, (k) => [
      `service${k + 1}`,
      { type: Service, in: ["start", "running", `left${k + 1}`] },
    ]),
    provides: { service: { type: Service, in: ["running"] } },
    behaviors: {
      deploy: {
        configure: edge("undeployed", "configured", 2),
        start: edge("configured", "running", 4),
      },
      suspend: Object.fromEntries(
        all.flatMap((i) => [
          [`suspend${i}`, edge("running", `left${i}`, 1)],
          [`leave${i}`, edge(`left${i}`, "suspended", 1)],
        ]),
      ),
      update: { update: edge("suspended", "configured", 3) },
    },
  });
}

const edge = (from: string, to: string, durationS: number): AnyTransition => ({
  from,
  to,
  durationS,
});

const nameOf = (k: number): string => `link${k}`;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k);

const table = <Value>(
  count: number,
  entry: (k: number) => readonly [string, Value],
): Readonly<Record<string, Value>> => Object.fromEntries(numbers(count).map(entry));
