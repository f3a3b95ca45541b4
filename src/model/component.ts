/**
 * Components: declared types of things that are deployed, each with its lifecycle of places and transitions.
 *
 * A declaration is kept as it was written. Its types make a wrong name a compile error; `check` says the same of declarations
 * whose names are known only at run time.
 */
import { type Position, callerPosition } from "./position.ts";
import type {
  GivenOf,
  Many,
  OrSay,
  PortType,
  ProvidePorts,
  Shown,
  UsePorts,
  ValueOf,
} from "./port.ts";
import type { HostDescription } from "./host.ts";
import type { SecretReference } from "./secret.ts";
import type { StepSource } from "./step.ts";

/** What the action of a transition can reach. */
export interface Scope<
  Uses extends UsePorts = UsePorts,
  Provides extends ProvidePorts = ProvidePorts,
  To extends string = string,
> {
  /**
   * Runs a command line on the instance's host, up to its first command that fails; values are quoted, never interpreted.
   * Gives its standard output without the last newline.
   */
  sh(text: TemplateStringsArray, ...values: readonly ShellValue[]): Promise<string>;
  /** Runs a program with arguments on the instance's host, without a shell. Gives its standard output, or the pid of a daemon. */
  exec(file: string, args?: readonly string[], options?: ExecOptions): Promise<string>;
  /**
   * Puts a file of the machine that Madeus runs on on the instance's host, unless it is there already: compared by hash, put in place
   * by a rename. Gives whether something had to be changed.
   */
  upload(localPath: string, path: string, options?: UploadOptions): Promise<boolean>;
  /** Fetches a file of the instance's host, unless it is here already. Gives whether it had to be fetched. */
  download(path: string, localPath: string): Promise<boolean>;
  /** The value of a data port that this transition uses. */
  read<const P extends DataPort<Uses, "this component uses no data port">>(
    port: P,
  ): ValueOf<Uses[P & keyof Uses]>;
  /** Provides a value; it becomes readable when a token first enters a place of its port. */
  give<const P extends DataPort<Provides, "this component provides no data port">>(
    port: P,
    value: GivenOf<Provides[P & keyof Provides]>,
  ): void;
  /** Where the transition ends, if it has several destinations (default: the first). */
  choose(station: To): void;
  /** Fetches a secret and hides it from every log of this action. */
  secret(reference: SecretReference): Promise<string>;
  log(line: string): void;
  /** Says that the action has changed something on the host, in a few words: they are recorded, without secrets. */
  changed(what: string): void;
  /** Says that something was found as it should be, and was left alone. */
  unchanged(what: string): void;
  readonly instance: string;
  readonly host: HostDescription;
  /** A directory on the host that belongs to this instance alone and lives as long as it does. */
  readonly directory: string;
  /** Aborted when the action must end: timeout, or the second stage of a cancellation. */
  readonly signal: AbortSignal;
  /** 1 for the first try of this passing of the token. */
  readonly attempt: number;
  /** The same for all tries of one passing of the token, different for every other: an idempotency key. */
  readonly key: string;
}
/** The names of the data ports among `Ports`, or a sentence saying that there are none. */
type DataPort<Ports, Sentence> = OrSay<
  {
    [P in keyof Ports]: Ports[P] extends PortType<"service"> | Many<PortType<"service">>
      ? never
      : P & string;
  }[keyof Ports],
  Sentence
>;
/** What may stand in `sh`: a list becomes several arguments. */
export type ShellValue = string | number | boolean | readonly (string | number | boolean)[];
export interface ExecOptions {
  /** Written to standard input, which is then closed. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /**
   * Leaves the program running after the action has ended well (else it is ended); its output goes to `daemon.log` in the directory
   * of the instance as it is, secrets included. It leads a process group of its own: `kill -- -PID` ends it with its children.
   */
  readonly daemon?: boolean;
  /** Its output is not logged: it is read by the action alone. */
  readonly quiet?: boolean;
}

export interface UploadOptions {
  /** As in `0o640` or `"0640"`. Default: that of the file that is there, else 0644. */
  readonly mode?: number | string;
  /** `user` or `user:group`. Default: that of the file that is there, else who runs the commands. */
  readonly owner?: string;
}

/** Where a transition ends: a place, or a named station of it (`place/name`). */
export type Station<Place extends string> = Place | `${Place}/${string}`;

/** What a transition's probe found out about an action whose outcome is not known. */
export type ProbeResult = "done" | "not-done" | "unknown";

export interface Transition<
  Place extends string = string,
  Uses extends UsePorts = UsePorts,
  Provides extends ProvidePorts = ProvidePorts,
