/**
 * Interruptions of services as they were: a run that was cut off takes them away, the one that goes on with it or goes back brings them
 * again. So they are followed through all runs of one program.
 */
import { type Interruption, Interruptions } from "../engine/interruption.ts";
import { State, fold } from "../engine/fold.ts";
import type { JournalRecord } from "../store/journal.ts";
import { continuing } from "./former.ts";

/**
 * Of one run: all that were away at some moment of it, in seconds from its beginning. Those that began in a run before have begun before 0;
 * those that ended in a run after it end there.
 *
 * @param own  the records of the run, to its end
 */
export function pastInterruptions(
  records: readonly JournalRecord[],
  own: readonly JournalRecord[],
): readonly Interruption[] {
  const { run = 0, atMs: beganMs = 0 } = own[0] ?? {};
  const begins = records.filter((one) => one.type === "run" && !continuing.has(one.verb));
  const first = begins.findLast((one) => one.run <= run)?.run ?? run;
  const next = begins.find((one) => one.run > run)?.run ?? Infinity;
  const state = new State();
  const found = new Interruptions();
  for (const record of records) {
    if (record.run >= next) break;
    const steps = fold(state, record);
    const atS = (record.atMs - beganMs) / 1000;
    if (record.run >= first) found.add(state.configuration, steps.list(), atS);
  }
  const endS = ((own.at(-1)?.atMs ?? beganMs) - beganMs) / 1000;
  return found.list().filter(({ fromS, toS = Infinity }) => toS > 0 && fromS <= endS);
}
