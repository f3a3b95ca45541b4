/** Whole runs in virtual time over a journal in memory: what engine tests share. */
import type { AnyComponent } from "../../src/model/component.ts";
import type { Instruction } from "../../src/model/program.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine, type EngineOptions } from "../../src/engine/engine.ts";
import { State, fold } from "../../src/engine/fold.ts";
import type { Outcome, Verdict, Work } from "../../src/engine/performer.ts";
import { simulated } from "../../src/host/simulated.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { everything } from "../../src/semantics/step.ts";
import { type Catalog, catalogOf } from "../../src/store/catalog.ts";
import { type Historian, recordedJournal } from "../../src/store/historian.ts";
import type { Entry, Journal, JournalRecord, RunOutcome } from "../../src/store/journal.ts";
import { memoryJournal } from "../../src/store/memory.ts";

export interface Simulation {
  readonly outcome: RunOutcome | undefined;
  readonly state: State;
  readonly clock: VirtualClock;
  readonly records: readonly JournalRecord[];
  /** In the order of their ends. */
  readonly tries: readonly Try[];
}
export interface Try {
  readonly work: Work;
  readonly startMs: number;
  readonly endMs: number;
  /** Their order among all beginnings and ends. */
  readonly began: number;
  readonly ended: number;
}
export interface Setting
  extends Pick<
    EngineOptions,
    "limits" | "onError" | "onErrorOf" | "leftBehind" | "tell" | "committed"
  > {
  /** What an earlier run has journalled; grows. */
  readonly kept?: string[];
  readonly program?: readonly Instruction[];
  readonly catalog?: Catalog;
  readonly durationMs?: (work: Work) => number;
  readonly becomes?: (work: Work, state: State) => Outcome | undefined;
  readonly verdict?: (work: Work) => Verdict;
  /** Called once, after the run has begun and before time passes. */
  readonly meanwhile?: (engine: Engine, clock: VirtualClock) => void;
  /** Entries handed in before the run begins. */
  readonly decisions?: readonly Entry[];
  /** Who makes commits of the run, from the state as the journal has left it. */
  readonly historian?: (state: State) => Historian;
}

/** Runs to the end. The outcome is undefined where the run did not end, e.g. because the journal could not be written. */
export async function simulate(setting: Setting): Promise<Simulation> {
  const clock = new VirtualClock();
  const bare = memoryJournal(clock, setting.kept);
  bare.beginRun();
  const catalog = setting.catalog ?? catalogOf(setting.program ?? []);
  const state = replay(bare, catalog);
  const historian = setting.historian?.(state);
  const journal = historian && recordedJournal(bare, historian);
  const tries: Try[] = [];
  let moments = 0;
  const performer = simulated(clock, {
    durationMs: setting.durationMs ?? (() => 1000),
    outcome: (work) => setting.becomes?.(work, state) ?? endedWell(state, work),
    ...(setting.verdict === undefined ? {} : { verdict: setting.verdict }),
  });
  const engine = new Engine({
    ...setting,
    state,
    journal: journal ?? bare,
    clock,
    tell(record, steps) {
      historian?.note(record, steps);
      setting.tell?.(record, steps);
    },
    performer: {
      ...performer,
      perform(work, watcher, done) {
        const startMs = clock.nowMs();
        const began = moments++;
        performer.perform(work, watcher, (outcome) => {
          tries.push({ work, startMs, endMs: clock.nowMs(), began, ended: moments++ });
          done(outcome);
        });
      },
    },
  });
  for (const decision of setting.decisions ?? []) engine.post(decision);
  if (setting.program !== undefined) engine.submit("test", setting.program);
  let outcome: RunOutcome | undefined;
  const running = engine.run().then((ended) => (outcome = ended));
  setting.meanwhile?.(engine, clock);
  clock.run();
  await Promise.race([running, Promise.resolve().then(() => undefined)]);
  return { outcome, state, clock, records: [...bare.records()], tries };
}

/** With all that its instance provides. */
const endedWell = ({ configuration }: State, { number }: Work): Outcome => ({
  kind: "ended",
  values: everything(configuration, number),
});

/** The state that a journal leaves behind. */
export function replay(journal: Journal, catalog: Catalog): State {
  const state = new State(catalog);
  for (const record of journal.records()) fold(state, record);
  return state;
}

/** The configuration by names: instance → marked places and busy transitions. */
export function marking(state: State): Record<string, string> {
  const c = state.configuration;
  return Object.fromEntries(
    [...c.all()].map((i) => {
      const life = c.life(i);
      const places = life.places.filter((_, p) => c.mark(i, p) > 0);
      const docks = life.transitions
        .filter(({ out }) => c.mark(i, out) > 0)
        .map(({ name }) => `(${name}`);
      const on = life.transitions
        .filter((edge) => c.mark(i, edge.on) > 0)
        .map(({ name }) => `${name}…`);
      const arrived = life.docks
        .filter(({ slot }) => c.mark(i, slot) > 0)
        .map(({ transition }) => `${life.transitions[transition]?.name})`);
      return [c.names[i], [...places, ...docks, ...on, ...arrived].join(" ")];
    }),
  );
}
export { canonical };

export const add = (instance: string, component: AnyComponent): Instruction => ({
  op: "add",
  instance,
  component,
});
export const push = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});
