/**
 * Ordeals: a random system that runs in virtual time under limits, with failures, choices, stops, and crashes at any record of its
 * journal, each followed by a resumption in which the operator and the probes say anything.
 */
import { hash } from "node:crypto";
import fc from "fast-check";
import type { EngineOptions } from "../../src/engine/engine.ts";
import type { Outcome, Verdict, Work } from "../../src/engine/performer.ts";
import { declarationOf } from "../../src/semantics/declared.ts";
import type { AnyComponent, AnyTransition } from "../../src/model/component.ts";
import type { Instruction } from "../../src/model/program.ts";
import { everything } from "../../src/semantics/step.ts";
import { type Catalog, catalogOf } from "../../src/store/catalog.ts";
import type { Entry, Limits } from "../../src/store/journal.ts";
import { type System, systems } from "../oracle/arbitrary.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import type { State } from "../../src/engine/fold.ts";
import { type Setting, type Simulation, replay, simulate } from "./simulation.ts";

export interface Ordeal {
  readonly system: System;
  readonly seed: number;
  readonly limits: Limits;
  readonly onError: "stop" | "drain";
  /** How many tries of a thousand fail. */
  readonly failing: number;
  readonly interruption: { readonly atMs: number; readonly how: "stop" | "abort" } | undefined;
  /** Where each life but the last is cut: in thousandths of what it journals. */
  readonly cuts: readonly number[];
  readonly leftBehind: "go-on" | "fail";
}

const slots = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });
export const ordeals: fc.Arbitrary<Ordeal> = fc.record({
  system: systems({ instructionsMax: 14, instancesMax: 4 }),
  seed: fc.nat(99_999),
  limits: fc.record({
    total: slots,
    perHost: slots,
    named: fc.record({
      rare: fc.integer({ min: 1, max: 2 }),
      few: fc.integer({ min: 1, max: 3 }).map((n) => (n === 3 ? { perHost: 1 } : n)),
    }),
  }),
  onError: fc.constantFrom("stop", "drain"),
  failing: fc.constantFrom(0, 50, 300),
  interruption: fc.option(
    fc.record({ atMs: fc.nat(2000), how: fc.constantFrom("stop", "abort") }),
    { nil: undefined, freq: 3 },
  ),
  cuts: fc.array(fc.nat(999), { maxLength: 3 }),
  leftBehind: fc.oneof(
    { weight: 5, arbitrary: fc.constant("go-on" as const) },
    { weight: 1, arbitrary: fc.constant("fail" as const) },
  ),
});

/** One life of an ordeal: what it found, how it ran, and under which policy. */
export interface Life {
  readonly before: State;
  readonly run: Simulation;
  readonly onError: EngineOptions["onError"];
  readonly catalog: Catalog;
}

/** @param beside  what else goes into the setting of a life, from how many records it begins with */
export async function livesOf(
  ordeal: Ordeal,
  beside: (kept: number) => Pick<Setting, "historian"> = () => ({}),
): Promise<readonly Life[]> {
  const program = decorated(ordeal);
  const catalog = catalogOf(program);
  const lives: Life[] = [];
  let kept: string[] = [];
  for (const cut of [...ordeal.cuts, undefined]) {
    const from = kept.length;
    const before = replay(memoryJournal(new VirtualClock(), kept), catalog);
    const setting = lifeOf(ordeal, program, catalog, kept, before, lives.length);
    const run = await simulate({ ...setting, ...beside(from) });
    lives.push({ before, run, onError: ordeal.onError, catalog });
    // The journal of a life begins with the program, which is there before anything can be cut.
    const length = from + 1 + Math.floor(((run.records.length - from) * (cut ?? 0)) / 1000);
    kept = run.records.slice(0, length).map((record) => JSON.stringify(record));
  }
  return lives;
}

function lifeOf(
  ordeal: Ordeal,
  program: readonly Instruction[],
  catalog: Catalog,
  kept: readonly string[],
  before: State,
  number: number,
): Setting {
  const { limits, onError, interruption, leftBehind } = ordeal;
  const first = kept.length === 0;
  return {
    kept: [...kept],
    catalog,
    limits,
    onError,
    leftBehind,
    durationMs: (work) => drawn(ordeal, 1000, work.instance, work.transition, work.attempt),
    becomes: (work, state) => becomes(ordeal, work, state),
    verdict: (work) => verdictOf(ordeal, work, number),
    ...(first ? { program } : { decisions: decisions(ordeal, before, number) }),
    meanwhile(engine, clock) {
      if (interruption !== undefined && number === 0)
        clock.after(interruption.atMs, () => engine[interruption.how]());
    },
  };
}

