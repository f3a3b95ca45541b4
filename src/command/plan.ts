/** What a deployment would do, told before it does it. */
import type { Assembly } from "../model/assembly.ts";
import type { Part } from "../model/part.ts";
import { type Output, paint } from "./output.ts";

/** Which part of the assembly it is, where it is not all of it. */
export function tellPart(to: Output, assembly: Assembly, { instances, needed }: Part): void {
  const all = Object.keys(assembly.components).length;
  if (instances.length === all) return;
  to.progress(`${instances.length} of ${all} instances: ${instances.join(", ")}`);
  for (const [name, user] of needed) to.progress(`  ${name}, because ${user} needs it`);
  to.object({ type: "part", instances, needed: Object.fromEntries(needed) });
}

/** A line for each instance that is still to be deployed. */
export function tellPlan(to: Output, assembly: Assembly, instances: readonly string[]): void {
  for (const instance of instances) {
    const component = assembly.components[instance];
    const transitions = Object.keys(component?.behaviors["deploy"] ?? {});
    const host = (Object.hasOwn(assembly.on, instance) && assembly.on[instance]) || "local";
    const type = component?.name ?? "";
    to.result(`${paint.bold(instance)} (${type}) on ${host}: ${transitions.join(", ")}`);
    to.object({ type: "planned", instance, component: type, host, transitions });
  }
  to.progress(instances.length === 0 ? "nothing would be done" : "nothing was done");
}
