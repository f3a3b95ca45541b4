/** What may happen next: the guards of the rules of components (§3), each a few reads of counters. */
import { type Configuration, failed, none, nothing, unknown } from "./configuration.ts";
import { isActive } from "./marking.ts";

/** leave: the place holds a token that the active behavior moves, no second token would follow it, and no used provide would end. */
export function mayLeave(c: Configuration, instance: number, place: number): boolean {
  const b = c.behavior(instance);
  if (b === nothing || c.mark(instance, place) === none || c.withdrawals.has(instance))
    return false;
  const leaving = c.life(instance).leaving[b]?.[place] ?? [];
  return (
    leaving.length > 0 &&
    leaving.every((t) => isClear(c, instance, t)) &&
    heldProvide(c, instance, place) === undefined
  );
}

/** No token of a transition is on its way: neither on itself nor on its docks. */
export function isClear(c: Configuration, instance: number, transition: number): boolean {
  const life = c.life(instance);
  const edge = life.transitions[transition];
  return (
    edge !== undefined &&
    c.mark(instance, edge.out) === none &&
    c.mark(instance, edge.on) === none &&
    edge.docks.every((d) => c.mark(instance, life.docks[d]?.slot ?? 0) === none)
  );
}

/** The provide port that keeps the token on `place`: this is the last token of its group, and it is in use. */
export function heldProvide(c: Configuration, instance: number, place: number): number | undefined {
  const life = c.life(instance);
  const b = c.behavior(instance);
  return life.groups[place]?.find((q) => {
    const record = c.port(instance, q);
    return (
      life.ports[q]?.side === "provide" &&
      c.ports.column.tokens[record] === 1 &&
      life.ports[q].departs[b]?.[place] === 1 &&
      (c.ports.column.users[record] ?? 0) > 0
    );
  });
}

/** fire: the token is on the output dock and all that the transition uses is served. */
export function mayFire(c: Configuration, instance: number, transition: number): boolean {
  const edge = c.life(instance).transitions[transition];
  return (
    edge !== undefined &&
    c.mark(instance, edge.out) !== none &&
    !c.stopped &&
    !c.withdrawals.has(instance) &&
    edge.uses.every((use) => isServed(c, instance, use))
  );
}

/** A use that may be, or become, active: enough connections, each provider active, and (unless it is active already) none refusing. */
export function isServed(c: Configuration, instance: number, use: number): boolean {
  const record = c.port(instance, use);
  const { links, served, refused } = c.ports.column;
  return (
    (links[record] ?? 0) >= (c.life(instance).ports[use]?.min ?? 0) &&
    links[record] === served[record] &&
    (refused[record] === 0 || isActive(c, record))
  );
}

/** All docks of the station hold tokens. */
export function isJoined(c: Configuration, instance: number, station: number): boolean {
  const life = c.life(instance);
  const joined = life.stations[station];
  return (
    joined !== undefined &&
    joined.behavior === c.behavior(instance) &&
    joined.docks.every((d) => c.mark(instance, life.docks[d]?.slot ?? 0) !== none)
  );
}

/** What a joined station does: enter its place, collide with the token there, lack a value it should give, or wait. */
export function entry(
  c: Configuration,
  instance: number,
  station: number,
): "enter" | "collide" | "ungiven" | undefined {
  if (!isJoined(c, instance, station)) return undefined;
  const life = c.life(instance);
  const place = life.stations[station]?.place ?? 0;
  if (c.mark(instance, place) !== none) return "collide";
  const waits = life.groups[place]?.some((q) => {
    const inactive = c.ports.column.tokens[c.port(instance, q)] === 0;
    return life.ports[q]?.side === "use" && inactive && !isServed(c, instance, q);
  });
  if (waits === true) return undefined;
  const given = life.publishes[place]?.every((q) => c.values.has(c.port(instance, q)));
  return given === false ? "ungiven" : "enter";
}

/** finish: no token is on its way and none will leave. */
export function mayFinish(c: Configuration, instance: number): boolean {
  const { busy, firable } = c.instances.column;
  return c.behavior(instance) !== nothing && busy[instance] === 0 && firable[instance] === 0;
}

/** May the operator run this transition again, or take it as ended? */
export const isStuck = (c: Configuration, instance: number, transition: number): boolean => {
  const mark = c.mark(instance, c.life(instance).transitions[transition]?.on ?? 0);
  return mark === failed || mark === unknown;
};
