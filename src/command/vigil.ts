/** The vigil of `madeus watch`: from round to round, with a repair in between where one is wanted, until somebody ends it. */
import { realClock } from "../engine/clock-real.ts";
import type { Drift, PlaceName } from "../engine/drift.ts";
import { Watch } from "../engine/watch.ts";
import { type Code, type MadeusError, isMadeusError } from "../model/code.ts";
import type { RunEnding, WatchEnding } from "./ending.ts";
import { type Exit, exit } from "./exit.ts";
import type { StateOutlook } from "./outlook.ts";
import { type Output, paint } from "./output.ts";
import { notWanted } from "./sound.ts";
import { tellError } from "./told.ts";

export interface VigilOptions {
  /** Milliseconds from one round to the next. */
  readonly every: number;
  readonly once?: boolean;
  /** Brings back what is lost; undefined: it is only told. */
  readonly repair: ((lost: readonly PlaceName[]) => Promise<RunEnding>) | undefined;
}

export class Vigil {
  readonly #outlook: StateOutlook;
  readonly #options: VigilOptions;
  readonly #to: Output;
  readonly #watch: Watch;
  /** Lost places whose repair was tried. */
  readonly #tried = new Set<string>();
  /** Those of them that have not answered since. */
  readonly #repaired = new Map<string, PlaceName>();
  #rounds = 0;
  #repairs = 0;
  /** How the last repair ended, where that was not well. */
  #failed: Exit | undefined;
  /** The era in which another run kept something from its repair. */
  #refusedIn: number | undefined;
  /** A run was at work when the last round began. */
  #isBusy = false;
  #isEnded = false;
  #next = Promise.withResolvers<void>();

  constructor(outlook: StateOutlook, options: VigilOptions, to: Output) {
    this.#outlook = outlook;
    this.#options = options;
    this.#to = to;
    this.#watch = new Watch({
      clock: realClock,
      outlook,
      everyMs: options.every,
      isOnce: options.once === true,
      jitter: options.once === true ? () => 0 : Math.random,
      tell: (drift) => this.#tell(drift),
      rounded: (asked) => this.#rounded(asked),
    });
  }

  /** Rejects where the state can no longer be read. */
  async keep(): Promise<WatchEnding> {
    const end = (): void => {
      this.#isEnded = true;
      this.#next.resolve();
    };
    process.on("SIGINT", end).on("SIGTERM", end);
    try {
      this.#watch.begin();
      for (;;) {
        await this.#next.promise;
        this.#next = Promise.withResolvers();
        if (this.#outlook.fault !== undefined) throw this.#outlook.fault;
        if (this.#isEnded) return this.#ending("done", exit.done);
        this.#judgeRepair();
        const lost = this.#untried();
        if (lost.length > 0) {
          process.off("SIGINT", end).off("SIGTERM", end);
          const cut = await this.#repair(lost);
          if (cut !== undefined) return cut;
          process.on("SIGINT", end).on("SIGTERM", end);
        } else if (this.#options.once === true) return this.#verdict();
      }
    } finally {
      process.off("SIGINT", end).off("SIGTERM", end);
      this.#watch.pause();
    }
  }

  #rounded(asked: number | undefined): void {
    const isBusy = asked === undefined;
    if (isBusy && !this.#isBusy) this.#to.progress("a run is at work: nothing is asked meanwhile");
    this.#isBusy = isBusy;
    if (!isBusy) this.#rounds++;
    this.#next.resolve();
  }

  #untried(): readonly PlaceName[] {
    if (this.#options.repair === undefined || this.#isBusy) return [];
    const era = this.#outlook.look()?.era;
    if (era === undefined || era === this.#refusedIn) return [];
    return this.#watch.lost.filter((one) => !this.#tried.has(keyOf(one)));
  }

  /** Whatever comes of it the places are asked again at once. Gives the end of all where somebody has cut the repair off. */
  async #repair(lost: readonly PlaceName[]): Promise<WatchEnding | undefined> {
    this.#watch.pause();
    for (const one of lost) this.#tried.add(keyOf(one));
    try {
      const ending = await this.#options.repair?.(lost);
      if (ending?.outcome === "cancelled" && ending !== notWanted)
        return this.#ending("cancelled", ending.exitCode);
      if (ending?.outcome === "done" && ending.dryRun !== true) {
        this.#repairs++;
        for (const one of lost) this.#repaired.set(keyOf(one), one);
      }
      const isWell = ending === notWanted || ending?.outcome === "done";
      this.#failed = isWell ? undefined : ending?.exitCode;
    } catch (error) {
      if (!isMadeusError(error)) throw error;
      this.#refused(lost, error);
    }
    this.#watch.begin();
    return undefined;
  }

  /** What another run keeps from its repair is tried again when something has been written since. */
  #refused(lost: readonly PlaceName[], error: MadeusError): void {
    tellError(this.#to, error);
    if (!ofAnotherRun.has(error.code)) return;
    this.#refusedIn = this.#outlook.look()?.era;
    for (const one of lost) this.#tried.delete(keyOf(one));
  }

  /** Of those who have answered since their repair. */
  #judgeRepair(): void {
    if (this.#isBusy) return;
    const lost = new Set(this.#watch.lost.map(keyOf));
    for (const [key, about] of this.#repaired) {
      if (this.#watch.isAsking(about)) continue;
      this.#repaired.delete(key);
      if (!lost.has(key)) continue;
      const { instance, place } = about;
      this.#to.say(`${instance} is still not ${place} after its repair: it is left to you`);
    }
  }

  #tell(drift: Drift): void {
    if (drift.what === "found") this.#tried.delete(keyOf(drift));
    const time = new Date(drift.atMs).toISOString().replace(/\.\d+/, "");
    this.#to.result(`${time} ${colours[drift.what](drift.text)}`);
    this.#to.object({ type: "drift", ...drift });
  }

  /** Of one round. */
  #verdict(): WatchEnding {
    if (this.#isBusy) return this.#ending("running", exit.locked);
    if (this.#failed !== undefined) return this.#ending("failed", this.#failed);
    if (this.#watch.lost.length > 0) {
      if (this.#options.repair === undefined)
        this.#to.progress("madeus watch --repair brings back what is lost");
      return this.#ending("changed", exit.changed);
    }
    if (this.#watch.unreachable.length > 0) return this.#ending("unreachable", exit.host);
    return this.#ending("done", exit.done);
  }

  #ending(outcome: WatchEnding["outcome"], exitCode: WatchEnding["exitCode"]): WatchEnding {
    const { lost, unreachable } = this.#watch;
    if (outcome === "done" && this.#options.once === true)
      this.#to.progress(
        "every place that has a probe is as it should be; madeus plan says what steps would change",
      );
    return { outcome, exitCode, rounds: this.#rounds, lost, unreachable, repairs: this.#repairs };
  }
}

const colours: Readonly<Record<Drift["what"], (text: string) => string>> = {
  lost: paint.red,
  found: paint.green,
  impaired: paint.red,
  restored: paint.green,
  stale: paint.yellow,
  fresh: paint.green,
  unreachable: paint.yellow,
  reachable: paint.green,
};

const ofAnotherRun: ReadonlySet<Code> = new Set(["MADEUS_RUN_UNFINISHED", "MADEUS_STATE_LOCKED"]);

const keyOf = ({ instance, place }: PlaceName): string => `${instance}.${place}`;
