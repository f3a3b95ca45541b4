/** Assemblies: instances of components, wired by their ports. */
import { type AnyComponent, type ProvidesOf, type UsesOf } from "./component.ts";
import type { HostDescription } from "./host.ts";
import type { Many, OrSay, PortType, Shown } from "./port.ts";
import { type Position, callerPosition } from "./position.ts";

/** Instance names and their declared types. */
export type Components = Readonly<Record<string, AnyComponent>>;

export interface Assembly<Name extends string = string, C extends Components = Components> {
  readonly [assemblyBrand]: true;
  readonly name: Name;
  readonly components: C;
  /** instance → use port → `instance.port` of its provider, a list of them for a `many` port. */
  readonly wires: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly hosts: Readonly<Record<string, HostDescription>>;
  /** instance → name in `hosts`; an instance that is not named here is on this machine. */
  readonly on: Readonly<Record<string, string>>;
  readonly at: Position | undefined;
}

/**
 * Declares an assembly. A missing or ill-typed wire does not compile; `check` says the same of names known only at run time.
 *
 * `Given` is what the declaration writes: that `wires` is missing can so be told in one sentence, at `name`, instead of by printing the
 * types of all components.
 */
export function assembly<
  const Name extends string,
  C extends Components,
  const H extends Hosts = {},
  Given extends string = never,
>(
  declaration: {
    name: "wires" extends Given ? Name : {} extends Wires<NoInfer<C>> ? Name : Unwired<C>;
    components: C;
    wires?: Wires<NoInfer<C>>;
    hosts?: H;
    on?: { readonly [I in keyof NoInfer<C>]?: HostOf<NoInfer<H>> };
  } & { readonly [F in Given]?: F extends Field ? unknown : NoSuchField },
): Assembly<Name, C> {
  return {
    [assemblyBrand]: true,
    wires: {},
    hosts: {},
    on: {},
    ...declaration,
    at: callerPosition(assembly),
  } as never;
}

export const assemblyBrand: unique symbol = Symbol.for("madeus.assembly") as never;
export const isAssembly = (value: unknown): value is Assembly =>
  typeof value === "object" && value !== null && assemblyBrand in value;

/** Every `instance.port` of the assembly that provides type `T`, or a sentence saying that there is none. */
export type Provider<C extends Components, T> =
  T extends PortType<infer Kind, infer Name>
    ? OrSay<
        Fitting<At<Offers<C>, "any" | `${Kind} ${Name}`>, T>,
        `no component here provides ${Kind} ${Name}`
      >
    : never;
type At<O, K> = O[K & keyof O];
type Fitting<O, T> =
  O extends Offer<infer Path, infer Given> ? (Given extends T ? Path : never) : never;
/**
 * The provide ports by kind and name, so that each use looks at the few that may fit and not at the whole assembly. Those of a
 * component whose type is not known may fit everything.
 */
type Offers<C extends Components> = {
  [O in OfferOf<C> as 0 extends 1 & O["type"]
    ? "any"
    : `${O["type"]["kind"]} ${O["type"]["name"]}`]: O;
};
type OfferOf<C extends Components> = {
  [I in keyof C & string]: {
    [P in keyof ProvidesOf<C[I]> & string]: Offer<`${I}.${P}`, ProvidesOf<C[I]>[P]>;
  }[keyof ProvidesOf<C[I]> & string];
}[keyof C & string];
interface Offer<Path extends string, T extends PortType> {
  readonly path: Path;
  readonly type: T;
}
type Wire<C extends Components, Use> = 0 extends 1 & Use
  ? string | readonly string[]
  : Use extends Many<infer One>
    ? readonly Provider<C, One>[]
    : Provider<C, Use>;
type WiresOf<C extends Components, One> = Shown<{
  readonly [U in keyof UsesOf<One>]: Wire<C, UsesOf<One>[U]>;
}>;
type Wires<C extends Components> = Shown<
  {
    readonly [I in keyof C as Uses<C[I]> extends "some" ? I : never]: WiresOf<C, C[I]>;
  } & {
    readonly [I in keyof C as Uses<C[I]> extends "unknown" ? I : never]?: WiresOf<C, C[I]>;
  }
>;
/** Has a component use ports? Not known where its type is not. */
type Uses<One> = 0 extends 1 & UsesOf<One>
  ? "unknown"
  : [keyof UsesOf<One>] extends [never]
    ? "none"
    : "some";

type Field = "name" | "components" | "wires" | "hosts" | "on";
type NoSuchField = "an assembly has the fields name, components, wires, hosts and on";
type Hosts = Readonly<Record<string, HostDescription>>;
type HostOf<H> = OrSay<keyof H & string, "this assembly declares no hosts">;
/** What the name of an assembly must be where `wires` is left out although some component uses a port: no name will do. */
type Unwired<C extends Components> = {
  [I in keyof C & string]: Uses<C[I]> extends "some" ? `wires are missing for ${I}` : never;
}[keyof C & string];
