/**
 * The six instructions of Madeus++ (§5), applied in order; a blocked one blocks those after it.
 *
 * `check` has found names that do not exist before a program starts; here such an instruction simply never comes true.
 */
import type { Instruction, PortName } from "../model/program.ts";
import { type Configuration, held, none, nothing, running, unknown } from "./configuration.ts";
import { type Lifecycle, lifecycle } from "./lifecycle.ts";
import {
  add as count,
  isActive,
  isRefusing,
  refresh,
  refreshBehavior,
  setMark,
  wakeUse,
} from "./marking.ts";

/** May the instruction reached be applied? Cost: O(1), for a connection those of its use port. */
export function mayInstruct(c: Configuration): boolean {
  const instruction = c.program[c.position];
  if (instruction === undefined) return false;
  switch (instruction.op) {
    case "add":
      return c.number(instruction.instance) === undefined;
    case "connect":
      return mayConnect(c, instruction);
    case "disconnect":
      return mayDisconnect(c, instruction);
    case "changeBehavior": {
      const instance = c.number(instruction.instance);
      return instance !== undefined && c.life(instance).behaviors.includes(instruction.behavior);
    }
    case "wait":
      return c.awaiting === 0;
    case "del": {
      const instance = c.number(instruction.instance);
      return instance !== undefined && mayDelete(c, instance);
    }
  }
}

/** Applies the instruction reached. Its guard must hold. */
export function instruct(c: Configuration): void {
  const instruction = c.program[c.position];
  if (instruction === undefined) return;
  c.steps.push({ rule: "instruct", instance: nothing, element: c.position });
  c.position++;
  switch (instruction.op) {
    case "add":
      add(c, instruction.instance, lifecycle(instruction.component));
      break;
    case "connect":
      connect(c, resolve(c, instruction));
      break;
    case "disconnect":
      disconnect(c, resolve(c, instruction));
      break;
    case "changeBehavior": {
      const instance = c.number(instruction.instance) ?? 0;
      push(c, instance, c.life(instance).behaviors.indexOf(instruction.behavior));
      break;
    }
    case "wait":
      break;
    case "del":
      del(c, c.number(instruction.instance) ?? 0);
      break;
  }
  reach(c);
}

/** An instruction is reached: a `wait` counts the pushes it awaits, once; `finish` and `withdraw` keep the count. */
export function reach(c: Configuration): void {
  const instruction = c.program[c.position];
  c.awaiting = undefined;
  if (instruction?.op !== "wait") return;
  const named = instruction.instances.map((name) => c.number(name));
  if (named.includes(undefined)) return;
  const { awaited, tail } = c.instances.column;
  c.awaiting = 0;
  for (const instance of named.length > 0 ? new Set(named) : c.all()) {
    if (instance === undefined) continue;
    const last = tail[instance] ?? 0;
    if ((c.abandoned.get(instance) ?? 0) >= c.firstPush) awaited[instance] = nothing;
    else awaited[instance] = last === 0 ? 0 : (c.pushes.column.identity[last - 1] ?? 0);
    if (awaited[instance] !== 0) c.awaiting++;
  }
}

/** A use port and the provide port it is, or will be, connected to, by numbers. */
export interface Ends {
  readonly user: number;
  readonly use: number;
  readonly provider: number;
  readonly provide: number;
}

/** Puts a behavior at the front of the queue: it becomes the active one (after a withdrawal). */
export function pushFirst(c: Configuration, instance: number, behavior: number): void {
  const { head = zero, tail = zero } = c.instances.column;
  const record = newPush(c, behavior);
  const before = head[instance] ?? 0;
  c.pushes.column.next[record] = before;
  head[instance] = record + 1;
  if (before === 0) {
    tail[instance] = record + 1;
    c.active++;
  }
  refreshBehavior(c, instance);
}

/** Forgets the behaviors asked of an instance that are not active yet. */
export function dropQueued(c: Configuration, instance: number): void {
  const { head = zero, tail = zero } = c.instances.column;
  const active = head[instance] ?? 0;
  if (active === 0) return;
  const { next } = c.pushes.column;
  let record = next[active - 1] ?? 0;
  next[active - 1] = 0;
  tail[instance] = active;
  while (record !== 0) {
    const after = next[record - 1] ?? 0;
    c.pushes.free(record - 1);
    record = after;
  }
}

/** The numbers of the instruction's ports, or undefined where one does not exist. */
export function ends(c: Configuration, { use, provide }: Wiring): Ends | undefined {
  const user = c.number(use.instance);
  const provider = c.number(provide.instance);
  if (user === undefined || provider === undefined) return undefined;
  const usePort = c.portNamed(user, "use", use.port);
  const providePort = c.portNamed(provider, "provide", provide.port);
  return usePort === undefined || providePort === undefined
    ? undefined
    : { user, use: usePort, provider, provide: providePort };
}

/** The connection between two ports, or undefined. */
export function connectionBetween(c: Configuration, at: Ends): number | undefined {
  const { provider, provide } = c.connections.column;
  for (const k of c.connectionsOf(c.port(at.user, at.use), "use"))
    if (provider[k] === at.provider && provide[k] === at.provide) return k;
  return undefined;
}

interface Wiring {
  readonly use: PortName;
  readonly provide: PortName;
}
const zero = new Int32Array(0);

function resolve(c: Configuration, wiring: Wiring): Ends {
  const found = ends(c, wiring);
  if (found === undefined) throw new RangeError("an instruction was applied against its guard");
  return found;
}

