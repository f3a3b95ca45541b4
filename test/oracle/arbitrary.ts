/** Random small systems: programs of all six instructions, mostly sensible, over random component types. */
import fc from "fast-check";
import type { AnyComponent } from "../../src/model/component.ts";
import { type PortType, isMany, portTypeOf } from "../../src/model/port.ts";
import type { Instruction, PortName } from "../../src/model/program.ts";
import {
  type ComponentSizes,
  componentOf,
  componentPlans,
  pick,
  picks,
  rarely,
} from "./component-arbitrary.ts";

export interface System {
  readonly instructions: readonly Instruction[];
}
export interface SystemSizes extends ComponentSizes {
  readonly instancesMin: number;
  readonly instancesMax: number;
  /** Instructions after everything is added and connected. */
  readonly instructionsMax: number;
}

/** Systems of two instances or more, each of a type of its own. */
export function systems(sizes: Partial<SystemSizes> = {}): fc.Arbitrary<System> {
  const { instancesMin = 2, instancesMax = 3, instructionsMax = 8 } = sizes;
  return fc
    .record({
      types: fc.array(componentPlans(sizes), { minLength: instancesMin, maxLength: instancesMax }),
      wires: fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }),
      start: fc.constantFrom("idle" as const, "deploying" as const, "deployed" as const),
      wishes: fc.array(wishes, { minLength: 1, maxLength: instructionsMax, size: "max" }),
    })
    .map(({ types, wires, start, wishes }) => {
      const components = types.map((plan, index) => componentOf(`type${index + 1}`, plan));
      const instructions = programOf(components, wires, start, wishes);
      return { instructions, [fc.toStringMethod]: () => systemText(instructions) };
    });
}

const wishes = fc.record({
  op: fc.oneof(
    { weight: 8, arbitrary: fc.constant("changeBehavior" as const) },
    { weight: 2, arbitrary: fc.constant("wait" as const) },
    { weight: 4, arbitrary: fc.constantFrom("disconnect" as const, "connect" as const) },
    { weight: 2, arbitrary: fc.constantFrom("del" as const, "add" as const) },
  ),
  which: fc.nat(99),
  other: fc.nat(99),
  foolish: rarely(40),
});
type Wish = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

/** Adds and connects everything, asks all to deploy, then follows the wishes. */
function programOf(
  components: readonly AnyComponent[],
  wires: readonly number[],
  start: "idle" | "deploying" | "deployed",
  wishes: readonly Wish[],
): readonly Instruction[] {
  const adds = components.map(
    (one, index): Instruction => ({ op: "add", instance: `i${index + 1}`, component: one }),
  );
  const deploys = adds.map(
    (_, index): Instruction => ({
      op: "changeBehavior",
      instance: `i${index + 1}`,
      behavior: "deploy",
    }),
  );
  const first = [
    ...adds,
    ...firstConnections(adds, wires),
    ...(start === "idle" ? [] : deploys),
    ...(start === "deployed" ? [{ op: "wait", instances: [] } as const] : []),
  ];
  return wishes.reduce<readonly Instruction[]>(
    (program, wish) => [...program, ...instructionOf(program, components, wish)],
    first,
  );
}

/** A provider for each use port, preferably of an instance before it; more of them for one that takes many. */
function firstConnections(
  adds: readonly Instruction[],
  wires: readonly number[],
): readonly Instruction[] {
  const present = presentAfter(adds);
  return usePortsOf(present).flatMap(({ instance, port, many }, index) => {
    const wire = wires[index % wires.length] ?? 0;
    const use = { instance, port };
    const all = providersFor(present, use);
    const before = all.filter((one) => one.instance < instance);
    const choices = wire % 4 > 0 && before.length > 0 ? before : all;
    const wanted = many ? choices.slice(wire % 2) : picks(choices, [wire]);
    return wanted.map((provide): Instruction => ({ op: "connect", use, provide }));
  });
}

