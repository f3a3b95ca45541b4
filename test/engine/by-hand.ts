/** An engine whose actions end, and whose interrupted actions are found out about, when the test says so; time stands still. */
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine, type EngineOptions } from "../../src/engine/engine.ts";
import type { Outcome, Verdict } from "../../src/engine/performer.ts";
import type { AnyComponent, AnyTransition } from "../../src/model/component.ts";
import { component } from "../../src/model/component.ts";
import type { Instruction } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { Journal, JournalRecord, RunOutcome } from "../../src/store/journal.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import { add, push, replay } from "./simulation.ts";

export interface ByHand {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  /** `instance.transition attempt`, in the order in which they began. */
  readonly begun: string[];
  /** Ends the try that is at work. */
  readonly end: (name: string, outcome?: Outcome) => void;
  /** Says what became of an interrupted action. */
  readonly find: (name: string, verdict: Verdict) => void;
  /** Asks the one who performs to cut all short. */
  readonly cuts: () => number;
  readonly outcome: () => RunOutcome | undefined;
  readonly error: () => unknown;
  readonly records: () => readonly JournalRecord[];
  /** What the next engine finds. */
  readonly kept: string[];
}
type Setting = Pick<EngineOptions, "limits" | "onError" | "leftBehind" | "tell"> & {
  readonly program: readonly Instruction[];
  readonly kept?: readonly string[];
  readonly journal?: (journal: Journal) => Journal;
};

/** The run has begun and waits; where `kept` holds something it goes on from there. */
export function byHand(setting: Setting): ByHand {
  const clock = new VirtualClock();
  const kept = [...(setting.kept ?? [])];
  const journal = memoryJournal(clock, kept);
  journal.beginRun();
  const state = replay(journal, catalogOf(setting.program));
  const begun: string[] = [];
  const atWork = new Map<string, (outcome: Outcome) => void>();
  const lost = new Map<string, (verdict: Verdict) => void>();
  let cuts = 0;
  const engine = new Engine({
    ...setting,
    state,
    clock,
    journal: setting.journal?.(journal) ?? journal,
    performer: {
      perform({ instance, transition, attempt }, _watcher, done) {
        begun.push(`${instance}.${transition} ${attempt}`);
        atWork.set(`${instance}.${transition}`, done);
      },
      cut: () => void cuts++,
      recover({ instance, transition }, _processes, _watcher, done) {
        lost.set(`${instance}.${transition}`, done);
      },
    },
  });
  if (kept.length === 0) engine.submit("test", setting.program);
  const ended: { outcome?: RunOutcome; error?: unknown } = {};
  engine.run().then(
    (outcome) => (ended.outcome = outcome),
    (error: unknown) => (ended.error = error),
  );
  clock.run();
  const take = <T>(from: Map<string, (one: T) => void>, name: string, one: T): void => {
    taken(from, name)(one);
    clock.run(clock.nowMs());
  };
  return {
    engine,
    clock,
    begun,
    kept,
    end: (name, one = { kind: "ended", values: {} }) => take(atWork, name, one),
    find: (name, verdict) => take(lost, name, verdict),
    cuts: () => cuts,
    outcome: () => ended.outcome,
    error: () => ended.error,
    records: () => [...journal.records()],
  };
}

function taken<T>(from: Map<string, T>, name: string): T {
  const found = from.get(name);
  if (found === undefined) throw new Error(`${name} is not there`);
  from.delete(name);
  return found;
}

/** Instances of one transition each, `go`, all deployed: `a`, `b` …. */
export function row(
  names: readonly string[],
  declared: Partial<AnyTransition> = {},
): readonly Instruction[] {
  const one = component({
    name: "one",
    places: ["off", "on"],
    initial: "off",
    behaviors: {
      deploy: { go: { ...declared, from: "off", to: "on" } },
    },
  }) as AnyComponent;
  return [...names.map((name) => add(name, one)), ...names.map((name) => push(name, "deploy"))];
}

export const failed: Outcome = {
  kind: "failed",
  error: { code: "MADEUS_ACTION_FAILED", message: "it broke" },
};
