/** What becomes of each try of a simulated run, and when: durations, faults and choices. Pure, but for what its options do. */
import { hash } from "node:crypto";
import type { Clock } from "../engine/clock.ts";
import { type Duration, type DurationTable, drawnS, expectedS } from "../engine/duration.ts";
import type { State } from "../engine/fold.ts";
import type { Outcome, Work } from "../engine/performer.ts";
import { declarationOf, declaredS } from "../semantics/declared.ts";
import { MadeusError } from "../model/code.ts";
import { type AnyTransition, hasAction } from "../model/component.ts";
import { path, quote, transitionName } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { everything } from "../semantics/step.ts";
import type { Failure } from "../store/journal.ts";
import { type Downfalls, strokeOn, verdictOn } from "./downfall.ts";
import type { Script } from "./simulated.ts";

/** One try of one action, as a simulation asks about it. */
export type SimulatedTry = Pick<Work, "instance" | "transition" | "attempt" | "host">;

/**
 * How long things take and what goes wrong. The first of these that knows a transition says how long it takes: `durationMs`,
 * `durations`, `history`, the `durationS` of its declaration; else an action takes one second, and what has no action no time.
 */
export interface Fate {
  readonly durationMs?: ((one: SimulatedTry) => number) | undefined;
  /** By `instance.transition`. */
  readonly durations?: DurationTable | undefined;
  /** What earlier runs took. */
  readonly history?: History | undefined;
  /** Does the try fail? By default none does. */
  readonly fail?: ((one: SimulatedTry) => boolean) | undefined;
  /**
   * host → the second at which it goes down, for good. What runs on it then is unknown, what would begin there later fails at once; so
   * does what uses a service from there.
   */
  readonly hostDown?: Downfalls | undefined;
  /** The station at which a transition with several of them ends. By default the first. */
  readonly choose?: ((one: SimulatedTry) => string | undefined) | undefined;
  /** Is told of each try from where its duration is; not of what `durationMs` says. */
  readonly sourced?: ((one: SimulatedTry, from: Source) => void) | undefined;
  /** Draws each duration from its distribution, a plain number between half and twice; never more than the timeout. */
  readonly seed?: number | undefined;
}
export interface History {
  find(instance: string, transition: string, component: string): Duration | undefined;
}

export function scriptOf(state: State, clock: Clock, fate: Fate): Script {
  const { fail, choose, hostDown = {} } = fate;
  const declared = (work: Work): AnyTransition =>
    declarationOf(state.configuration.life(work.number), work.edge);
  const doomed = new WeakMap<Work, Outcome>();
  return {
    durationMs(work) {
      const { timeoutMs = Infinity } = declared(work);
      const [plannedMs, drawnMs] = durationsMs(state, work, fate);
      if (plannedMs > timeoutMs) doomed.set(work, late);
      const lastsMs = Math.min(drawnMs, timeoutMs);
      // What does nothing needs no host.
      if (lastsMs === 0 && !hasAction(declared(work))) return lastsMs;
      const nowMs = clock.nowMs();
      const stroke = strokeOn(state, work, hostDown, nowMs);
      if (stroke === undefined) return lastsMs;
      const leftMs = stroke.atMs - nowMs;
      if (leftMs > 0 && leftMs >= lastsMs) return lastsMs;
      doomed.set(work, stroke.outcome);
      return leftMs;
    },
    outcome(work) {
      const doom = doomed.get(work);
      if (doom !== undefined) return doom;
      if (fail?.(work) === true) return failed("MADEUS_ACTION_FAILED", "it was to fail");
      const station = choose?.(work);
      const values = everything(state.configuration, work.number);
      if (station === undefined) return { kind: "ended", values };
      refuseElsewhere(work, declared(work).to, station);
      return { kind: "ended", values, station };
    },
    verdict: (work) => verdictOn(work, hostDown, clock.nowMs()),
  };
}

/** How long a try is expected to take, and how long it takes this time. */
function durationsMs({ configuration }: State, work: Work, fate: Fate): readonly [number, number] {
  const { instance, transition, number, edge, key, attempt } = work;
  const life = configuration.life(number);
  const told = fate.durationMs?.(work);
  const of = { instance, transition, component: life.component.name };
  const known = told === undefined ? durationOf(fate, of, declarationOf(life, edge)) : undefined;
  if (known !== undefined) fate.sourced?.(work, known.from);
  const duration = known?.duration ?? (told ?? 0) / 1000;
  const plannedMs = told ?? expectedS(duration) * 1000;
  if (!(plannedMs >= 0 && plannedMs < Infinity))
    throw endless(path(instance, transition), plannedMs);
  const { seed } = fate;
  if (seed === undefined) return [plannedMs, plannedMs];
  return [plannedMs, 1000 * drawnS(duration, (k) => chance(`${seed} ${key} ${attempt} ${k}`))];
}

/** Where a duration is from: a table, earlier runs, the declaration, nowhere (one second), or there is no action (no time). */
export type Source = "given" | "measured" | "declared" | "assumed" | "none";

/** How long a transition takes by a table or what is known of it, and from where that is. */
export function durationOf(
  { durations = {}, history }: Pick<Fate, "durations" | "history">,
  one: Record<"instance" | "transition" | "component", string>,
  declaration: AnyTransition,
): { readonly duration: Duration; readonly from: Source } {
  const name = transitionName(one);
  const given = Object.hasOwn(durations, name) ? durations[name] : undefined;
  if (given !== undefined) return { duration: given, from: "given" };
  const measured = history?.find(one.instance, one.transition, one.component);
  if (measured !== undefined) return { duration: measured, from: "measured" };
  const assumed = hasAction(declaration) ? "assumed" : "none";
  const from = declaration.durationS === undefined ? assumed : "declared";
  return { duration: declaredS(declaration), from };
}

/** From 0 to 1, without 1; the same for the same text. */
const chance = (text: string): number =>
  Number.parseInt(hash("sha256", text).slice(0, 8), 16) / 2 ** 32;

const failed = (code: Failure["code"], message: string): Outcome => ({
  kind: "failed",
  error: { code, message },
});
const late = failed("MADEUS_ACTION_TIMEOUT", "it did not end in time");

const endless = (name: string, durationMs: number): MadeusError =>
  new MadeusError(
    "MADEUS_BAD_NUMBER",
    `the duration of ${name} must be 0 or more, but is ${durationMs}`,
  );

function refuseElsewhere(work: Work, to: AnyTransition["to"], station: string): void {
  const stations: readonly string[] = typeof to === "string" ? [to] : to;
  if (stations.includes(station)) return;
  const text = `${path(work.instance, work.transition)} cannot end at ${quote(station)}`;
  throw new MadeusError("MADEUS_SCOPE_STATION", text, { hint: didYouMean(station, stations) });
}
