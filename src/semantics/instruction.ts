/**
 * The six instructions of Madeus++ (§5), applied in order; a blocked one blocks those after it.
 *
 * `check` has found names that do not exist before a program starts; here such an instruction simply never comes true.
 */
import type { Instruction } from "../model/program.ts";
import { type Configuration, nothing } from "./configuration.ts";
import { connect, disconnect, ends, mayConnect, mayDisconnect } from "./connection.ts";
import { add, del } from "./instance.ts";
import { lifecycle } from "./lifecycle.ts";
import { push } from "./queue.ts";
import { reach } from "./wait.ts";

/** May the instruction reached be applied? Cost: O(1), for a connection those of its use port. */
export function mayInstruct(c: Configuration): boolean {
  const instruction = c.program[c.position];
  if (instruction === undefined) return false;
  switch (instruction.op) {
    case "add":
      return c.number(instruction.instance) === undefined;
    case "connect": {
      const at = ends(c, instruction);
      return at !== undefined && mayConnect(c, at);
    }
    case "disconnect": {
      const at = ends(c, instruction);
      return at !== undefined && mayDisconnect(c, at);
    }
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
  perform(c, instruction);
  reach(c);
}

function perform(c: Configuration, instruction: Instruction): void {
  switch (instruction.op) {
    case "add":
      return add(c, instruction.instance, lifecycle(instruction.component));
    case "connect":
    case "disconnect": {
      const at = ends(c, instruction);
      if (at === undefined) throw new RangeError("an instruction was applied against its guard");
      if (instruction.op === "connect") connect(c, at);
      else disconnect(c, at);
      return;
    }
    case "changeBehavior": {
      const instance = c.number(instruction.instance) ?? 0;
      return push(c, instance, c.life(instance).behaviors.indexOf(instruction.behavior));
    }
    case "wait":
      return;
    case "del":
      return del(c, c.number(instruction.instance) ?? 0);
  }
}

function mayDelete(c: Configuration, instance: number): boolean {
  return c.behavior(instance) === nothing && !isConnected(c, instance);
}

/** Does any port of the instance have a connection? */
export function isConnected(c: Configuration, instance: number): boolean {
  return c.life(instance).ports.some((_, q) => c.firstOf(c.port(instance, q)) !== nothing);
}
