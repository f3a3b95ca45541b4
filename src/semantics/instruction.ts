/**
 * The six instructions of Madeus++ (§5), applied in order; a blocked one blocks those after it.
 *
 * `check` has found names that do not exist before a program starts; here such an instruction simply never comes true.
 */
import { type Configuration, nothing } from "./configuration.ts";
import { connect, disconnect, ends, mayConnect, mayDisconnect } from "./connection.ts";
import { add, del } from "./instance.ts";
import { rules } from "./event.ts";
import { lifecycle } from "./lifecycle.ts";
import { push } from "./queue.ts";
import { reach } from "./wait.ts";

/** May the instruction reached be applied? Cost: O(1), for a connection those of its use port. */
export const mayInstruct = (c: Configuration): boolean => deedReached(c) !== undefined;

/** Applies the instruction reached, if it may be, and says whether it was. */
export function instruct(c: Configuration): boolean {
  const deed = deedReached(c);
  if (deed === undefined) return false;
  c.steps.push(rules.instruct, nothing, c.position);
  c.position++;
  deed();
  reach(c);
  return true;
}

/** What the instruction reached does, or undefined while it is blocked. */
function deedReached(c: Configuration): (() => void) | undefined {
  const instruction = c.position < c.program.length ? c.program[c.position] : undefined;
  switch (instruction?.op) {
    case "add": {
      const { instance, component } = instruction;
      const isFree = c.number(instance) === undefined;
      return isFree ? () => add(c, instance, lifecycle(component)) : undefined;
    }
    case "connect": {
      const at = ends(c, instruction);
      return at !== undefined && mayConnect(c, at) ? () => void connect(c, at) : undefined;
    }
    case "disconnect": {
      const at = ends(c, instruction);
      return at !== undefined && mayDisconnect(c, at) ? () => disconnect(c, at) : undefined;
    }
    case "changeBehavior": {
      const instance = c.number(instruction.instance) ?? nothing;
      if (instance === nothing) return undefined;
      const behavior = c.life(instance).behaviors.indexOf(instruction.behavior);
      return behavior === nothing ? undefined : () => push(c, instance, behavior);
    }
    case "wait":
      return c.awaiting === 0 ? () => {} : undefined;
    case "del": {
      const instance = c.number(instruction.instance);
      if (instance === undefined || !mayDelete(c, instance)) return undefined;
      return () => del(c, instance);
    }
    case undefined:
      return undefined;
  }
}

const mayDelete = (c: Configuration, instance: number): boolean =>
  c.behavior(instance) === nothing && !isConnected(c, instance);

/** Does any port of the instance have a connection? */
export function isConnected(c: Configuration, instance: number): boolean {
  return c.life(instance).ports.some((_, q) => c.firstOf(c.port(instance, q)) !== nothing);
}
