/** When services were interrupted in a run: from when one that was there went away until it was back. Pure. */
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";

/** Times in seconds from the beginning of the run; without `toS` the service is not back. */
export interface Interruption {
  readonly instance: string;
  /** A provide port. */
  readonly port: string;
  readonly fromS: number;
  readonly toS?: number;
  /** It is gone for good, and nobody of the assembly had used it: its instance has been taken away, and no other one of that name provides it. */
  readonly gone?: true;
}

/**
 * Follows the steps of a run. What goes away and comes back at one time was never away; what came in the run and went with its instance was
 * not there before, and is not missed. Nor is what goes with its instance when only others of the assembly used it: they had to let go of it
 * first, and what became of them is told of their own services.
 */
export class Interruptions {
  /** instance → port → since when it is away. */
  readonly #away = new Map<string, Map<string, number>>();
  /** The same of instances that are gone. */
  readonly #gone = new Map<string, Map<string, number>>();
  /** Instances that came in the run, and none of their name had gone before. */
  readonly #new = new Set<string>();
  /** instance → its ports that were connected. */
  readonly #used = new Map<string, Set<string>>();
  readonly #back: (Interruption & { readonly toS: number })[] = [];

  /** O(steps). */
  add(c: Configuration, steps: readonly Step[], atS: number): void {
    for (const { rule, instance, element } of steps) {
      if (rule === "instruct") this.#follow(c, element);
      if (rule !== "disable" && rule !== "enable") continue;
      const name = c.names[instance] ?? "";
      const port = name === "" ? undefined : c.life(instance).ports[element]?.name;
      if (port === undefined) continue;
      if (c.firstOf(c.port(instance, element)) !== nothing) this.#noteUse(name, port);
      if (rule === "enable") this.#note(name, port, atS);
      else this.#away.set(name, (this.#away.get(name) ?? new Map<string, number>()).set(port, atS));
    }
  }

  #noteUse(instance: string, port: string): void {
    this.#used.set(instance, (this.#used.get(instance) ?? new Set()).add(port));
  }

  #note(instance: string, port: string, toS: number): void {
    const [away, gone] = [this.#away.get(instance), this.#gone.get(instance)];
    const fromS = away?.get(port) ?? gone?.get(port);
    away?.delete(port);
    gone?.delete(port);
    if (fromS !== undefined && toS > fromS) this.#back.push({ instance, port, fromS, toS });
  }

  #follow(c: Configuration, instruction: number): void {
    const one = c.program[instruction];
    if (one?.op === "add" && !this.#gone.has(one.instance)) this.#new.add(one.instance);
    if (one?.op === "disconnect") this.#noteUse(one.provide.instance, one.provide.port);
    if (one?.op !== "del") return;
    const { instance } = one;
    const away = this.#away.get(instance) ?? [];
    this.#away.delete(instance);
    if (this.#new.delete(instance)) return;
    this.#gone.set(instance, new Map([...(this.#gone.get(instance) ?? []), ...away]));
  }

  /** So far, in the order in which they began. */
  list(): readonly Interruption[] {
    const away = listed(this.#away).map(([instance, port, fromS]) => ({ instance, port, fromS }));
    const gone = listed(this.#gone).flatMap(([instance, port, fromS]): readonly Interruption[] =>
      this.#used.get(instance)?.has(port) === true ? [] : [{ instance, port, fromS, gone: true }],
    );
    return [...this.#back, ...away, ...gone].toSorted((a, b) => a.fromS - b.fromS);
  }
}

const listed = (
  since: ReadonlyMap<string, ReadonlyMap<string, number>>,
): readonly (readonly [instance: string, port: string, fromS: number])[] =>
  [...since].flatMap(([instance, ports]) =>
    [...ports].map(([port, fromS]) => [instance, port, fromS] as const),
  );
