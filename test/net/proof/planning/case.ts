/**
 * The published planning cases: four structures of any size, each deployed, interrupted and updated. An interruption stops all who
 * provide, and brings everything back; an update renews what they are configured with. Who uses them steps aside first.
 */
import { type Assembly, assembly } from "../../../../src/model/assembly.ts";
import { type Program, reconfigure } from "../../../../src/model/program.ts";
import { parallelUser, provider, transformer } from "./component.ts";

export const structures = ["central provider", "central user", "linear", "stratified"] as const;
export const changes = ["deployment", "interruption", "update"] as const;
export type Structure = (typeof structures)[number];
export type Change = (typeof changes)[number];

/** @param n  how many transformers there are; for the central user: providers */
export function planningCase(structure: Structure, change: Change, n: number): Assembly | Program {
  const declared = assemblyOf[structure](n);
  return change === "deployment" ? declared : programOf(declared, change, order[structure](n));
}

/** An update that does not wait in between. */
export const hastyUpdate = (structure: Structure, n: number): Program =>
  programOf(assemblyOf[structure](n), "update", order[structure](n), false);

const assemblyOf: Readonly<Record<Structure, (n: number) => Assembly>> = {
  "central provider": (n) =>
    assembly({
      name: "central-provider",
      components: { provider, ...each(n, (i) => ({ [`transformer${i}`]: transformer })) },
      wires: each(n, (i) => ({ [`transformer${i}`]: after("provider") })),
    }),
  "central user": (n) =>
    assembly({
      name: "central-user",
      components: { user: parallelUser(n), ...each(n, (i) => ({ [`provider${i}`]: provider })) },
      wires: { user: usingAll(n, (i) => after(`provider${i}`)) },
    }),
  linear: (n) =>
    assembly({
      name: "linear",
      components: { provider, ...each(n, (i) => ({ [`transformer${i}`]: transformer })) },
      wires: each(n, (i) => ({
        [`transformer${i}`]: i === 1 ? after("provider") : after(`transformer${i - 1}`),
      })),
    }),
  stratified: (n) =>
    assembly({
      name: "stratified",
      components: {
        provider,
        user: parallelUser(n),
        ...each(n, (i) => ({ [`transformer${i}`]: transformer })),
      },
      wires: {
        user: usingAll(n, (i) => after(`transformer${i}`)),
        ...each(n, (i) => ({ [`transformer${i}`]: after("provider") })),
      },
    }),
};

/** The instances, those that use others before those. */
const order: Readonly<Record<Structure, (n: number) => readonly string[]>> = {
  "central provider": (n) => [...names("transformer", n), "provider"],
  "central user": (n) => ["user", ...names("provider", n)],
  linear: (n) => [...names("transformer", n).toReversed(), "provider"],
  stratified: (n) => ["user", ...names("transformer", n), "provider"],
};

/**
 * Down in the order of use, and up again in the opposite one. An update waits in between: who came back early would be configured with
 * what is about to be renewed, and hold on to it.
 */
function programOf(
  from: Assembly,
  change: "interruption" | "update",
  down: readonly string[],
  waits = change === "update",
): Program {
  let program: Program = reconfigure(from);
  for (const instance of down)
    for (const behavior of stepsAside(instance, change))
      program = program.changeBehavior(instance, behavior);
  if (waits) program = program.wait();
  for (const instance of down.toReversed()) program = program.changeBehavior(instance, "deploy");
  return program.wait();
}

function stepsAside(instance: string, change: "interruption" | "update"): readonly string[] {
  if (change === "interruption") return ["interrupt"];
  return instance === "user" ? ["interrupt", "uninstall"] : ["update"];
}

type Wires = Readonly<Record<string, string>>;

/** The wires of a transformer. */
const after = (instance: string): Wires =>
  instance.startsWith("transformer")
    ? { config: `${instance}.config_out`, service: `${instance}.service_out` }
    : { config: `${instance}.config`, service: `${instance}.service` };

const usingAll = (n: number, of: (i: number) => Wires): Wires =>
  each(n, (i) => {
    const { config = "", service = "" } = of(i);
    return { [`config${i}`]: config, [`service${i}`]: service };
  });

const names = (kind: string, n: number): readonly string[] =>
  Array.from({ length: n }, (_, k) => `${kind}${k + 1}`);

const each = <Value>(
  n: number,
  of: (i: number) => Readonly<Record<string, Value>>,
): Record<string, Value> => Object.assign({}, ...Array.from({ length: n }, (_, k) => of(k + 1)));
