/**
 * Declarations as plain data, to be pinned in a journal: the structure of every component type without its code, and hashes by which
 * a change of anything is seen.
 *
 * Order is kept as declared, for it decides between steps that are enabled at once: a history is replayed exactly.
 */
import { createHash } from "node:crypto";
import { type Assembly } from "../model/assembly.ts";
import {
  type AnyComponent,
  type AnyTransition,
  type Retry,
  type UseDeclaration,
  componentBrand,
} from "../model/component.ts";
import { type PortKind, type PortType, isMany, portTypeOf } from "../model/port.ts";
import { type Instruction, type Program, assemblyOf, wholeProgramOf } from "../model/program.ts";
import type { StepSource } from "../model/step.ts";
import type { Catalog } from "./catalog.ts";
import { toEntry } from "./instruction.ts";

/** What a run was made from. */
export interface Declaration {
  /** Of everything: types, their code, instances, connections, hosts, and the instructions of a program. */
  readonly hash: string;
  /** The distinct component types, in the order in which they are first added. */
  readonly types: readonly ComponentDescription[];
  /** instance → index in `types`, only where types of one name differ. */
  readonly variants: Readonly<Record<string, number>>;
  /** The components that instances were made from, as far as they are distinct objects; those of one name may be alike to the last hash. */
  readonly makings?: readonly Making[];
}
export interface Making {
  /** Its name. */
  readonly component: string;
  readonly instances: readonly string[];
}
export interface ComponentDescription {
  readonly name: string;
  readonly version?: string;
  readonly places: readonly string[];
  readonly initial: string;
  readonly uses: Readonly<Record<string, PortDescription>>;
  readonly provides: Readonly<Record<string, PortDescription>>;
  readonly behaviors: Readonly<Record<string, Readonly<Record<string, TransitionDescription>>>>;
  /** place → hash of the source text of its probe. */
  readonly probes: Readonly<Record<string, string>>;
}
export interface PortDescription {
  readonly kind: PortKind;
  readonly type: string;
  readonly in: readonly string[];
  /** The least number of providers, of a use port that takes many. */
  readonly min?: number;
}
export interface TransitionDescription {
  readonly from: string;
  readonly to: readonly string[];
  /** Hashes of source texts. They do not see a change in what the action calls or closes over. */
  readonly run?: string;
  /** The names of its steps; hashes of functions that make some. */
  readonly steps?: readonly string[];
  readonly probe?: string;
  readonly onUnknown?: "rerun" | "ask";
  readonly retry?: Retry;
  readonly timeoutMs?: number;
  readonly limits?: readonly string[];
  readonly durationS?: number;
}

/** Describes all that an assembly, or a program and the assembly that it starts from, is made of. */
export function declarationOf(declared: Assembly | Program): Declaration {
  const instructions = wholeProgramOf(declared);
  const { types, indexes } = typesIn(instructions);
  const makings = makingsIn(instructions);
  const hash = createHash("sha256").update(
    JSON.stringify([types, machinesOf(assemblyOf(declared).hosts, instructions)]),
  );
  for (const instruction of instructions) hash.update(JSON.stringify(toEntry(instruction)));
  for (const index of indexes.values()) hash.update(`,${index}`);
  hash.update(JSON.stringify(makings));
  return { hash: hash.digest("hex"), types, variants: variantsOf(types, indexes), makings };
}

/** Describes the types of instances that are there already. */
export function declarationOfTypes(components: ReadonlyMap<string, AnyComponent>): Declaration {
  const added = [...components].map(
    ([instance, component]): Instruction => ({ op: "add", instance, component }),
  );
  const { types, indexes } = typesIn(added);
  const variants = variantsOf(types, indexes);
  const hash = createHash("sha256").update(JSON.stringify([types, variants]));
  return { hash: hash.digest("hex"), types, variants };
}

/** Which machines the instances are on, and as whom; the way there may change, and so may hosts that have no instance. */
function machinesOf(hosts: Assembly["hosts"], instructions: readonly Instruction[]): object {
  const used = new Set(instructions.flatMap((one) => (one.op === "add" ? [one.on] : [])));
  return Object.entries(hosts)
    .filter(([name]) => used.has(name))
    .map(([name, host]) => {
      if (host.kind === "local") return [name, host.kind, host.labels];
      const { kind, host: machine, address, labels, port, user, become } = host;
      return [name, kind, labels, machine, address, port, user, become?.user];
    });
}

/** The type of this name as `instance` has it, or undefined if the declaration has none. */
export function describedType(
  declaration: Declaration,
  name: string,
  instance: string,
): ComponentDescription | undefined {
  const variant = Object.hasOwn(declaration.variants, instance)
    ? declaration.types[declaration.variants[instance] ?? -1]
    : undefined;
  return variant?.name === name ? variant : declaration.types.find((type) => type.name === name);
}

