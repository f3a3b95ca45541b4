/**
 * Random small systems: component types with forks, joins, stations, choices, several behaviors and ports of all kinds, and
 * programs over them that are mostly sensible.
 *
 * Everything is drawn as plain numbers, which shrink well, and read modulo what there is to choose from.
 */
import fc from "fast-check";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { type PortType, data, isMany, many, portTypeOf, service } from "../../src/model/port.ts";
import type { Instruction, PortName } from "../../src/model/program.ts";

export interface System {
  readonly instructions: readonly Instruction[];
}
export interface SystemSizes {
  readonly instancesMin: number;
  readonly instancesMax: number;
  /** At most 7. */
  readonly placesMax: number;
  /** Use ports, and provide ports, of a component. */
  readonly portsMax: number;
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
      wishes: fc.array(wishes, { minLength: 1, maxLength: instructionsMax, size: "max" }),
    })
    .map(({ types, wires, wishes }) => {
      const components = types.map((plan, index) => componentOf(`type${index + 1}`, plan));
      const instructions = programOf(components, wires, wishes);
      return { instructions, [fc.toStringMethod]: () => systemText(instructions) };
    });
}

type PlanOf<A> = A extends (...arguments_: never) => fc.Arbitrary<infer T> ? T : never;
type ComponentPlan = PlanOf<typeof componentPlans>;

const portTypes: readonly PortType[] = [service("s"), service("t"), data("d", { v: Number })];
const portKind = fc.oneof(
  { weight: 7, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(1, 2) },
);
const numbers = (maxLength: number) =>
  fc.array(fc.nat(99), { minLength: 1, maxLength, size: "max" });
/** True once in `n` times; shrinks to false. */
const rarely = (n: number) => fc.nat(n - 1).map((drawn) => drawn === n - 1);

const componentPlans = ({ placesMax = 5, portsMax = 2 }: Partial<SystemSizes>) =>
  fc.record({
    places: fc.integer({ min: 2, max: placesMax }),
    behaviors: fc.array(
      fc.record({
        /** By how much the order of the places, which keeps the behavior without cycles, is turned; and whether it is reversed. */
        turn: fc.nat(4),
        reversed: fc.boolean(),
        /** It starts where `deploy` ends, not at the first place of its order. */
        onward: fc.boolean(),
        transitions: fc.array(
          fc.record({
            from: fc.nat(99),
            to: fc.nat(99),
            named: rarely(12),
            or: fc.option(fc.nat(99), { freq: 10 }).map((drawn) => drawn ?? undefined),
          }),
          { minLength: 1, maxLength: placesMax, size: "max" },
        ),
      }),
      { minLength: 1, maxLength: 3, size: "max" },
    ),
    uses: fc.array(
      fc.record({ type: portKind, in: numbers(3), many: fc.option(fc.nat(2), { freq: 4 }) }),
      { maxLength: portsMax, size: "max" },
    ),
    provides: fc.array(fc.record({ type: portKind, in: numbers(5) }), {
      minLength: Math.min(1, portsMax),
      maxLength: portsMax,
      size: "max",
    }),
  });

function componentOf(name: string, plan: ComponentPlan): AnyComponent {
  const places = ["a", "b", "c", "d", "e", "f", "g"].slice(0, plan.places);
  const [first, ...others] = plan.behaviors;
  const deploy = first === undefined ? {} : transitionsOf("d", places, ["a"], first);
  const rest = others.map((behavior, index) => {
    const order = places.map((_, k) => pick(places, k + behavior.turn));
    const turned = behavior.reversed ? order.toReversed() : order;
    const starts = behavior.onward ? endsOf(deploy) : turned.slice(0, 1);
    const word = index === 0 ? "stop" : "update";
    return [word, transitionsOf(word.slice(0, 1), turned, starts, behavior)] as const;
  });
  const behaviors = { deploy, ...Object.fromEntries(rest) };
  const transitions = Object.values(behaviors).flatMap((one) => Object.keys(one));
  const uses = plan.uses.flatMap((use, index) => {
    const type = pick(portTypes, use.type);
    const bound = type.kind === "data" ? transitions : [...transitions, ...places.slice(1)];
    const taken = use.many === null ? type : many(type, { min: use.many });
    return bound.length === 0 ? [] : [[`u${index}`, { type: taken, in: picks(bound, use.in) }]];
  });
  const provides = plan.provides.map((provide, index) => [
    `p${index}`,
    { type: pick(portTypes, provide.type), in: picks(places, provide.in) },
  ]);
  return component({
    name,
    places,
    initial: "a",
    uses: Object.fromEntries(uses),
    provides: Object.fromEntries(provides),
    behaviors: behaviors as {},
  });
}

