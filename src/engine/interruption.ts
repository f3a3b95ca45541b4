/** When services were interrupted in a run: from when one that was there went away until it was back. Pure. */
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";

/** Times in seconds from the beginning of the run; without `toS` the service is not back. */
export interface Interruption {
  readonly instance: string;
  /** A provide port. */
  readonly port: string;
  readonly fromS: number;
  readonly toS?: number;
}

/**
 * Follows the steps of a run. What goes away and comes back at one time was never away; what goes for good with its instance is not missed,
 * but for the time until an instance of that name provides it again.
 */
export class Interruptions {
  /** `instance.port` → since when it is away. */
  readonly #away = new Map<string, number>();
  /** The same of instances that are gone. */
  readonly #gone = new Map<string, number>();
  readonly #back: Required<Interruption>[] = [];

  /** O(steps). */
  add(c: Configuration, steps: readonly Step[], atS: number): void {
    for (const { rule, instance, element } of steps) {
      if (rule === "instruct") this.#forget(c, element);
      if (rule !== "disable" && rule !== "enable") continue;
      const name = c.names[instance] ?? "";
      const port = name === "" ? undefined : c.life(instance).ports[element]?.name;
      if (port === undefined) continue;
      const key = `${name}.${port}`;
      if (rule === "disable") this.#away.set(key, atS);
      else this.#note(name, port, key, atS);
    }
  }

  #note(instance: string, port: string, key: string, toS: number): void {
    const fromS = this.#away.get(key) ?? this.#gone.get(key);
    this.#away.delete(key);
    this.#gone.delete(key);
    if (fromS !== undefined && toS > fromS) this.#back.push({ instance, port, fromS, toS });
  }

  #forget(c: Configuration, instruction: number): void {
    const one = c.program[instruction];
    if (one?.op !== "del") return;
    for (const [key, fromS] of this.#away) {
      if (!key.startsWith(`${one.instance}.`)) continue;
      this.#away.delete(key);
      this.#gone.set(key, fromS);
    }
  }

  /** So far, in the order in which they began. */
  list(): readonly Interruption[] {
    const away = [...this.#away].map(([key, fromS]): Interruption => {
      const dot = key.lastIndexOf(".");
      return { instance: key.slice(0, dot), port: key.slice(dot + 1), fromS };
    });
    return [...this.#back, ...away].toSorted((a, b) => a.fromS - b.fromS);
  }
}
