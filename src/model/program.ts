/** Programs: sequences of the six instructions of Madeus++ that change a running assembly. */
import type { Assembly, Components, Provider } from "./assembly.ts";
import type { AnyComponent, BehaviorsOf, ProvidesOf, UsesOf } from "./component.ts";
import type { Many, OrSay } from "./port.ts";
import { type Position, callerPosition } from "./position.ts";

/** One port of one instance. */
export interface PortName {
  readonly instance: string;
  readonly port: string;
}
/** One instruction of a program, as data; `at` is where the user wrote it. */
export type Instruction = Act & { readonly at?: Position | undefined };
type Act =
  | {
      readonly op: "add";
      readonly instance: string;
      readonly component: AnyComponent;
      readonly on?: string;
    }
  | { readonly op: "del"; readonly instance: string }
  | { readonly op: "connect"; readonly use: PortName; readonly provide: PortName }
  | { readonly op: "disconnect"; readonly use: PortName; readonly provide: PortName }
  | { readonly op: "changeBehavior"; readonly instance: string; readonly behavior: string }
  /** An empty list waits for all instances. */
  | { readonly op: "wait"; readonly instances: readonly string[] };

/**
 * A reconfiguration: each method returns the program longer by one instruction, typed over the assembly as it will then be.
 *
 * Where names are known only at run time, e.g. in a loop, write `let program: Program = reconfigure(…)`: `check` looks at them then.
 */
export interface Program<C extends Components = any> {
  readonly [programBrand]: true;
  /** The assembly that the program starts from. */
  readonly from: Assembly;
  readonly instructions: readonly Instruction[];
  add<const I extends string, D extends AnyComponent>(
    instance: string extends keyof C
      ? I
      : I extends keyof C
        ? `${I} is already in the assembly`
        : I,
    component: D,
    options?: { readonly on?: string },
  ): Program<C & { readonly [K in I]: D }>;
  del<const I extends InstanceOf<C>>(instance: I): Program<Without<C, I>>;
  connect<const U extends string, const P extends string>(
    use: KnownUse<C, U>,
    provide: FittingProvide<C, U, P>,
  ): Program<C>;
  disconnect<const U extends string, const P extends string>(
    use: KnownUse<C, U>,
    provide: FittingProvide<C, U, P>,
  ): Program<C>;
  changeBehavior<const I extends InstanceOf<C>>(
    instance: I,
    behavior: BehaviorsOf<C[I & keyof C]>,
  ): Program<C>;
  /** Waits until every behavior pushed so far to the named instances has finished; with no name, to all. */
  wait(...instances: InstanceOf<C>[]): Program<C>;
}

/** Starts a program that reconfigures `from`. */
export function reconfigure<C extends Components>(from: Assembly<string, C>): Program<C> {
  return new Reconfiguration(from as never, undefined, undefined) as never;
}

/** The program of these instructions, as they are: nothing is looked at before `check`. */
export function programOf(from: Assembly, instructions: readonly Instruction[]): Program {
  const begin = new Reconfiguration(from, undefined, undefined);
  return instructions.reduce(
    (before, one) => new Reconfiguration(from, before, one),
    begin,
  ) as never;
}

/** `deploy` as a program (semantics §5): everything is added, connected, asked to deploy, and awaited. */
export function deployment(assembly: Assembly): readonly Instruction[] {
  const at = assembly.at;
  const instances = Object.keys(assembly.components);
  return [
    ...Object.entries(assembly.components).map(([instance, component]): Instruction => {
      const on = Object.hasOwn(assembly.on, instance) ? assembly.on[instance] : undefined;
      return { op: "add", instance, component, ...(on === undefined ? {} : { on }), at };
    }),
    ...connections(assembly).map(
      ({ use, provide }): Instruction => ({ op: "connect", use, provide, at }),
    ),
    ...instances.map(
      (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "deploy", at }),
    ),
    { op: "wait", instances: [], at },
  ];
}

/** The wires of an assembly as pairs of ports, in declaration order. A wire without a dot names a port called "". */
export function connections(
  assembly: Assembly,
): readonly { readonly use: PortName; readonly provide: PortName }[] {
  return Object.entries(assembly.wires).flatMap(([instance, wires]) =>
    Object.entries(wires).flatMap(([port, providers]) =>
      (typeof providers === "string" ? [providers] : providers).map((provider) => ({
        use: { instance, port },
        provide: portName(provider),
      })),
    ),
  );
}

