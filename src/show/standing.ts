/** Where an instance stands: its places, what is under way, and what no longer holds. Pure. */
import {
  type Configuration,
  failed,
  lost,
  nothing,
  running,
  unknown,
} from "../semantics/configuration.ts";
import type { Paint } from "./paint.ts";

export interface Standing {
  readonly instance: string;
  readonly component: string;
  /** Those that hold a token, but for the lost ones. */
  readonly places: readonly string[];
  /** Those that hold a token and no longer hold true. */
  readonly lost: readonly string[];
  readonly transitions: readonly Underway[];
  /** The active one. */
  readonly behavior: string | undefined;
}
export interface Underway {
  readonly name: string;
  /** `waits`: its token is on a dock. */
  readonly state: "runs" | "failed" | "unknown" | "waits";
  /** Why it failed, or what keeps it unknown. */
  readonly error?: string;
}

export function standing(c: Configuration, instance: number): Standing {
  const life = c.life(instance);
  const behavior = c.behavior(instance);
  const marked = (mark: (m: number) => boolean): readonly string[] =>
    life.places.filter((_, p) => mark(c.mark(instance, p)));
  return {
    instance: c.names[instance] ?? "",
    component: life.component.name,
    places: marked((m) => m > 0 && m !== lost),
    lost: marked((m) => m === lost),
    transitions: life.transitions.flatMap((_, t) => underway(c, instance, t) ?? []),
    behavior: behavior === nothing ? undefined : life.behaviors[behavior],
  };
}

function underway(c: Configuration, instance: number, transition: number): Underway | undefined {
  const life = c.life(instance);
  const edge = life.transitions[transition];
  if (edge === undefined) return undefined;
  const { name, on, out, docks } = edge;
  const mark = c.mark(instance, on);
  if (mark === running) return { name, state: "runs" };
  if (mark === unknown || mark === failed) {
    const failure = c.failure(instance, on);
    const state = mark === failed ? "failed" : "unknown";
    return { name, state, ...(failure === undefined ? {} : { error: failure.message }) };
  }
  const slots = [out, ...docks.map((d) => life.docks[d]?.slot ?? 0)];
  return slots.some((slot) => c.mark(instance, slot) > 0) ? { name, state: "waits" } : undefined;
}

/** As a line: `web: installed, start failed (deploy): exit code 1`. */
export function standingLine(one: Standing, { bold, green, red, yellow }: Paint): string {
  const words = [
    ...one.places.map(green),
    ...one.lost.map((place) => red(`no longer ${place}`)),
    ...one.transitions.map(({ name, state, error }) => {
      const why = error === undefined ? "" : ` (${error})`;
      if (state === "failed") return `${red(`${name} failed`)}${why}`;
      return `${yellow(state === "unknown" ? `${name} was cut off` : `${name} ${state}`)}${why}`;
    }),
  ];
  const doing = one.behavior === undefined ? "" : `, in ${one.behavior}`;
  return `${bold(one.instance)}: ${words.join(", ")}${doing}`;
}