/** What one wish comes to after `program`; nothing where there is nothing to choose from. */
function instructionOf(
  program: readonly Instruction[],
  components: readonly AnyComponent[],
  { op, which, other, foolish }: Wish,
): readonly Instruction[] {
  const present = presentAfter(program);
  const names = foolish ? ["nobody"] : [...present.instances.keys()];
  const instance = pick(names, which);
  switch (op) {
    case "add":
      return [
        { op, instance: foolish ? "i1" : `j${program.length}`, component: pick(components, which) },
      ];
    case "del":
      return instance === undefined ? [] : [{ op, instance }];
    case "wait":
      return [{ op, instances: other % 3 === 0 ? [] : picks(names, [which, other]) }];
    case "changeBehavior": {
      const behaviors = Object.keys(present.instances.get(instance)?.behaviors ?? {});
      return behaviors.length === 0
        ? []
        : [{ op, instance, behavior: foolish ? "sing" : pick(behaviors, other) }];
    }
    case "connect": {
      const uses = usePortsOf(present).filter(
        (use) => use.many || foolish || !present.connections.some((one) => samePort(one.use, use)),
      );
      const use = pick(uses, which);
      return use === undefined
        ? []
        : picks(providersFor(present, use), [other]).map((provide) => ({
            op,
            use: { instance: use.instance, port: use.port },
            provide,
          }));
    }
    case "disconnect":
      return picks(present.connections, [which]).map(({ use, provide }) => ({ op, use, provide }));
  }
}

interface Present {
  readonly instances: Map<string, AnyComponent>;
  connections: readonly { readonly use: PortName; readonly provide: PortName }[];
}

/** The instances and connections after `program`, if it comes to its end. */
function presentAfter(program: readonly Instruction[]): Present {
  const present: Present = { instances: new Map(), connections: [] };
  for (const instruction of program) {
    if (instruction.op === "add")
      present.instances.set(instruction.instance, instruction.component);
    if (instruction.op === "del") present.instances.delete(instruction.instance);
    if (instruction.op === "connect") present.connections = [...present.connections, instruction];
    if (instruction.op === "disconnect")
      present.connections = present.connections.filter(
        ({ use, provide }) =>
          !samePort(use, instruction.use) || !samePort(provide, instruction.provide),
      );
  }
  return present;
}

const usePortsOf = ({ instances }: Present) =>
  [...instances].flatMap(([instance, { uses }]) =>
    Object.entries<{ readonly type: PortType }>(uses).map(([port, use]) => ({
      instance,
      port,
      many: isMany(use.type),
    })),
  );

function providersFor({ instances }: Present, use: PortName): readonly PortName[] {
  const wanted = portTypeOf(instances.get(use.instance)?.uses[use.port]?.type);
  return [...instances].flatMap(([instance, { provides }]) =>
    Object.entries<{ readonly type: PortType }>(provides)
      .filter(([, { type }]) => type === wanted)
      .map(([port]) => ({ instance, port })),
  );
}

const samePort = (a: PortName, b: PortName): boolean =>
  a.instance === b.instance && a.port === b.port;

/** A system as fast-check prints it. */
export const systemText = (instructions: readonly Instruction[]): string =>
  instructions.map(instructionText).join("\n");

function instructionText(instruction: Instruction): string {
  switch (instruction.op) {
    case "add": {
      const { places, uses, provides, behaviors } = instruction.component;
      return `add ${instruction.instance} ${JSON.stringify({ places, uses, provides, behaviors })}`;
    }
    case "connect":
    case "disconnect": {
      const { use, provide } = instruction;
      return `${instruction.op} ${use.instance}.${use.port} ${provide.instance}.${provide.port}`;
    }
    case "changeBehavior":
      return `changeBehavior ${instruction.instance} ${instruction.behavior}`;
    case "wait":
      return `wait ${instruction.instances.join(" ")}`;
    case "del":
      return `del ${instruction.instance}`;
  }
}