function mayConnect(c: Configuration, wiring: Wiring): boolean {
  const at = ends(c, wiring);
  if (at === undefined || connectionBetween(c, at) !== undefined) return false;
  const use = c.life(at.user).ports[at.use];
  const provide = c.life(at.provider).ports[at.provide];
  const record = c.port(at.user, at.use);
  const provider = c.port(at.provider, at.provide);
  return (
    use?.kind === provide?.kind &&
    (use?.many === true || c.ports.column.links[record] === 0) &&
    (!isActive(c, record) || (isActive(c, provider) && !isRefusing(c, provider)))
  );
}

function mayDisconnect(c: Configuration, wiring: Wiring): boolean {
  const at = ends(c, wiring);
  if (at === undefined || connectionBetween(c, at) === undefined) return false;
  const life = c.life(at.user);
  const reads = (t: number): boolean => {
    const mark = c.mark(at.user, life.transitions[t]?.on ?? 0);
    return mark === running || mark === unknown;
  };
  return life.ports[at.use]?.kind === "data"
    ? !life.ports[at.use]?.transitions.some(reads)
    : !isActive(c, c.port(at.user, at.use));
}

function mayDelete(c: Configuration, instance: number): boolean {
  const connected = c
    .life(instance)
    .ports.some((_, q) => c.ports.column.first[c.port(instance, q)] !== 0);
  return !connected && c.behavior(instance) === nothing;
}

function add(c: Configuration, name: string, life: Lifecycle): void {
  const instance = c.vacant.get(life)?.pop() ?? newInstance(c, life);
  c.lifecycles[instance] = life;
  c.names[instance] = name;
  c.numbers.set(name, instance);
  setMark(c, instance, life.initial, held);
  refreshBehavior(c, instance);
}

function newInstance(c: Configuration, life: Lifecycle): number {
  const instance = c.instances.allocate();
  c.instances.column.marks[instance] = c.marked;
  c.marked += life.slots;
  if (c.marked > c.marks.length) {
    const wider = new Uint8Array(Math.max(c.marked, 2 * c.marks.length));
    wider.set(c.marks);
    c.marks = wider;
  }
  c.instances.column.ports[instance] = c.ports.allocate(life.ports.length);
  return instance;
}

function connect(c: Configuration, at: Ends): void {
  const k = c.connections.allocate();
  const { user, use, provider, provide } = c.connections.column;
  user[k] = at.user;
  use[k] = at.use;
  provider[k] = at.provider;
  provide[k] = at.provide;
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  append(c, record, k, "nextOfUse");
  append(c, other, k, "nextOfProvide");
  const { links, served, refused, users } = c.ports.column;
  count(links, record, 1);
  count(served, record, Number(isActive(c, other)));
  count(refused, record, Number(isRefusing(c, other)));
  count(users, other, Number(isActive(c, record)));
  wakeUse(c, at.user, at.use);
}

function disconnect(c: Configuration, at: Ends): void {
  const k = connectionBetween(c, at) ?? 0;
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  unlink(c, record, k, "nextOfUse");
  unlink(c, other, k, "nextOfProvide");
  const { links, served, refused } = c.ports.column;
  count(links, record, -1);
  count(served, record, -Number(isActive(c, other)));
  count(refused, record, -Number(isRefusing(c, other)));
  c.connections.free(k);
  wakeUse(c, at.user, at.use);
}

type Next = "nextOfUse" | "nextOfProvide";

/** Connections of a port stay in the order in which they were made: `read` of a `many` port gives its values so. */
function append(c: Configuration, record: number, connection: number, next: Next): void {
  const { first = zero, last = zero } = c.ports.column;
  const before = last[record] ?? 0;
  if (before === 0) first[record] = connection + 1;
  else c.connections.column[next][before - 1] = connection + 1;
  last[record] = connection + 1;
}

function unlink(c: Configuration, record: number, connection: number, next: Next): void {
  const { first = zero, last = zero } = c.ports.column;
  const column = c.connections.column[next];
  const after = column[connection] ?? 0;
  let before = first[record] ?? 0;
  if (before === connection + 1) {
    first[record] = after;
    before = 0;
  } else {
    while (column[before - 1] !== connection + 1) before = column[before - 1] ?? 0;
    column[before - 1] = after;
  }
  if (last[record] === connection + 1) last[record] = before;
}

function push(c: Configuration, instance: number, behavior: number): void {
  const { tail } = c.instances.column;
  const last = tail[instance] ?? 0;
  if (last === 0) return pushFirst(c, instance, behavior);
  const record = newPush(c, behavior);
  c.pushes.column.next[last - 1] = record + 1;
  tail[instance] = record + 1;
}

function newPush(c: Configuration, behavior: number): number {
  const record = c.pushes.allocate();
  c.pushes.column.behavior[record] = behavior;
  c.pushes.column.identity[record] = c.nextPush++;
  return record;
}

function del(c: Configuration, instance: number): void {
  const life = c.life(instance);
  for (let slot = 0; slot < life.slots; slot++) setMark(c, instance, slot, none);
  c.touched.length = 0;
  life.ports.forEach((_, q) => {
    const record = c.port(instance, q);
    for (const column of Object.values(c.ports.column)) column[record] = 0;
    c.values.delete(record);
  });
  c.numbers.delete(c.names[instance] ?? "");
  c.abandoned.delete(instance);
  c.lifecycles[instance] = undefined;
  c.names[instance] = "";
  const vacant = c.vacant.get(life);
  if (vacant === undefined) c.vacant.set(life, [instance]);
  else vacant.push(instance);
}
