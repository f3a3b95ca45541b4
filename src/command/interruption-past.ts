/**
 * Interruptions of services as they were: a run that was cut off takes them away, the one that goes on with it or goes back brings them
 * again. So they are followed through all runs of one program.
 */
import { type Interruption, Interruptions } from "../engine/interruption.ts";
import { State, fold } from "../engine/fold.ts";
import { partOfRun } from "../engine/part.ts";
import type { JournalRecord } from "../store/journal.ts";
import { lineOf } from "../store/run.ts";
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
  const line = lineOf(records, run);
  const begins = records.filter(
    (one) =>
      one.type === "run" &&
      line.has(one.run) &&
      one.continues === undefined &&
      !continuing.has(one.verb),
  );
  const first = begins.findLast((one) => one.run <= run)?.run ?? run;
  const next = begins.find((one) => one.run > run)?.run ?? Infinity;
  const state = new State();
  const found = new Interruptions();
  for (const record of records) {
    const steps = fold(state, record);
    if (!line.has(record.run) || record.run < first || record.run >= next) continue;
    const { configuration } = partOfRun(state, record.run)?.state ?? state;
    // What a probe has found is seen in several parts, and takes no service away.
    const isProbed = record.type === "lost" || record.type === "found";
    if (isProbed && state.parts.size > 0) continue;
    found.add(configuration, steps.list(), (record.atMs - beganMs) / 1000);
  }
  const endS = ((own.at(-1)?.atMs ?? beganMs) - beganMs) / 1000;
  return found.list().filter(({ fromS, toS = Infinity }) => toS > 0 && fromS <= endS);
}