export function describeComponent(component: AnyComponent): ComponentDescription {
  const { name, version, places, initial, uses, provides, behaviors, probes } = component;
  return {
    name,
    ...(version === undefined ? {} : { version }),
    places,
    initial,
    uses: each(uses as Record<string, UseDeclaration>, describeUse),
    provides: each(provides as Record<string, UseDeclaration<PortType>>, describeUse),
    behaviors: each(behaviors as Record<string, Record<string, AnyTransition>>, (transitions) =>
      each(transitions, describeTransition),
    ),
    probes: each(probes as Record<string, Function>, sourceHash),
  };
}

/** A component with this structure and actions that do nothing: enough to replay a history or rehearse, not to go on with it. */
export function skeleton(description: ComponentDescription): AnyComponent {
  const { name, places, initial, uses, provides, behaviors } = description;
  const portType = ({ kind, type }: PortDescription): PortType => ({ kind, name: type, shape: {} });
  const made: AnyComponent = {
    [componentBrand]: true,
    name,
    places,
    initial,
    uses: each(uses, (port) => ({
      type: port.min === undefined ? portType(port) : { many: portType(port), min: port.min },
      in: port.in,
    })),
    provides: each(provides, (port) => ({ type: portType(port), in: port.in })),
    behaviors: each(behaviors, (transitions) =>
      each(
        transitions,
        ({ run, steps, probe: _probe, ...structure }): AnyTransition => ({
          ...structure,
          ...(run === undefined && steps === undefined ? {} : { run: nothing }),
        }),
      ),
    ),
    probes: {},
    at: undefined,
  };
  skeletons.add(made);
  return made;
}

const nothing = (): void => undefined;
const skeletons = new WeakSet<AnyComponent>();

/** The types as they were declared, without their code. */
export function pinnedCatalog(declaration: Declaration): Catalog {
  const types = declaration.types.map(skeleton);
  return {
    find(type, instance) {
      const own = types[declaration.variants[instance] ?? -1];
      return own?.name === type ? own : types.find(({ name }) => name === type);
    },
  };
}

/** The distinct types that instructions add, and which of them each instance has. */
function typesIn(instructions: readonly Instruction[]): {
  readonly types: readonly ComponentDescription[];
  readonly indexes: ReadonlyMap<string, number>;
} {
  const texts = new Map<string, number>();
  const known = new Map<AnyComponent, number>();
  const indexes = new Map<string, number>();
  const types: ComponentDescription[] = [];
  const indexOf = (component: AnyComponent): number => {
    const description = describeComponent(component);
    const text = JSON.stringify(description);
    const index = texts.get(text) ?? types.push(description) - 1;
    texts.set(text, index);
    known.set(component, index);
    return index;
  };
  for (const instruction of instructions)
    if (instruction.op === "add")
      indexes.set(
        instruction.instance,
        known.get(instruction.component) ?? indexOf(instruction.component),
      );
  return { types, indexes };
}

/** Who is made from which component, in the order in which they are first added. Who has none but its structure is left out: many share that. */
function makingsIn(instructions: readonly Instruction[]): readonly Making[] {
  const made = new Map<AnyComponent, Set<string>>();
  for (const one of instructions) {
    if (one.op !== "add" || skeletons.has(one.component)) continue;
    const instances = made.get(one.component) ?? new Set();
    made.set(one.component, instances.add(one.instance));
  }
  return [...made].map(([{ name }, instances]) => ({ component: name, instances: [...instances] }));
}

function variantsOf(
  types: readonly ComponentDescription[],
  indexes: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of types) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(
    [...indexes].filter(([, index]) => (counts.get(types[index]?.name ?? "") ?? 0) > 1),
  );
}

function describeUse({ type, in: bound }: UseDeclaration): PortDescription {
  const { kind, name } = portTypeOf(type);
  return { kind, type: name, in: bound, ...(isMany(type) ? { min: type.min } : {}) };
}

function describeTransition(transition: AnyTransition): TransitionDescription {
  const { from, to, run, steps, probe, ...settings } = transition;
  return {
    from,
    to: typeof to === "string" ? [to] : to,
    ...settings,
    ...(run === undefined ? {} : { run: sourceHash(run) }),
    ...(steps === undefined ? {} : { steps: steps.map(describeStep) }),
    ...(probe === undefined ? {} : { probe: sourceHash(probe) }),
  };
}

const describeStep = (source: StepSource<never>): string =>
  typeof source === "function" ? sourceHash(source) : source.name;

const sourceHash = (code: Function): string =>
  createHash("sha256").update(code.toString()).digest("hex").slice(0, 16);

const each = <A, B>(of: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, map(value)]));
