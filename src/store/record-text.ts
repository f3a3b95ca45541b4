/**
 * A record as it stands in a file: its entry as JSON with the time in it; the number and the run stand beside it.
 *
 * The two entries of every action are put together by hand, which takes a fraction of the time. What they may hold is listed here
 * once more, so that an entry with another field does not compile.
 */
import type { EndedEntry, Entry, StartedEntry } from "./journal.ts";

export function recordText(atMs: number, entry: Entry): string {
  let text: string | undefined;
  if (entry.type === "started") text = startedText(atMs, entry);
  else if (entry.type === "ended") text = endedText(atMs, entry);
  return text ?? JSON.stringify({ atMs, ...entry });
}

/** Undefined where there is more in it than can be written as it is. */
function startedText(
  atMs: number,
  { instance, transition, attempt, key, host, after }: Only<StartedEntry, StartedField>,
): string | undefined {
  if (!simple.test(instance + transition + key + host)) return undefined;
  const due = after === undefined ? "" : `,"after":${after}`;
  return `{"atMs":${atMs},"type":"started","instance":"${instance}","transition":"${transition}","attempt":${attempt},"key":"${key}","host":"${host}"${due}}`;
}
type StartedField = "type" | "instance" | "transition" | "attempt" | "key" | "host" | "after";

/** The same. */
function endedText(
  atMs: number,
  { instance, transition, station, values, skipped, ...changes }: Only<EndedEntry, EndedField>,
): string | undefined {
  const { changed, changedMore, unchanged } = changes;
  const more = station ?? values ?? skipped ?? changed ?? changedMore ?? unchanged;
  if (more !== undefined || !simple.test(instance + transition)) return undefined;
  return `{"atMs":${atMs},"type":"ended","instance":"${instance}","transition":"${transition}"}`;
}
type EndedField =
  | ("type" | "instance" | "transition" | "station" | "values" | "skipped")
  | ("changed" | "changedMore" | "unchanged");

/** The type itself, as long as it has no other fields. */
type Only<T, Field extends keyof T> = [keyof T] extends [Field] ? T : never;

/** What JSON writes as it is. */
const simple = /^[\w ./:@-]*$/;
