/**
 * What `import … from "madeus/rx"` gives: what a run or a watch tells, as Observables of rxjs, which is to be installed beside Madeus.
 *
 * Each subscription begins with the first record of the run, also one that comes late. Unsubscribing ends nothing but the subscription.
 */
import { Observable, distinctUntilChanged, filter, map, scan } from "rxjs";
import type { Drift } from "./engine/drift.ts";
import type { Marking } from "./engine/report.ts";
import type { Run } from "./engine/run.ts";
import { transitionName } from "./model/name.ts";
import type { JournalRecord } from "./store/journal.ts";

/** The records of a run as they are committed; it fails where `run.result` rejects. */
export const recordsOf = (run: AsyncIterable<JournalRecord>): Observable<JournalRecord> =>
  observed(() => run);

/** The records of one type, e.g. `recordsOfType(run, "failed")`. */
export const recordsOfType = <Type extends JournalRecord["type"]>(
  run: AsyncIterable<JournalRecord>,
  type: Type,
): Observable<Extract<JournalRecord, { readonly type: Type }>> =>
  recordsOf(run).pipe(
    filter(
      (record): record is Extract<JournalRecord, { readonly type: Type }> => record.type === type,
    ),
  );

/** `instance.transition` of the actions at work, whenever one has begun or ended. O(actions at work) for each. */
export const atWork = (run: AsyncIterable<JournalRecord>): Observable<readonly string[]> =>
  recordsOf(run).pipe(
    filter((record) => record.type === "started" || isEnd(record)),
    scan((names: readonly string[], record) => {
      const name = transitionName(record);
      const others = names.filter((one) => one !== name);
      return record.type === "started" ? [...others, name] : others;
    }, []),
  );

/** Where a run stands, whenever something has happened. O(instances) for each. */
export const markingsOf = (run: Run): Observable<Marking> =>
  recordsOf(run).pipe(map(() => run.marking()));

/** Whether a place holds a token: now, and whenever that changes. */
export const holds = (run: Run, instance: string, place: string): Observable<boolean> =>
  markingsOf(run).pipe(
    map((marking) => marking[instance]?.places.includes(place) ?? false),
    distinctUntilChanged(),
  );

/** What a watch finds. Unsubscribing ends the watch. */
export const driftsOf = (watch: AsyncIterable<Drift>): Observable<Drift> => observed(() => watch);

const ends: ReadonlySet<JournalRecord["type"]> = new Set([
  "ended",
  "failed",
  "retrying",
  "unknown",
]);
const isEnd = (
  record: JournalRecord,
): record is Extract<JournalRecord, { readonly transition: string }> => ends.has(record.type);

/** An iteration of its own for each subscription, which is left when that is over. */
function observed<T>(source: () => AsyncIterable<T>): Observable<T> {
  return new Observable((subscriber) => {
    const iterator = source()[Symbol.asyncIterator]();
    const next = async (): Promise<void> => {
      for (;;) {
        const { done, value } = await iterator.next();
        if (subscriber.closed) return;
        if (done === true) return subscriber.complete();
        subscriber.next(value);
      }
    };
    next().catch((error: unknown) => subscriber.error(error));
    return () => void iterator.return?.();
  });
}
