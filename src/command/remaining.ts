/** What is still to be done until some instances of an assembly are deployed. Pure. */
import type { Assembly } from "../model/assembly.ts";
import { type Instruction, deployment } from "../model/program.ts";
import { type Configuration, nothing } from "../semantics/configuration.ts";
import { connectionBetween, ends } from "../semantics/connection.ts";

/**
 * Those of the assembly's instructions that concern the instances and are not done yet. To one that is there already `deploy` says
 * nothing new: it finds nothing to leave.
 */
export function remaining(
  assembly: Assembly,
  instances: readonly string[],
  c: Configuration,
): readonly Instruction[] {
  const wanted = new Set(instances);
  return deployment(assembly).filter((one) => {
    switch (one.op) {
      case "add":
        return wanted.has(one.instance) && c.number(one.instance) === undefined;
      case "connect":
        return wanted.has(one.use.instance) && !areConnected(c, one);
      case "changeBehavior":
        return wanted.has(one.instance);
      default:
        return true;
    }
  });
}

function areConnected(c: Configuration, wiring: Extract<Instruction, { op: "connect" }>): boolean {
  const at = ends(c, wiring);
  return at !== undefined && connectionBetween(c, at) !== nothing;
}
