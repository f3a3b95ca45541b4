/**
 * Exploration of a small system: every order in which its steps can be taken.
 *
 * Actions end when they like, at each of their destinations. Nothing fails unless asked for. For systems of some thousand
 * configurations; large ones are the net's business.
 */
import type { Instruction } from "../model/program.ts";
import { take } from "./advance.ts";
import { Configuration, type PortOf } from "./configuration.ts";
import { apply, enabled } from "./step.ts";

export interface Exploration {
  /** Configurations seen. */
  readonly states: number;
  /** Those in which no step is enabled, by their canonical text. */
  readonly finals: ReadonlyMap<string, Configuration>;
  /** False where `statesMax` ended the search: then `finals` is incomplete. */
  readonly complete: boolean;
}

/** All configurations reachable from `start`, depth first. Cost: configurations × their size. */
export function explore(start: Configuration, statesMax: number = 100_000): Exploration {
  const seen = new Set([canonical(start)]);
  const finals = new Map<string, Configuration>();
  const open = [start];
  for (let c = open.pop(); c !== undefined; c = open.pop()) {
    const steps = enabled(c);
    if (steps.length === 0) finals.set(canonical(c), c);
    for (const step of steps) {
      const next = c.clone();
      apply(next, step);
      const text = canonical(next);
      if (seen.has(text)) continue;
      if (seen.size >= statesMax) return { states: seen.size, finals, complete: false };
      seen.add(text);
      open.push(next);
    }
  }
  return { states: seen.size, finals, complete: true };
}

/** A configuration about to run a program from nothing. */
export function start(instructions: readonly Instruction[]): Configuration {
  const c = new Configuration();
  take(c, { type: "program", instructions });
  return c;
}

/**
 * A configuration as text, equal for equal ones: instances by name, their marks, queues, connections and values, the instruction reached.
 *
 * Versions of values and identities of pushes are left out: they grow for ever and no guard but `wait` reads them.
 */
export function canonical(c: Configuration): string {
  const nameOf = ({ instance, port }: PortOf): string => `${c.names[instance]}.${port}`;
  const instances = [...c.all()].map((instance) => {
    const life = c.life(instance);
    const marks = Array.from({ length: life.slots }, (_, slot) => c.mark(instance, slot)).join("");
    const queue = c.queue(instance).map(({ behavior }) => life.behaviors[behavior]);
    const values = life.ports.map((_, q) => {
      const value = c.values.get(c.port(instance, q));
      return value === undefined ? "-" : Number(value.version > 0);
    });
    const wires = life.ports.map((port, q) =>
      port.side === "provide" ? "" : c.across(instance, q).map(nameOf).sort().join(),
    );
    const withdrawal = c.withdrawals.get(instance) ?? "";
    return [
      c.names[instance],
      marks,
      queue.join(),
      values.join(""),
      wires.join(";"),
      withdrawal,
    ].join(" ");
  });
  return [c.position, c.stopped ? "stopped" : "", ...instances.sort()].join("\n");
}