type Drawn = Readonly<Record<string, { from: string; to: string | string[] }>>;

/** Each transition goes forward in the `order` of places, from a start or from a place that the behavior can have reached. */
function transitionsOf(
  letter: string,
  order: readonly string[],
  starts: readonly string[],
  { transitions }: ComponentPlan["behaviors"][number],
): Drawn {
  const reached = [...starts];
  const drawn = transitions.flatMap(({ from, to, named, or }, k) => {
    const start = pick(reached, from);
    const forward = order.slice(order.indexOf(start) + 1);
    const destinations = picks(forward, or === undefined ? [to] : [to, or]);
    reached.push(...destinations);
    const [one, ...more] = destinations.map((place) => (named ? `${place}/x` : place));
    return one === undefined
      ? []
      : [[`${letter}${k + 1}`, { from: start, to: more.length === 0 ? one : [one, ...more] }]];
  });
  return Object.fromEntries(drawn);
}

/** The places that a behavior goes to and not on from. */
const endsOf = (behavior: Drawn): readonly string[] => {
  const all = Object.values(behavior);
  const ends = all.flatMap(({ to }) => to).map((station) => station.split("/")[0] ?? station);
  return ends.filter((place) => all.every(({ from }) => from !== place));
};

const wishes = fc.record({
  op: fc.oneof(
    { weight: 8, arbitrary: fc.constant("changeBehavior" as const) },
    { weight: 2, arbitrary: fc.constant("wait" as const) },
    { weight: 2, arbitrary: fc.constantFrom("disconnect" as const, "connect" as const) },
    { weight: 1, arbitrary: fc.constantFrom("del" as const, "add" as const) },
  ),
  which: fc.nat(99),
  other: fc.nat(99),
  foolish: rarely(60),
});
type Wish = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

/** Adds and connects everything, then follows the wishes. */
function programOf(
  components: readonly AnyComponent[],
  wires: readonly number[],
  wishes: readonly Wish[],
): readonly Instruction[] {
  const adds = components.map(
    (one, index): Instruction => ({ op: "add", instance: `i${index + 1}`, component: one }),
  );
  return wishes.reduce<readonly Instruction[]>(
    (program, wish) => [...program, ...instructionOf(program, components, wish)],
    [...adds, ...firstConnections(adds, wires)],
  );
}

/** A provider for each use port, more of them for one that takes many. */
function firstConnections(
  adds: readonly Instruction[],
  wires: readonly number[],
): readonly Instruction[] {
  const present = presentAfter(adds);
  return usePortsOf(present).flatMap(({ instance, port, many }, index) => {
    const use = { instance, port };
    const providers = providersFor(present, use);
    const wanted = many
      ? providers.slice((wires[index % 8] ?? 0) % 3)
      : picks(providers, [wires[index % 8] ?? 0]);
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
      return picks(present.connections, [which]).map((one) => ({ op, ...one }));
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

/** The drawn one of `choices`. Undefined only where there are none, which callers have excluded. */
const pick = <T>(choices: readonly T[], drawn: number): T => choices[drawn % choices.length] as T;

/** The drawn ones, each once; none where there are no choices. */
const picks = <T>(choices: readonly T[], drawn: readonly number[]): T[] =>
  choices.length === 0 ? [] : [...new Set(drawn.map((one) => pick(choices, one)))];

/** A system as fast-check prints it. */
const systemText = (instructions: readonly Instruction[]): string =>
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
