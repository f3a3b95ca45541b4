/** How a run is shown while it goes on: as a picture that is kept up to date on a terminal, or as lines wherever else. */
import type { Step } from "../semantics/event.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { Audience } from "./audience.ts";
import type { RunFlags } from "./flags.ts";
import { LineDisplay } from "./line-display.ts";
import type { Order } from "./order.ts";
import type { Output } from "./output.ts";
import type { Session } from "./session.ts";
import { isLive } from "./terminal-form.ts";

export interface RunDisplay {
  /** Takes every record, after it was folded, with the steps that followed; it is not committed yet. */
  tell(record: JournalRecord, steps: readonly Step[]): void;
  /** All that was told is committed. */
  committed(): void;
  /** A line that an action has printed; it holds no secret. */
  heard(instance: string, transition: string, line: string): void;
  /** The run is over, or was broken off: nothing of it is shown any more. Gives what is worth saying after its end. */
  close(): readonly string[];
}

/** Takes as long as a rehearsal where there is somebody to look at a prediction. */
export async function displayOf(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunDisplay> {
  const display = await shown(session, order, flags, to);
  return to.audience === undefined ? display : beside(display, to.audience);
}

async function shown(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunDisplay> {
  if (!isLive(flags, process.env, process.stderr))
    return new LineDisplay(session, order, flags, to);
  // To load it takes time that others need not wait for.
  const { liveDisplay } = await import("./live-display.ts");
  return liveDisplay(session, order, flags, to);
}

/** The audience hears what is shown. */
const beside = (display: RunDisplay, audience: Audience): RunDisplay => ({
  tell(record, steps) {
    display.tell(record, steps);
    audience.tell(record);
  },
  committed() {
    display.committed();
    audience.committed();
  },
  heard: (...line) => display.heard(...line),
  close: () => display.close(),
});
