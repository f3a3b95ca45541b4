/**
 * Who watches branches over HTTP: moves are sent as they come, by server-sent events.
 *
 * The store is asked once for all of them. One who reads too slowly, or has gone, is let go: it comes back with the number of the last
 * move that it saw, and misses nothing.
 */
import type { Branches, Move } from "../branch.ts";
import { type WatchClock, watchBranches } from "../watch-branch.ts";

/** Where events go. */
export interface Stream {
  /** @returns  how many bytes wait to be read */
  write(text: string): number;
  end(): void;
}
export interface WatcherLimits {
  readonly watchersMax: number;
  /** Of what waits for one of them. */
  readonly bytesMax: number;
  /** How often something is sent where nothing happens, so that both sides know of each other. */
  readonly signMs: number;
}
export const watcherLimitsDefault: WatcherLimits = {
  watchersMax: 1000,
  bytesMax: 2 ** 20,
  signMs: 15_000,
};

export class Watchers {
  readonly #branches: Branches;
  readonly #clock: WatchClock;
  readonly #limits: WatcherLimits;
  readonly #watchers = new Set<Watcher>();
  #end: (() => void) | undefined;

  constructor(branches: Branches, clock: WatchClock, limits: WatcherLimits = watcherLimitsDefault) {
    this.#branches = branches;
    this.#clock = clock;
    this.#limits = limits;
  }

  get count(): number {
    return this.#watchers.size;
  }

  /**
   * @param after   the last move that it knows; undefined: it wants those from now on
   * @param branch  the only one that it wants to hear of
   * @returns  lets it go; undefined where there are too many already
   */
  add(stream: Stream, after: number | undefined, branch?: string): (() => void) | undefined {
    if (this.#watchers.size >= this.#limits.watchersMax) return undefined;
    const moves = [...this.#branches.moves()];
    const watcher: Watcher = { stream, branch, last: after ?? moves.at(-1)?.number ?? 0 };
    this.#watchers.add(watcher);
    this.#send(watcher, `: watching\n\n`);
    for (const move of moves) this.#tell(watcher, move);
    this.#begin();
    return () => this.#drop(watcher);
  }

  close(): void {
    for (const watcher of this.#watchers) this.#drop(watcher);
  }

  /** Asks the store as long as somebody watches. */
  #begin(): void {
    if (this.#end !== undefined) return;
    const unwatch = watchBranches(this.#branches, this.#clock, (move) => {
      for (const watcher of this.#watchers) this.#tell(watcher, move);
    });
    const sign = (): void => {
      for (const watcher of this.#watchers) this.#send(watcher, ": still here\n\n");
      cancel = this.#clock.after(this.#limits.signMs, sign);
    };
    let cancel = this.#clock.after(this.#limits.signMs, sign);
    this.#end = () => {
      unwatch();
      cancel();
    };
  }

  #tell(watcher: Watcher, move: Move): void {
    if (move.number <= watcher.last) return;
    watcher.last = move.number;
    if (watcher.branch === undefined || watcher.branch === move.branch)
      this.#send(watcher, `id: ${move.number}\nevent: move\ndata: ${JSON.stringify(move)}\n\n`);
  }

  #send(watcher: Watcher, text: string): void {
    if (watcher.stream.write(text) > this.#limits.bytesMax) this.#drop(watcher);
  }

  #drop(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher)) return;
    watcher.stream.end();
    if (this.#watchers.size > 0) return;
    this.#end?.();
    this.#end = undefined;
  }
}

interface Watcher {
  readonly stream: Stream;
  readonly branch: string | undefined;
  /** The number of the last move that it was told of, or that was before its time. */
  last: number;
}
