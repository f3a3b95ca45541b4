/**
 * The configuration ⟨mk, ebl, val⟩ of a running assembly: all that decides what may happen next.
 *
 * It is changed in place by the rules and by nothing else. State is kept in integer tables; names live at the edge. Everything that a
 * guard asks is a counter kept up to date by `marking`, so that a step costs what it touches.
 */
import type { Instruction } from "../model/program.ts";
import type { Failure, Step } from "./event.ts";
import { type Lifecycle, portKey } from "./lifecycle.ts";
import { Table } from "./table.ts";

/** Marks of a slot. On a place 1 holds, 2 is lost; on a dock 1; on a transition the state of its action. */
export const none = 0;
export const held = 1;
export const lost = 2;
export const running = 1;
export const failed = 2;
export const unknown = 3;

/** No behavior is active, no push is queued, no connection follows. */
export const nothing = -1;

/** The value of a data provide port. */
export interface Value {
  readonly value: unknown;
  /** 0 until it can be read, then 1, 2, … */
  readonly version: number;
}

const instanceColumns = [
  "marks", // first slot in `marks`
  "ports", // first record in `ports`
  "head", // the push that is active, + 1; 0 when idle
  "tail",
  "busy", // tokens on docks and transitions
  "running", // tokens on transitions whose action runs or is unknown
  "firable", // marked places with transitions in the active behavior
  "trail", // newest record in `trail` + 1
  "awaited", // the push that the current `wait` awaits; `nothing` if it never comes
] as const;
const portColumns = [
  "tokens", // on the group
  "impaired", // failed, unknown or lost ones among them
  "staying", // those that will not leave the group in the active behavior
  "state", // as last told to the other side: bits of `portState`
  "users", // provide: connected uses that are active
  "links", // use: connections
  "served", // use: connections whose provider is active (readable)
  "refused", // use: connections whose provider is refusing
  "first", // first connection + 1
  "last",
] as const;
const connectionColumns = [
  "user",
  "use",
  "provider",
  "provide",
  "nextOfUse",
  "nextOfProvide",
  "read",
] as const;
const pushColumns = ["behavior", "identity", "next"] as const;
const trailColumns = ["move", "next"] as const;

export class Configuration {
  readonly instances: Table<(typeof instanceColumns)[number]> = new Table(instanceColumns);
  readonly ports: Table<(typeof portColumns)[number]> = new Table(portColumns);
  readonly connections: Table<(typeof connectionColumns)[number]> = new Table(connectionColumns);
  readonly pushes: Table<(typeof pushColumns)[number]> = new Table(pushColumns);
  /** What each instance did in its active behavior, newest first: places left, and stations entered as `-1 - station`. */
  readonly trail: Table<(typeof trailColumns)[number]> = new Table(trailColumns);
  marks: Uint8Array = new Uint8Array(64);
  marked = 0;

  /** By instance; a deleted one is undefined until its number is given again. */
  readonly lifecycles: (Lifecycle | undefined)[] = [];
  readonly names: string[] = [];
  readonly numbers: Map<string, number> = new Map();
  readonly vacant: Map<Lifecycle, number[]> = new Map();

  /** By port record. */
  readonly values: Map<number, Value> = new Map();
  /** By slot of a failed transition. */
  readonly failures: Map<number, Failure> = new Map();
  /** Instances whose withdrawal is pending → the behavior to follow, or `nothing`. */
  readonly withdrawals: Map<number, number> = new Map();
  /** Instance → the latest of its pushes that was abandoned. */
  readonly abandoned: Map<number, number> = new Map();

  readonly program: Instruction[] = [];
  /** The instruction reached. */
  position = 0;
  /** Where the last program handed in begins, and the first push identity that it may make. */
  programStart = 0;
  firstPush = 1;
  nextPush = 1;
  /** Is the instruction reached a `wait` that has begun, and how many pushes does it still await? */
  awaiting: number | undefined = undefined;

  /** Instances with a behavior; actions that run or are unknown; failed tokens. */
  active = 0;
  runningActions = 0;
  failedTokens = 0;
  /** No action starts while this holds. */
  stopped = false;

  /** Not part of the state: ports to be refreshed, elements whose guard may have come true, and what was done. */
  readonly touched: number[] = [];
  readonly agenda: number[] = [];
  steps: Step[] = [];

  /** The table of the instance's type. */
  life(instance: number): Lifecycle {
    const life = this.lifecycles[instance];
    if (life === undefined) throw new RangeError(`no instance ${instance}`);
    return life;
  }
  /** The number of an instance, or undefined where no instance has the name. */
  number(name: string): number | undefined {
    return this.numbers.get(name);
  }
  /** The instances in the order in which they were added. */
  all(): Iterable<number> {
    return this.numbers.values();
  }
  mark(instance: number, slot: number): number {
    return this.marks[(this.instances.column.marks[instance] ?? 0) + slot] ?? 0;
  }
  /** The record of a port of an instance. */
  port(instance: number, port: number): number {
    return (this.instances.column.ports[instance] ?? 0) + port;
  }
  portNamed(instance: number, side: "use" | "provide", name: string): number | undefined {
    return this.life(instance).portNamed.get(portKey(side, name));
  }
  /** The active behavior, or `nothing`. */
  behavior(instance: number): number {
    const head = this.instances.column.head[instance] ?? 0;
    return head === 0 ? nothing : (this.pushes.column.behavior[head - 1] ?? nothing);
  }
  /** The behaviors asked of an instance, the active one first, with the identities of the pushes. */
  queue(instance: number): { readonly behavior: number; readonly identity: number }[] {
    const queue = [];
    const { behavior, identity, next } = this.pushes.column;
    for (let p = this.instances.column.head[instance] ?? 0; p !== 0; p = next[p - 1] ?? 0)
      queue.push({ behavior: behavior[p - 1] ?? 0, identity: identity[p - 1] ?? 0 });
    return queue;
  }
  /** The connections of a port record, in the order in which they were made. */
  *connectionsOf(record: number, side: "use" | "provide"): Iterable<number> {
    const next = this.connections.column[side === "use" ? "nextOfUse" : "nextOfProvide"];
    for (let k = this.ports.column.first[record] ?? 0; k !== 0; k = next[k - 1] ?? 0) yield k - 1;
  }
  /** Nothing is left to do: the program is at its end and every instance is idle. */
  get done(): boolean {
    return this.position === this.program.length && this.active === 0;
  }

  clone(): Configuration {
    const copy = Object.create(Configuration.prototype) as Record<string, unknown>;
    for (const [key, value] of Object.entries(this)) copy[key] = cloned(value);
    copy["steps"] = [];
    return copy as unknown as Configuration;
  }
}

function cloned(value: unknown): unknown {
  if (value instanceof Table) return value.clone();
  if (value instanceof Uint8Array || Array.isArray(value)) return value.slice();
  if (value instanceof Map)
    return new Map([...value].map(([k, v]) => [k, Array.isArray(v) ? v.slice() : v]));
  return value;
}