> {
  from: Place;
  to: Station<Place> | readonly Station<Place>[];
  /** What the action does first: each is looked at, and acts where there is something to change. */
  steps?: readonly StepSource<Scope<Uses, Provides, Station<Place>>>[];
  /** The action, or the end of one that begins with steps. Without either the transition passes at once. */
  run?: (scope: Scope<Uses, Provides, Station<Place>>) => Promise<unknown> | void;
  /**
   * Did the action happen? Asked after a crash in its middle; may `give` values and `choose` the station. Where an action consists of
   * steps alone, they answer: it is done when none has anything to change.
   */
  probe?: (scope: Scope<Uses, Provides, Station<Place>>) => Promise<ProbeResult> | ProbeResult;
  /** After a crash in the middle, where no probe can tell: run the action again (default), or ask the operator. */
  onUnknown?: "rerun" | "ask";
  retry?: Retry;
  timeoutMs?: number;
  /** Named limits (`--limit apt=1`) of which the action takes one slot each. */
  limits?: readonly string[];
  /** How long the action is expected to take. */
  durationS?: number;
}
export interface Retry {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Before the second try; doubled before each further one, up to `delayMaxMs`. Default 1000. */
  readonly delayMs?: number;
  /** Default 30 000, or `delayMs` if that is more. */
  readonly delayMaxMs?: number;
}

/** Does anything happen on the transition, or does it pass at once? */
export const hasAction = ({ run, steps }: AnyTransition): boolean =>
  run !== undefined || steps !== undefined;

/** Is a place still true? */
export type PlaceProbe<Uses extends UsePorts, Provides extends ProvidePorts> = (
  scope: Scope<Uses, Provides>,
) => Promise<boolean> | boolean;

/** A declared type of instance. */
export interface Component<
  Name extends string = string,
  Place extends string = string,
  Uses extends UsePorts = UsePorts,
  Provides extends ProvidePorts = ProvidePorts,
  Behavior extends string = string,
> {
  readonly [componentBrand]: true;
  readonly name: Name;
  /** Of what its actions put in place: where it is given, nothing else says that an instance is to be brought up to date. */
  readonly version?: string;
  readonly places: readonly Place[];
  readonly initial: Place;
  readonly uses: { readonly [P in keyof Uses]: UseDeclaration<Uses[P]> };
  readonly provides: { readonly [P in keyof Provides]: ProvideDeclaration<Provides[P], Place> };
  readonly behaviors: { readonly [B in Behavior]: Readonly<Record<string, AnyTransition>> };
  readonly probes: { readonly [P in Place]?: AnyProbe };
  readonly at: Position | undefined;
}
export interface UseDeclaration<P extends PortType | Many = PortType | Many> {
  readonly type: P;
  /** Names of places and transitions. */
  readonly in: readonly string[];
}
export interface ProvideDeclaration<P extends PortType = PortType, Place extends string = string> {
  readonly type: P;
  readonly in: readonly Place[];
}
/** A transition whose ports are not known to the type checker. */
export type AnyTransition = Transition<any, any, any>;
export type AnyProbe = PlaceProbe<any, any>;
export type AnyComponent = Component<any, any, any, any, any>;

type NamesOf<Behaviors> = {
  [K in keyof Behaviors]: keyof Behaviors[K] & string;
}[keyof Behaviors];

/**
 * Declares a type of component.
 *
 * The names of its places and of the transitions of all its behaviors are distinct. All transitions of one behavior that leave one
 * place leave together; all that can end at one station are awaited together.
 */
export function component<
  const Name extends string,
  const Place extends string,
  const Behaviors extends Record<string, Record<string, unknown>>,
  Uses extends UsePorts = {},
  Provides extends ProvidePorts = {},
>(declaration: {
  name: Name;
  /**
   * Of what its actions put in place, e.g. of a package. When it changes, `madeus deploy` brings the instances up to date; without it when
   * the actions of `deploy` or `update` change. What they call or close over is seen by a version alone.
   */
  version?: string;
  places: readonly Place[];
  initial: NoInfer<Place>;
  uses?: {
    [P in keyof Uses]: { type: Uses[P]; in: readonly (NoInfer<Place> | NamesOf<Behaviors>)[] };
  };
  provides?: { [P in keyof Provides]: { type: Provides[P]; in: readonly NoInfer<Place>[] } };
  behaviors: {
    [B in keyof Behaviors]: {
      [T in keyof Behaviors[B]]: Transition<NoInfer<Place>, NoInfer<Uses>, NoInfer<Provides>>;
    };
  };
  /** Is the place still true? Asked by `status`. */
  probes?: { [P in NoInfer<Place>]?: PlaceProbe<NoInfer<Uses>, NoInfer<Provides>> };
}): Component<Name, Place, Uses, Provides, keyof Behaviors & string> {
  return {
    [componentBrand]: true,
    uses: {},
    provides: {},
    probes: {},
    ...declaration,
    at: callerPosition(component),
  } as never;
}

export const componentBrand: unique symbol = Symbol.for("madeus.component") as never;
export const isComponent = (value: unknown): value is AnyComponent =>
  typeof value === "object" && value !== null && componentBrand in value;

export type UsesOf<C> = C extends Component<any, any, infer U, any, any> ? U : never;
export type ProvidesOf<C> = C extends Component<any, any, any, infer P, any> ? P : never;
export type BehaviorsOf<C> = C extends Component<any, any, any, any, infer B> ? B : never;
/** What programs see of a component: what can be asked of its instances, and what they can be connected by. */
export interface InterfaceOf<C> {
  readonly behaviors: BehaviorsOf<C>;
  readonly uses: keyof UsesOf<C> & string;
  readonly provides: keyof ProvidesOf<C> & string;
}
export type { Shown };
