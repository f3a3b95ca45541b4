/**
 * The rescue: what can be withdrawn only when somebody provides again what it uses where it goes back to. Those who did are brought back
 * first, and nobody else is moved.
 */
import type { Instruction } from "../../model/program.ts";
import { type Configuration, nothing } from "../../semantics/configuration.ts";
import { isActive } from "../../semantics/marking.ts";
import { withdrawal, withdrawalBlocked } from "../../semantics/withdraw.ts";
import { changeTo } from "./change.ts";
import { isHeldAt } from "./interface.ts";
import { type System, type WantedInstance, systemOf } from "./system.ts";

/** Is it withdrawn as soon as it is served? */
export function isOnlyUnserved(c: Configuration, instance: number): boolean {
  const blocked = withdrawalBlocked(c, instance);
  if (blocked === undefined) return true;
  return "port" in blocked && c.life(instance).ports[blocked.port]?.side === "use";
}

/** As `systemOf`; those that are still to be withdrawn stand where that leads them. */
export function standing(c: Configuration): System {
  const { instances, connections } = systemOf(c);
  const stances = new Map(instances);
  for (const instance of c.withdrawals.keys()) {
    const name = c.names[instance] ?? "";
    const stance = instances.get(name);
    const { taken, put } = withdrawal(c, instance);
    const stays = stance?.places.filter((place) => !taken.includes(place)) ?? [];
    const places = [...stays, ...put].sort((a, z) => a - z);
    if (stance !== undefined) stances.set(name, { ...stance, places });
  }
  return { instances: stances, connections };
}

/** Empty where nobody is to be withdrawn any more. @param wanted  where everybody is to be in the end */
export function rescueOf(
  c: Configuration,
  wanted: ReadonlyMap<string, WantedInstance>,
): readonly Instruction[] {
  if (c.withdrawals.size === 0) return [];
  const now = standing(c);
  const needed = neededIn(c, now);
  const instances = [...now.instances].map(([name, { life, places }]): [string, WantedInstance] => {
    const goal = needed.has(name) ? wanted.get(name)?.places : undefined;
    return [name, { component: life.component, places: goal ?? places }];
  });
  const change = changeTo(now, { ...now, instances: new Map(instances) }, true);
  return change.obstacles.length === 0 ? change.instructions : [];
}

/** Who does not provide what those use that are to be withdrawn, and who does not provide what these use in turn. */
function neededIn(c: Configuration, { instances }: System): ReadonlySet<string> {
  const needed = new Set<string>();
  const need = (user: number, port: number): void => {
    for (const { instance, port: given } of c.across(user, port))
      if (c.behavior(instance) === nothing && !isActive(c, c.port(instance, given)))
        needed.add(c.names[instance] ?? "");
  };
  for (const instance of c.withdrawals.keys()) {
    const { ports } = c.life(instance);
    const places = instances.get(c.names[instance] ?? "")?.places ?? [];
    for (const [q, { side }] of ports.entries())
      if (side === "use" && isHeldAt(c.life(instance), q, places)) need(instance, q);
  }
  // A Set that grows while it is iterated is iterated to its new end.
  for (const name of needed) {
    const provider = c.number(name) ?? 0;
    for (const [q, { side }] of c.life(provider).ports.entries())
      if (side === "use") need(provider, q);
  }
  return needed;
}
