/**
 * The configuration ⟨mk, ebl, val⟩ of a running assembly: all that decides what may happen next.
 *
 * It is changed in place by the rules and by nothing else. State is kept in integer tables; names live at the edge. Everything that a
 * guard asks is a counter kept up to date by `marking`, so that a step costs what it touches.
 */
import type { Instruction } from "../model/program.ts";
import type { Failure, Step } from "./event.ts";
import { type Lifecycle, portKey } from "./lifecycle.ts";
import { Pairs, Table } from "./table.ts";

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
/** A behavior asked of an instance. */
export interface Push {
  readonly behavior: number;
  readonly identity: number;
  /** Asked by an instruction, not by a withdrawal. */
  readonly own: boolean;
}
/** A port of an instance, by numbers. */
export interface PortOf {
  readonly instance: number;
  readonly port: number;
}

/** The cells of a record in `instances`. Where 0 stands for none, numbers are stored + 1. */
export const instanceRow = {
  type: 0, // + 1, in `types`; 0 where the number is vacant
  marks: 1, // first slot in `marks`
  ports: 2, // first record in `ports`
  behavior: 3, // + 1: the active one
  head: 4, // + 1: its push
  tail: 5, // + 1: the last push
  busy: 6, // tokens on docks and transitions
  running: 7, // tokens on transitions whose action runs or is unknown
  firable: 8, // marked places with transitions in the active behavior
  trail: 9, // + 1: newest record in `trail`
  awaited: 10, // the push that the current `wait` awaits; `nothing` if it never comes
} as const;

/** The cells of a record in `ports`; the first four are those of both sides. */
export const useRow = {
  tokens: 0, // on the group
  state: 1, // as last told to the other side: bits of `portState`
  first: 2, // + 1: first connection
  last: 3, // + 1
  links: 4, // connections
  served: 5, // those whose provider is active (readable)
  refused: 6, // those whose provider is refusing
} as const;
export const provideRow = {
  tokens: 0,
  state: 1,
  first: 2,
  last: 3,
  users: 4, // connected uses that are active
  impaired: 5, // failed, unknown or lost ones among the tokens
  staying: 6, // those that will not leave the group in the active behavior
} as const;

export const connectionRow = {
  user: 0,
  use: 1,
  provider: 2,
  provide: 3,
  nextOfUse: 4, // + 1
  nextOfProvide: 5, // + 1
  read: 6, // the version that the user last read
} as const;
export const pushRow = {
  behavior: 0,
  identity: 1,
  next: 2, // + 1
  own: 3, // made by an instruction, not by a withdrawal
} as const;
export const trailRow = { move: 0, next: 1 } as const;

const width = (row: object): number => Object.keys(row).length;

export class Configuration {
  readonly instances: Table = new Table(width(instanceRow));
  readonly ports: Table = new Table(width(useRow));
  readonly connections: Table = new Table(width(connectionRow));
  readonly pushes: Table = new Table(width(pushRow));
  /** What each instance did in its active behavior, newest first: places left, and stations entered as `-1 - station`. */
  readonly trail: Table = new Table(width(trailRow));
  marks: Uint8Array = new Uint8Array(64);
  marked = 0;

  readonly types: Lifecycle[] = [];
  readonly typeNumbers: Map<Lifecycle, number> = new Map();
  readonly names: string[] = [];
  readonly numbers: Map<string, number> = new Map();
  /** Numbers of deleted instances by the type they had: a new one of the type fits in. */
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
  /** The first push identity that the program may make; one handed in before its end is more of the same program. */
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
  readonly touched: Pairs = new Pairs();
  readonly agenda: Pairs = new Pairs();
  steps: Step[] = [];

  exists(instance: number): boolean {
    return instance < this.instances.size && this.instances.get(instance, instanceRow.type) !== 0;
  }
  /** The tables of the instance's type. */
  life(instance: number): Lifecycle {
    const life = this.types[this.instances.get(instance, instanceRow.type) - 1];
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
    return this.marks[this.instances.get(instance, instanceRow.marks) + slot] ?? 0;
  }
  /** Why an action failed, by the slot of its transition. */
  failure(instance: number, slot: number): Failure | undefined {
    return this.failures.get(this.instances.get(instance, instanceRow.marks) + slot);
  }
  /** Does an action of the instance run, or may run? */
  isAtWork(instance: number): boolean {
    return this.instances.get(instance, instanceRow.running) !== 0;
  }
  /** The record of a port of an instance. */
  port(instance: number, port: number): number {
    return this.instances.get(instance, instanceRow.ports) + port;
  }
  portNamed(instance: number, side: "use" | "provide", name: string): number | undefined {
    return this.life(instance).portNamed.get(portKey(side, name));
  }
  /** The active behavior, or `nothing`. */
  behavior(instance: number): number {
    return this.instances.get(instance, instanceRow.behavior) - 1;
  }
  /** The behaviors asked of an instance, the active one first. */
  queue(instance: number): Push[] {
    const { pushes } = this;
    const queue: Push[] = [];
    let push = this.instances.get(instance, instanceRow.head);
    for (; push !== 0; push = pushes.get(push - 1, pushRow.next))
      queue.push({
        behavior: pushes.get(push - 1, pushRow.behavior),
        identity: pushes.get(push - 1, pushRow.identity),
        own: pushes.get(push - 1, pushRow.own) !== 0,
      });
    return queue;
  }
  /** The first connection of a port record, or `nothing`; `nextOf` gives the others, in the order in which they were made. */
  firstOf(record: number): number {
    return this.ports.get(record, useRow.first) - 1;
  }
  nextOf(connection: number, side: "use" | "provide"): number {
    const { nextOfUse, nextOfProvide } = connectionRow;
    return this.connections.get(connection, side === "use" ? nextOfUse : nextOfProvide) - 1;
  }
  /** The provide ports of a use, or the use ports of a provide, in the order in which they were connected. */
  across(instance: number, port: number): PortOf[] {
    const side = this.life(instance).ports[port]?.side ?? "use";
    const { user, use, provider, provide } = connectionRow;
    const far = side === "use" ? ([provider, provide] as const) : ([user, use] as const);
    const found: PortOf[] = [];
    for (let k = this.firstOf(this.port(instance, port)); k !== nothing; k = this.nextOf(k, side))
      found.push({
        instance: this.connections.get(k, far[0]),
        port: this.connections.get(k, far[1]),
      });
    return found;
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
  if (value instanceof Pairs) return new Pairs();
  if (value instanceof Uint8Array || Array.isArray(value)) return value.slice();
  if (value instanceof Map)
    return new Map([...value].map(([k, v]) => [k, Array.isArray(v) ? v.slice() : v]));
  return value;
}
