/** Which part of an assembly a command is about. */
import type { Assembly } from "../model/assembly.ts";
import type { Part } from "../model/part.ts";
import type { Output } from "./output.ts";

/** Which part of the assembly it is, where it is not all of it. */
export function tellPart(to: Output, assembly: Assembly, { instances, needed }: Part): void {
  const all = Object.keys(assembly.components).length;
  if (instances.length === all && needed.size === 0) return;
  to.progress(`${instances.length} of ${all} instances: ${instances.join(", ")}`);
  for (const [name, user] of needed) to.progress(`  ${name}, because ${user} needs it`);
  to.object({ type: "part", instances, needed: Object.fromEntries(needed) });
}