/** `"db.sql"` → instance `db`, port `sql`. Neither name holds a dot: `check` says so of those that do. */
export function portName(text: string): PortName {
  const dot = text.lastIndexOf(".");
  return dot < 0
    ? { instance: text, port: "" }
    : { instance: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** The opposite of `portName`. */
export const portText = ({ instance, port }: PortName): string =>
  port === "" ? instance : `${instance}.${port}`;

const programBrand: unique symbol = Symbol.for("madeus.program") as never;
export const isProgram = (value: unknown): value is Program =>
  typeof value === "object" && value !== null && programBrand in value;

/** What is declared, or what a declared program starts from. */
export const assemblyOf = (declared: Assembly | Program): Assembly =>
  isProgram(declared) ? declared.from : declared;

/** All that makes what is declared from nothing: the deployment, and after it the instructions of a program. */
export const wholeProgramOf = (declared: Assembly | Program): readonly Instruction[] => [
  ...deployment(assemblyOf(declared)),
  ...(isProgram(declared) ? declared.instructions : []),
];

/** A program shares its beginning with the programs it was made from, so that building one in a loop is linear. */
class Reconfiguration {
  readonly [programBrand] = true;
  readonly from: Assembly;
  readonly #before: Reconfiguration | undefined;
  readonly #last: Instruction | undefined;

  constructor(from: Assembly, before: Reconfiguration | undefined, last: Instruction | undefined) {
    this.from = from;
    this.#before = before;
    this.#last = last;
  }

  get instructions(): readonly Instruction[] {
    const backwards: Instruction[] = [];
    for (let p: Reconfiguration | undefined = this; p !== undefined; p = p.#before)
      if (p.#last !== undefined) backwards.push(p.#last);
    return backwards.reverse();
  }

  add(instance: string, component: AnyComponent, options: { on?: string } = {}): Reconfiguration {
    return this.#then({ op: "add", instance, component, ...options }, this.add);
  }
  del(instance: string): Reconfiguration {
    return this.#then({ op: "del", instance }, this.del);
  }
  connect(use: string, provide: string): Reconfiguration {
    return this.#then(
      { op: "connect", use: portName(use), provide: portName(provide) },
      this.connect,
    );
  }
  disconnect(use: string, provide: string): Reconfiguration {
    return this.#then(
      { op: "disconnect", use: portName(use), provide: portName(provide) },
      this.disconnect,
    );
  }
  changeBehavior(instance: string, behavior: string): Reconfiguration {
    return this.#then({ op: "changeBehavior", instance, behavior }, this.changeBehavior);
  }
  wait(...instances: string[]): Reconfiguration {
    return this.#then({ op: "wait", instances }, this.wait);
  }

  #then(instruction: Instruction, method: Function): Reconfiguration {
    return new Reconfiguration(this.from, this, { ...instruction, at: callerPosition(method) });
  }
}

/** The names of the instances, or a sentence saying that there are none. */
type InstanceOf<C> = OrSay<keyof C & string, "no instance is left in the assembly">;
/** The assembly without the instance; where its name is known only at run time, any may be left. */
type Without<C extends Components, I> = 0 extends 1 & C
  ? C
  : string extends I
    ? C
    : Omit<C, I & string>;
/** `instance.port` for each use port of the assembly, or a sentence saying that there is none. */
type UsePortOf<C extends Components> = OrSay<
  { [I in keyof C & string]: `${I}.${keyof UsesOf<C[I]> & string}` }[keyof C & string],
  "no component here has a use port"
>;
/**
 * `U` itself where it names a use port, else all that do. To look up one name costs the type checker nothing; the list, whose length
 * is that of the assembly, is made for the message alone.
 */
type KnownUse<C extends Components, U> = 0 extends 1 & C
  ? U
  : [UseTypeOf<C, U>] extends [never]
    ? UsePortOf<C>
    : U;
/** `P` itself where it names a provide port that fits `U`, else all that do. */
type FittingProvide<C extends Components, U, P> = 0 extends 1 & C
  ? P
  : [ProvideTypeOf<C, P>] extends [never]
    ? Provider<C, UseTypeOf<C, U>>
    : ProvideTypeOf<C, P> extends UseTypeOf<C, U>
      ? P
      : Provider<C, UseTypeOf<C, U>>;
/** The type of one provider of the use port `U`; never where there is no such port. */
type UseTypeOf<C, U> = U extends `${infer I}.${infer Port}`
  ? I extends keyof C
    ? Port extends keyof UsesOf<C[I]>
      ? OneOf<UsesOf<C[I]>[Port]>
      : never
    : never
  : never;
type ProvideTypeOf<C, P> = P extends `${infer I}.${infer Port}`
  ? I extends keyof C
    ? Port extends keyof ProvidesOf<C[I]>
      ? ProvidesOf<C[I]>[Port]
      : never
    : never
  : never;
type OneOf<Use> = Use extends Many<infer One> ? One : Use;
