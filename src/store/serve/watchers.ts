/**
 * Who watches branches over HTTP: moves are sent as they come, by server-sent events.
 *
 * The store is asked once for all of them. One who has much to hear is told a part at a time, as it reads. One who does not read, or
 * has gone, is let go: it comes back with the number of the last move that it saw, and misses nothing.
 */
import type { Branches, Move } from "../branch.ts";
import { type WatchClock, lastMove, watchBranches } from "../watch-branch.ts";

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
  readonly #failed: (error: unknown) => void;
  readonly #watchers = new Set<Watcher>();
  #end: (() => void) | undefined;

  /** @param failed  told what the store threw when it was asked: it is asked again */
  constructor(
    branches: Branches,
    clock: WatchClock,
    limits: WatcherLimits = watcherLimitsDefault,
    failed: (error: unknown) => void = () => undefined,
  ) {
    this.#branches = branches;
    this.#clock = clock;
    this.#limits = limits;
    this.#failed = failed;
  }

  get count(): number {
    return this.#watchers.size;
  }

  /**
   * @param after   the last move that it knows; undefined: it wants those from now on, as where it knows one that there is not
   * @param branch  the only one that it wants to hear of
   * @returns  lets it go; undefined where there are too many already
   */
  add(stream: Stream, after: number | undefined, branch?: string): (() => void) | undefined {
    if (this.#watchers.size >= this.#limits.watchersMax) return undefined;
    const last = lastMove(this.#branches);
    const watcher: Watcher = { stream, branch, last: Math.min(after ?? last, last) };
    this.#watchers.add(watcher);
    this.#begin();
    this.#send(watcher, `: watching\n\n`);
    this.#catchUp(watcher);
    return () => this.#drop(watcher);
  }

  close(): void {
    for (const watcher of this.#watchers) this.#drop(watcher);
  }

  /** Asks the store as long as somebody watches. */
  #begin(): void {
    if (this.#end !== undefined) return;
    const tell = (move: Move): void => {
      for (const watcher of this.#watchers)
        if (watcher.behind === undefined) this.#tell(watcher, move);
    };
    const unwatch = watchBranches(this.#branches, this.#clock, tell, { failed: this.#failed });
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

  /** Tells what it does not know yet: as much as fits, and the rest when some of that was read. */
  #catchUp(watcher: Watcher): void {
    watcher.behind = undefined;
    try {
      for (const move of this.#branches.moves(watcher.last)) {
        if (this.#tell(watcher, move) <= this.#limits.bytesMax / 2) continue;
        if (this.#watchers.has(watcher))
          watcher.behind = this.#clock.after(pauseMs, () => this.#catchUp(watcher));
        return;
      }
    } catch (error) {
      this.#failed(error);
      this.#drop(watcher);
    }
  }

  /** @returns  how many bytes wait to be read */
  #tell(watcher: Watcher, move: Move): number {
    if (move.number <= watcher.last) return 0;
    watcher.last = move.number;
    if (watcher.branch !== undefined && watcher.branch !== move.branch) return 0;
    const data = JSON.stringify(move);
    return this.#send(watcher, `id: ${move.number}\nevent: move\ndata: ${data}\n\n`);
  }

  #send(watcher: Watcher, text: string): number {
    const waiting = watcher.stream.write(text);
    if (waiting > this.#limits.bytesMax) this.#drop(watcher);
    return waiting;
  }

  #drop(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher)) return;
    watcher.behind?.();
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
  /** Ends the wait of one who has not heard all yet. */
  behind?: (() => void) | undefined;
}

/** How long one who has not heard all yet is given to read. */
const pauseMs = 20;