/** A number below `max`, always the same for the same words. */
function drawn({ seed }: Ordeal, max: number, ...words: readonly (string | number)[]): number {
  return Number.parseInt(hash("sha256", [seed, ...words].join(" ")).slice(0, 8), 16) % max;
}

/** The system with limits, hosts and retries. */
function decorated(ordeal: Ordeal): readonly Instruction[] {
  const known = new Map<AnyComponent, AnyComponent>();
  const decorate = (one: AnyComponent): AnyComponent => {
    const made = known.get(one) ?? { ...one, behaviors: behaviorsOf(ordeal, one) };
    known.set(one, made);
    return made;
  };
  return ordeal.system.instructions.map((one) => {
    if (one.op !== "add") return one;
    const host = drawn(ordeal, 3, "host", one.instance);
    const on = host === 0 ? {} : { on: `h${host}` };
    return { ...one, ...on, component: decorate(one.component) };
  });
}

function behaviorsOf(ordeal: Ordeal, { name, behaviors }: AnyComponent): AnyComponent["behaviors"] {
  const edge = (transition: string, declared: AnyTransition): AnyTransition => ({
    ...declared,
    limits: ["rare", "few", "free"].filter((one) => drawn(ordeal, 4, name, transition, one) === 0),
    retry: { attempts: 1 + drawn(ordeal, 3, name, transition), delayMs: 100 },
  });
  return Object.fromEntries(
    Object.entries<Readonly<Record<string, AnyTransition>>>(behaviors).map(([behavior, edges]) => [
      behavior,
      Object.fromEntries(Object.entries(edges).map(([t, declared]) => [t, edge(t, declared)])),
    ]),
  );
}

const broke = { code: "MADEUS_ACTION_FAILED", message: "it broke" };
const gone = { code: "MADEUS_HOST_UNREACHABLE", message: "it may be alive" };

function becomes(ordeal: Ordeal, work: Work, { configuration: c }: State): Outcome | undefined {
  const { instance, transition, key, attempt } = work;
  const chance = drawn(ordeal, 1000, "becomes", key, attempt);
  if (chance < ordeal.failing) return { kind: "failed", error: broke };
  if (chance >= 980) return { kind: "cut", error: gone };
  // An action that forgets what it should give.
  if (chance < ordeal.failing + 10) return { kind: "ended", values: {} };
  const number = c.number(instance);
  if (number === undefined || chance % 2 === 0) return undefined;
  const { to } = declarationOf(c.life(number), work.edge);
  const stations: readonly string[] = typeof to === "string" ? [to] : to;
  const station = stations[drawn(ordeal, stations.length, transition, key)] ?? "";
  return { kind: "ended", station, values: everything(c, number) };
}

function verdictOf(ordeal: Ordeal, { key, attempt }: Work, life: number): Verdict {
  const chance = drawn(ordeal, 9, "verdict", key, attempt, life);
  if (chance < 4) return { kind: "rerun" };
  if (chance < 6) return { kind: "ended", values: {} };
  if (chance === 6) return { kind: "ask" };
  return chance === 7 ? { kind: "left" } : { kind: "left", error: gone };
}

/** What the operator says: go on, and something about some of what failed or is unknown, sensible or too late. */
function decisions(ordeal: Ordeal, { tasks, configuration: c }: State, life: number): Entry[] {
  const decided = [...tasks.values()].flatMap((task): Entry[] => {
    const instance = c.names[task.instance] ?? "";
    const transition = c.life(task.instance).transitions[task.transition]?.name ?? "";
    const values = everything(c, task.instance);
    switch (drawn(ordeal, 6, "decision", task.key, life)) {
      case 0:
      case 1:
        return [{ type: "refire", instance, transition }];
      case 2:
        return [{ type: "ended", instance, transition, skipped: true, values }];
      case 3:
        return task.state === "failed" ? [{ type: "withdraw", instance }] : [];
      case 4:
        return [
          { type: "refire", instance, transition },
          { type: "ended", instance, transition, skipped: true, values },
        ];
      default:
        return [];
    }
  });
  return [{ type: "go" }, ...decided];
}
