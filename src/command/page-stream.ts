/**
 * The records of a state as server-sent events, to all who follow it: what is there already, then what comes.
 *
 * The file is looked at ten times a second while somebody follows, whichever process writes it. Who reads too slowly is sent nothing
 * until he has caught up, nor is it read for him; who comes back says which records he knows, and misses nothing.
 */
import type { Pulse } from "../show/page-message.ts";
import { blockOf } from "../store/journal-block.ts";
import type { WatchClock } from "../store/watch-branch.ts";
import type { PageReader } from "./page-reader.ts";

/** Where events go. */
export interface Follower {
  write(text: string): void;
  /** How many bytes wait to be read. */
  readonly waiting: number;
  end(): void;
}

export class PageStream {
  readonly #reader: PageReader;
  readonly #clock: WatchClock;
  readonly #failed: (error: unknown) => void;
  readonly #followers = new Map<Follower, Followed>();
  #cancel: (() => void) | undefined;

  constructor(reader: PageReader, clock: WatchClock, failed: (error: unknown) => void) {
    this.#reader = reader;
    this.#clock = clock;
    this.#failed = failed;
  }

  get count(): number {
    return this.#followers.size;
  }

  /** @throws MadeusError  where what is on record cannot be read */
  check(): void {
    this.#reader.edition();
  }

  /**
   * @param known  the last record of each block of numbers that it knows
   * @returns  lets it go
   */
  add(follower: Follower, known: readonly number[]): () => void {
    // Who knows none yet says 0.
    const last = new Map(known.filter((seq) => seq > 0).map((seq) => [blockOf(seq), seq]));
    this.#followers.set(follower, { last, edition: undefined, told: "", silentMs: 0 });
    if (this.#cancel === undefined) this.#look();
    return () => {
      this.#followers.delete(follower);
      if (this.#followers.size === 0) this.#rest();
    };
  }

  close(): void {
    for (const follower of this.#followers.keys()) follower.end();
    this.#followers.clear();
    this.#rest();
  }

  #rest(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #look(): void {
    try {
      for (const [follower, followed] of this.#followers) this.#tell(follower, followed);
    } catch (error) {
      // Told once: whoever comes back is told why it cannot be read.
      this.#failed(error);
      return this.close();
    }
    this.#cancel = this.#clock.after(everyMs, () => this.#look());
  }

  #tell(follower: Follower, followed: Followed): void {
    if (follower.waiting > waitingBytesMax) return;
    // First who is at work: one who ends meanwhile has written his last record by then.
    const pulse = this.#reader.pulse();
    const edition = this.#reader.edition();
    let isNews = false;
    while (edition !== followed.edition) {
      if (follower.waiting > waitingBytesMax) return;
      const records = this.#reader.records([...followed.last.values()], recordsMax);
      isNews ||= records.length > 0;
      if (records.length < recordsMax) followed.edition = edition;
      for (let k = 0; k < records.length; k += recordsMax) {
        const some = records.slice(k, k + recordsMax);
        for (const { seq } of some) followed.last.set(blockOf(seq), seq);
        follower.write(event("records", some, [...followed.last.values()].join(",")));
      }
    }
    const told = JSON.stringify([pulse.atWork, pulse.isEmpty]);
    followed.silentMs += everyMs;
    if (told === followed.told && !isNews && followed.silentMs < signMs) return;
    followed.told = told;
    followed.silentMs = 0;
    follower.write(event("pulse", pulse satisfies Pulse));
  }
}
const everyMs = 100;
const signMs = 5000;
const recordsMax = 1000;
const waitingBytesMax = 2 ** 22;

interface Followed {
  /** block → the last record of it that it was sent. */
  readonly last: Map<number, number>;
  /** Of the state, when it was told last. */
  edition: number | undefined;
  /** What it was told last of who is at work, as JSON. */
  told: string;
  silentMs: number;
}

const event = (name: string, data: unknown, id?: string): string =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
