/**
 * Simulated performance: actions are durations, and what becomes of each is asked of a script. With a virtual clock a whole deployment
 * happens in an instant and is the same every time.
 */
import type { Clock } from "../engine/clock.ts";
import type { Outcome, Performer, Verdict, Work } from "../engine/performer.ts";

export interface Script {
  readonly durationMs: (work: Work) => number;
  /** What becomes of a try; by default it ends well, at the first station, giving nothing. */
  readonly outcome?: (work: Work) => Outcome;
  /** What is found out about an interrupted action; by default it is run again. */
  readonly verdict?: (work: Work) => Verdict;
}

const endedWell: Outcome = { kind: "ended", values: {} };

export function simulated(clock: Clock, script: Script): Performer {
  const underWay = new Set<() => void>();
  return {
    perform(work, _watcher, done) {
      const finish = (outcome: Outcome): void => {
        underWay.delete(cut);
        callOff();
        done(outcome);
      };
      const cut = (): void => finish({ kind: "cut" });
      const callOff = clock.after(script.durationMs(work), () =>
        finish(script.outcome?.(work) ?? endedWell),
      );
      underWay.add(cut);
    },
    cut() {
      for (const end of underWay) end();
    },
    recover(work, _processes, _watcher, done) {
      clock.after(0, () => done(script.verdict?.(work) ?? { kind: "rerun" }));
    },
  };
}
