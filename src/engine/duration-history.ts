/** Durations as earlier runs took them: what a journal says of tries that ended well. Pure. */
import { transitionName } from "../model/name.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { Duration } from "./duration.ts";

/** Measured seconds, newest last, of the last few times. */
export class DurationHistory {
  readonly #begunMs = new Map<string, number>();
  /** By `instance.transition`, and by `component.transition` for instances that were never there. */
  readonly #ofInstance = new Map<string, number[]>();
  readonly #ofComponent = new Map<string, number[]>();
  readonly #components = new Map<string, string>();

  constructor(records: Iterable<JournalRecord> = []) {
    for (const record of records) this.#add(record);
  }

  /** How long the transition took for this instance; or if it never did, for others of its component. */
  find(instance: string, transition: string, component: string): Duration | undefined {
    return (
      this.#ofInstance.get(transitionName({ instance, transition })) ??
      this.#ofComponent.get(`${component}.${transition}`)
    );
  }

  #add(record: JournalRecord): void {
    if (record.type === "program")
      for (const one of record.instructions)
        if (one.op === "add") this.#components.set(one.instance, one.component);
    if (!("transition" in record)) return;
    const name = transitionName(record);
    if (record.type === "started") this.#begunMs.set(name, record.atMs);
    const begunMs = this.#begunMs.get(name);
    if (begunMs === undefined || record.type === "started" || record.type === "process") return;
    this.#begunMs.delete(name);
    if (record.type !== "ended" || record.skipped === true) return;
    const tookS = Math.max(0, record.atMs - begunMs) / 1000;
    note(this.#ofInstance, name, tookS);
    note(this.#ofComponent, `${this.#components.get(record.instance)}.${record.transition}`, tookS);
  }
}

/** Older ones say little about what is there now. */
const keptMax = 20;

function note(known: Map<string, number[]>, name: string, tookS: number): void {
  const times = known.get(name) ?? [];
  known.set(name, times);
  times.push(tookS);
  if (times.length > keptMax) times.shift();
}
