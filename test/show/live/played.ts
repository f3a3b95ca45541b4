/** Runs in virtual time, with what a view would know of them at every moment. */
import { VirtualClock } from "../../../src/engine/clock-virtual.ts";
import { Engine } from "../../../src/engine/engine.ts";
import { State } from "../../../src/engine/fold.ts";
import type { Outcome, Work } from "../../../src/engine/performer.ts";
import { rehearse } from "../../../src/host/simulation.ts";
import { simulated } from "../../../src/host/simulated.ts";
import type { Instruction } from "../../../src/model/program.ts";
import { everything } from "../../../src/semantics/step.ts";
import { Activity } from "../../../src/show/live/activity.ts";
import type { Heading } from "../../../src/show/live/head-line.ts";
import type { Pen } from "../../../src/show/live/piece.ts";
import { type Origin, predictionOf } from "../../../src/show/live/prediction.ts";
import { unicode } from "../../../src/show/live/sign.ts";
import { plain } from "../../../src/show/paint.ts";
import { catalogOf } from "../../../src/store/catalog.ts";
import type { Limits } from "../../../src/store/journal.ts";
import { memoryJournal } from "../../../src/store/memory.ts";

export interface Play {
  readonly program: readonly Instruction[];
  /** What it really takes; by default what is declared. */
  readonly durationMs?: (work: Work) => number | undefined;
  readonly becomes?: (work: Work) => Outcome | undefined;
  readonly limits?: Limits;
  /** From where its durations are known; undefined: nothing is predicted. */
  readonly origin?: Origin | undefined;
  /** Is told of the state after each record. */
  readonly seen?: (activity: Activity, nowMs: number) => void;
  /** Looks when so many milliseconds have passed. */
  readonly looks?: Readonly<Record<number, (activity: Activity, nowMs: number) => void>>;
}

/** To its end. */
export async function played(play: Play): Promise<Activity> {
  const { program, limits = {}, seen = () => undefined } = play;
  const origin = "origin" in play ? play.origin : "measured";
  const clock = new VirtualClock();
  const state = new State(catalogOf(program));
  const give = (engine: Engine): void => engine.submit("deploy", program);
  const expected = await rehearse(state.clone(), give, { limits });
  const prediction = origin === undefined ? undefined : predictionOf(expected, () => origin);
  const activity = new Activity(state, prediction);
  const journal = memoryJournal(clock);
  journal.beginRun();
  const performer = simulated(clock, {
    durationMs: (work) => play.durationMs?.(work) ?? declaredMs(state, work),
    outcome: (work) =>
      play.becomes?.(work) ?? {
        kind: "ended",
        values: everything(state.configuration, work.number),
      },
  });
  const engine = new Engine({
    state,
    journal,
    clock,
    performer,
    limits,
    tell(record, steps) {
      activity.add(record, steps);
      seen(activity, clock.nowMs());
    },
  });
  give(engine);
  const running = engine.run();
  for (const [afterMs, look] of Object.entries(play.looks ?? {}))
    clock.after(Number(afterMs), () => look(activity, clock.nowMs()));
  clock.run();
  await running;
  return activity;
}

function declaredMs({ configuration }: State, { number, edge }: Work): number {
  const life = configuration.life(number);
  const { name = "", behavior = 0 } = life.transitions[edge] ?? {};
  const of = life.component.behaviors[life.behaviors[behavior] ?? ""]?.[name];
  return 1000 * (of?.durationS ?? (of?.run === undefined ? 0 : 1));
}

export const heading: Heading = {
  title: "deploy of shop",
  limits: "",
  goOn: "madeus resume shop.ts",
  logs: "madeus logs shop.ts",
  timeOfDay: (atMs) => `0:${String(Math.round(atMs / 1000)).padStart(2, "0")}`,
};
export const pen: Pen = { columns: 100, signs: unicode, paint: plain };
