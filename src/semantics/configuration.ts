/**
 * The configuration ⟨mk, ebl, val⟩ of a running assembly: all that decides what may happen next.
 *
 * It is changed in place by the rules and by nothing else. State is kept in integer tables; names live at the edge. Everything that a
 * guard asks is a counter kept up to date by `marking`, so that a step costs what it touches.
 */
import type { Instruction } from "../model/program.ts";
import type { Departure } from "./departure.ts";
import { type Failure, Steps } from "./event.ts";
import { type Lifecycle, portKey } from "./lifecycle.ts";
import {
  connectionRow,
  instanceRow,
  markFromHome,
  markShift,
  movesPerRecord,
  portAt,
  portFromHome,
  pushRow,
  trailRow,
  useRow,
  width,
} from "./record.ts";
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

export class Configuration {
  /** What is known of the instances and their ports (`record`). */
  readonly cells: Table = new Table(1);
  readonly connections: Table = new Table(width(connectionRow));
  readonly pushes: Table = new Table(width(pushRow));
  /** What each instance did in its active behavior: places left, and stations entered as `-1 - station`. */
  readonly trail: Table = new Table(width(trailRow) - 1 + movesPerRecord);

  /** By instance: the tables of its type (none where the number is vacant), where its home is, and its name. */
  readonly lives: (Lifecycle | undefined)[] = [];
  readonly homes: number[] = [];
  readonly names: string[] = [];
  readonly numbers: Map<string, number> = new Map();
  /** Numbers of deleted instances by the type they had: a new one of the type fits in. */
  readonly vacant: Map<Lifecycle, number[]> = new Map();

  /** By port record. */
  readonly values: Map<number, Value> = new Map();
  /** By slot of a transition that failed, or of which something keeps it unknown whether it has ended. */
  readonly failures: Map<number, Failure> = new Map();
  /** Instances whose withdrawal is pending → the behavior to follow, or `nothing`. */
  readonly withdrawals: Map<number, number> = new Map();
  /** Instance → the latest of its pushes that was abandoned. */
  readonly abandoned: Map<number, number> = new Map();

  readonly program: Instruction[] = [];
  /** The instruction reached. */
  position = 0;
  /** Where those of the present program begin that were handed in one after the other. */
  readonly begins: number[] = [];
  /** The first push identity that the program may make; one handed in before its end is more of the same program. */
  firstPush = 1;
  nextPush = 1;
  /** Is the instruction reached a `wait` that has begun, and how many pushes does it still await? */
  awaiting: number | undefined = undefined;

  /** Instances with a behavior; failed tokens. */
  active = 0;
  failedTokens = 0;
  /** No action starts while this holds. */
  stopped = false;

  /** Not part of the state: ports to be refreshed, elements whose guard may have come true, and what was done. */
  readonly touched: Pairs = new Pairs();
  readonly agenda: Pairs = new Pairs();
  readonly steps: Steps = new Steps();

  exists(instance: number): boolean {
    return this.lives[instance] !== undefined;
  }
  /** Where the cells of an instance begin. */
  home(instance: number): number {
    return this.homes[instance] ?? 0;
  }
  /** One of the cells of an instance. */
  own(instance: number, cell: number): number {
    return this.cells.get(this.home(instance), cell);
  }
  /** The tables of the instance's type. */
  life(instance: number): Lifecycle {
    const life = this.lives[instance];
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
    return this.markAt(this.home(instance), slot);
  }
  /** The same, where the home of the instance is known. */
  markAt(home: number, slot: number): number {
    return (this.cells.get(home, markFromHome(slot)) >> markShift(slot)) & 3;
  }
  /** Why an action failed or is unknown, by the slot of its transition. */
  failure(instance: number, slot: number): Failure | undefined {
    return this.failures.get(this.slot(instance, slot));
  }
  /** A number for a slot that no other slot of any instance has. */
  slot(instance: number, slot: number): number {
    return this.home(instance) * slotsMax + slot;
  }
  /** Does an action of the instance run, or may run? */
  isAtWork(instance: number): boolean {
    return this.own(instance, instanceRow.running) !== 0;
  }
  /** Is a withdrawal of the instance pending? */
  isWithdrawing(instance: number): boolean {
    return this.withdrawals.size > 0 && this.withdrawals.has(instance);
  }
  /** The record of a port of an instance. */
  port(instance: number, port: number): number {
    return this.home(instance) + portFromHome(port);
  }
  /** The port whose record it is. */
  portAt(instance: number, record: number): number {
    return portAt(record - this.home(instance));
  }
  portNamed(instance: number, side: "use" | "provide", name: string): number | undefined {
    return this.life(instance).portNamed.get(portKey(side, name));
  }
  /** The active behavior, or `nothing`. */
  behavior(instance: number): number {
    return this.own(instance, instanceRow.behavior) - 1;
  }
  /** How the active behavior leaves a place, or undefined where it does not. */
  departure(instance: number, place: number): Departure | undefined {
    const b = this.behavior(instance);
    return b === nothing ? undefined : this.life(instance).departures[b]?.[place];
  }
  /** The behaviors asked of an instance, the active one first. */
  queue(instance: number): Push[] {
    const { pushes } = this;
    const queue: Push[] = [];
    let push = this.own(instance, instanceRow.head);
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
    return this.cells.get(record, useRow.first) - 1;
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
    for (let k = this.firstOf(this.port(instance, port)); k !== nothing; k = this.nextOf(k, side)) {
      const other = this.connections.get(k, far[0]);
      found.push({ instance: other, port: this.portAt(other, this.connections.get(k, far[1])) });
    }
    return found;
  }
  /** Nothing is left to do: the program is at its end and every instance is idle. */
  get done(): boolean {
    return this.position === this.program.length && this.active === 0;
  }

  clone(): Configuration {
    const copy = Object.create(Configuration.prototype) as Record<string, unknown>;
    for (const [key, value] of Object.entries(this)) copy[key] = cloned(value);
    return copy as unknown as Configuration;
  }
}

const slotsMax = 2 ** 16;

function cloned(value: unknown): unknown {
  if (value instanceof Table) return value.clone();
  if (value instanceof Pairs) return new Pairs();
  if (value instanceof Steps) return new Steps();
  if (Array.isArray(value)) return value.slice();
  if (value instanceof Map)
    return new Map([...value].map(([k, v]) => [k, Array.isArray(v) ? v.slice() : v]));
  return value;
}
