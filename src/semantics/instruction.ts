/**
 * The six instructions of Madeus++ (§5), applied in order; a blocked one blocks those after it.
 *
 * `check` has found names that do not exist before a program starts; here such an instruction simply never comes true.
 */
import { type Configuration, nothing, running, unknown } from "./configuration.ts";
import {
  type Ends,
  type Wiring,
  connect,
  connectionBetween,
  disconnect,
  ends,
} from "./connection.ts";
import { add, del } from "./instance.ts";
import { lifecycle } from "./lifecycle.ts";
import { isActive, isRefusing } from "./marking.ts";
import { push } from "./queue.ts";

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
