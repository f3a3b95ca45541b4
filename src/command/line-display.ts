/** A run as lines: one for each thing that changed, and a sign of life while nothing does. For logs, pipes and screen readers. */
import { realClock } from "../engine/clock-real.ts";
import type { Step } from "../semantics/event.ts";
import type { JournalRecord } from "../store/journal.ts";
import { Progress } from "../show/progress.ts";
import type { RunFlags } from "./flags.ts";
import { heartbeat } from "./heartbeat.ts";
import { type HeldBack, heldBack } from "./held-back.ts";
import { type Order, titleOf } from "./order.ts";
import { type Output, paint } from "./output.ts";
import type { RunDisplay } from "./run-display.ts";
import type { Session } from "./session.ts";

const heartbeatMs = 30_000;

export class LineDisplay implements RunDisplay {
  readonly #progress: Progress;
  readonly #held: HeldBack;
  readonly #callOff: () => void;
  #workflow: Output["workflow"];

  constructor({ state }: Session, order: Order, { verbose, quiet }: RunFlags, to: Output) {
    this.#workflow = quiet === true ? undefined : to.workflow;
    this.#workflow?.group(titleOf(order));
    this.#progress = new Progress(state.configuration, { paint, verbose: verbose === true });
    this.#held = heldBack(to);
    this.#callOff = heartbeat(realClock, heartbeatMs, () => {
      const atMs = realClock.nowMs();
      const { line, running, waiting } = this.#progress.life(atMs);
      to.progress(line);
      to.object({ type: "heartbeat", atMs, running, waiting });
    });
  }

  tell(record: JournalRecord, steps: readonly Step[]): void {
    if (record.type !== "declaration" && record.type !== "result") this.#held.object(record);
    for (const line of this.#progress.lines(record, steps)) this.#held.progress(line);
  }
  committed(): void {
    this.#held.release();
  }
  heard(): void {}
  close(): readonly string[] {
    this.#callOff();
    this.#workflow?.endGroup();
    this.#workflow = undefined;
    return [];
  }
}
