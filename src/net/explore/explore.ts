/**
 * Where a net can get to: its terminal markings, and whether it may run for ever.
 *
 * Where no two transitions conflict one run decides, since every run that ends fires the same transitions and ends in the same marking.
 * Otherwise a search goes through stubborn sets of transitions, or on request through everything. What is not seen is never called good.
 */
import { type Conflicts, conflictsOf } from "./conflict.ts";
import { Exclusions } from "./exclusion.ts";
import { type Flow, flowOf } from "./flow.ts";
import type { Net } from "../net.ts";
import { Player } from "./player.ts";
import { isSafe } from "./safety.ts";
import {
  type Fork,
  type Lasso,
  Search,
  type SearchOptions,
  type Stop,
  type Terminal,
  type Unsafe,
} from "./search.ts";
import { StubbornSets } from "./stubborn.ts";

export interface ExploreOptions extends Partial<SearchOptions> {
  /** `auto`: as little as decides. `full`: all markings. */
  readonly mode?: "auto" | "full";
}

export interface Exploration {
  readonly method: "one run" | "stubborn sets" | "all markings";
  /** Markings seen: all that can be reached in a complete search for all, else those that the search passed. */
  readonly states: number;
  /** Why not everything was seen that had to be; undefined: it was. */
  readonly stop: Stop | undefined;
  /** Distinct ones; all of them where the search is complete, but for those beyond `terminalsMax`. */
  readonly terminals: readonly Terminal[];
  readonly terminalCount: number;
  /** How many of the terminal markings are not final. */
  readonly lostCount: number;
  /** An infinite run, where one was found. */
  readonly lasso: Lasso | undefined;
  /** Where a place got a second token. */
  readonly unsafe: Unsafe | undefined;
  /** Does no place ever hold two tokens? undefined: not known. */
  readonly isSafe: boolean | undefined;
  /** Transitions that never fire, ascending; undefined: not known. */
  readonly neverFired: Uint32Array | undefined;
  /** The only run there is, but for the order of its events; undefined: there are others, or it was not seen whether there are. */
  readonly run: Uint32Array | undefined;
  /** Where it mattered which transition fires first, up to a hundred; none where that was not asked, since all markings were seen. */
  readonly forks: readonly Fork[];
  /** Places that never hold a token, as far as that was needed to tell what conflicts: a siphon, empty at the start. */
  readonly unmarked: Uint32Array;
}

export type Verdict = "proved" | "violated" | "unknown";

/** Explores a net from its initial marking. Default limits: 10 million markings, 1 GiB, 100 terminal markings told, no time. */
export function explore(net: Net, options: ExploreOptions = {}): Exploration {
  const flow = flowOf(net);
  const isFull = options.mode === "full";
  const conflicts = isFull ? undefined : conflictsOf(flow);
  const search = searchOf(flow, conflicts, { ...defaults, ...options });
  search.run();
  const isOnlyRun =
    !isFull && search.forkCount === 0 && search.stop === undefined && search.lasso === undefined;
  return {
    method: methodOf(conflicts),
    states: search.states,
    stop: search.stop,
    terminals: search.terminals,
    terminalCount: search.terminalCount,
    lostCount: search.lostCount,
    lasso: search.lasso,
    unsafe: search.unsafe,
    isSafe: safetyOf(flow, conflicts, search),
    neverFired:
      isOnlyRun || (isFull && search.stop === undefined) ? indexesOf(search.fired, 0) : undefined,
    run: isOnlyRun ? search.terminals[0]?.trace : undefined,
    forks: [...search.forks.values()],
    unmarked: indexesOf(conflicts?.possible?.holds, 0),
  };
}

/** Is every terminal marking final, and is there no infinite run? What was found speaks even where the search stopped. */
export function verdictOf({ stop, lostCount, lasso }: Exploration): Verdict {
  if (lostCount > 0 || lasso !== undefined) return "violated";
  return stop === undefined ? "proved" : "unknown";
}

const defaults: SearchOptions = {
  isFinal: () => true,
  statesMax: 10_000_000,
  bytesMax: 2 ** 30,
  terminalsMax: 100,
  moreMax: Number.POSITIVE_INFINITY,
  isOver: () => false,
};

function searchOf(flow: Flow, conflicts: Conflicts | undefined, options: SearchOptions): Search {
  const player = new Player(flow, conflicts?.isFree);
  if (conflicts !== undefined) {
    const sets = new StubbornSets(player, conflicts);
    return new Search(player, (into) => sets.choose(into), false, options);
  }
  const { bound } = player;
  return new Search(
    player,
    (into) => {
      for (let k = 0; k < bound.size; k++) into.push(bound.at(k));
    },
    true,
    options,
  );
}

function methodOf(conflicts: Conflicts | undefined): Exploration["method"] {
  if (conflicts === undefined) return "all markings";
  return conflicts.none ? "one run" : "stubborn sets";
}

function safetyOf(
  flow: Flow,
  conflicts: Conflicts | undefined,
  { unsafe, stop }: Search,
): boolean | undefined {
  if (unsafe !== undefined) return false;
  const wasSeen = conflicts === undefined && stop === undefined;
  return wasSeen || isSafe(flow, conflicts?.exclusions ?? new Exclusions(flow)) ? true : undefined;
}

function indexesOf(values: Uint8Array | undefined, value: number): Uint32Array {
  return Uint32Array.from(values?.keys().filter((k) => values[k] === value) ?? []);
}
