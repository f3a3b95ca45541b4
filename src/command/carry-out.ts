/** Carries out a run for a command: engine, progress, signals and the last word. */
import { realClock } from "../engine/clock-real.ts";
import type { Engine, RunOutcome } from "../engine/engine.ts";
import type { Assembly } from "../model/assembly.ts";
import { type Reason, whyProgram } from "../semantics/why.ts";
import { Progress, duration } from "../show/progress.ts";
import { story } from "../show/story.ts";
import { exitOfOutcome } from "./exit.ts";
import type { RunFlags } from "./flags.ts";
import { manned } from "./manned.ts";
import type { Output } from "./output.ts";
import { type Session, beginRun } from "./session.ts";

export interface Order {
  readonly verb: string;
  readonly assembly: Assembly;
  readonly file: string;
  /** Under which the file exports the assembly. */
  readonly name: string;
  readonly leftBehind?: "go-on" | "fail";
  /** What the engine is told before it begins. */
  readonly give: (engine: Engine) => void;
}
export interface Completion {
  readonly outcome: RunOutcome;
  readonly code: number;
  readonly because: readonly Reason[];
}

const heartbeatMs = 30_000;

/** Runs to the end. Rejects with a `MadeusError` where the journal can no longer be written: what ran was ended. */
export async function carryOut(session: Session, order: Order, flags: RunFlags, to: Output): Promise<Completion> {
  const { state } = session;
  const progress = new Progress(state.configuration, { paint: to.paint, verbose: flags.verbose === true });
  beginRun(session, order);
  const beganMs = realClock.nowMs();
  const { engine, close } = manned(session, {
    limits: { total: flags.parallel, perHost: flags.perHost, named: flags.limit },
    onError: flags.onError,
    leftBehind: order.leftBehind ?? "go-on",
    tell(record, steps) {
      if (record.type !== "result") to.object(record);
      for (const line of progress.lines(record, steps)) to.progress(line);
    },
  });
  order.give(engine);
  const release = [onSignals(engine, to), deadline(engine, flags.timeout), heartbeat(() => to.progress(`still running: ${progress.running(realClock.nowMs())}`))];
  let outcome: RunOutcome;
  try {
    outcome = await engine.run();
  } finally {
    for (const undo of release) undo();
    await close();
  }
  const because = outcome === "done" ? [] : whyProgram(state.configuration);
  const makespanMs = realClock.nowMs() - beganMs;
  to.object({ type: "result", outcome, makespanS: makespanMs / 1000, because: story(because) });
  tellEnd(to, order, outcome, makespanMs, because);
  return { outcome, code: secondSignal ?? exitOfOutcome[outcome], because };
}

/** Which exit code a second signal asked for. */
let secondSignal: number | undefined;

function tellEnd(to: Output, { verb, assembly }: Order, outcome: RunOutcome, makespanMs: number, because: readonly Reason[]): void {
  const { green, red, yellow } = to.paint;
  const took = duration(makespanMs);
  if (outcome === "done") to.progress(green(`${verb} of ${assembly.name} is done after ${took}`));
  else {
    const word = { failed: "has failed", stuck: "cannot go on", cancelled: "was cancelled", timeout: "ran out of time" }[outcome];
    to.say((outcome === "cancelled" ? yellow : red)(`${verb} of ${assembly.name} ${word} after ${took}`));
    for (const line of story(because)) to.say(`  ${line}`);
  }
}

/** The first signal starts nothing new and lets running actions end; the second ends them. */
function onSignals(engine: Engine, to: Output): () => void {
  let count = 0;
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const undo = Object.entries(codes).map(([name, code]) => {
    const on = (): void => {
      count++;
      if (count === 1) {
        to.say(`${name}: nothing new starts; running actions may end. Once more ends them.`);
        engine.stop();
      } else if (count === 2) {
        to.say(`${name}: running actions are ended; their outcome will be unknown.`);
        secondSignal = code;
        engine.abort();
      }
    };
    process.on(name, on);
    return () => process.removeListener(name, on);
  });
  return () => {
    for (const one of undo) one();
  };
}

const deadline = (engine: Engine, timeoutS: number | undefined): (() => void) =>
  timeoutS === undefined ? () => undefined : realClock.after(timeoutS * 1000, () => engine.abort("timeout"));

function heartbeat(beat: () => void): () => void {
  let callOff = realClock.after(heartbeatMs, again);
  function again(): void {
    beat();
    callOff = realClock.after(heartbeatMs, again);
  }
  return () => callOff();
}

