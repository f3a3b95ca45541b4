/**
 * What is to be expected of a run: its rehearsal, what its limits cost, what its faults cost, how far chance may take it.
 *
 * Each answer is a rehearsal of its own, compared with the first: not an estimate, but what the same engine does without the one thing.
 */
import { quantile } from "../engine/duration.ts";
import { limitOfSlot } from "../engine/limit.ts";
import type { Report, Timing } from "../engine/report.ts";
import { declarationOf } from "../semantics/declared.ts";
import { transitionName } from "../model/name.ts";
import type { Configuration } from "../semantics/configuration.ts";
import type { Failure, Limits } from "../store/journal.ts";
import { type Fate, type Source, durationOf } from "./simulated-script.ts";
import { type SimulationOptions, type Stage, rehearse } from "./simulation.ts";

export interface Forecast {
  readonly report: Report;
  /** For each limit that made an action wait, the dearest first. */
  readonly limits: readonly LimitCost[];
  /** The same without faults, where some were asked for. */
  readonly without: Report | undefined;
  /** Where chance was asked for. */
  readonly spread: Spread | undefined;
  /** Why what failed did so, and what keeps it from being known what became of others. */
  readonly failures: readonly Failure[];
  /** From where the duration of each transition was taken: its name by source, in the order of their ends. */
  readonly sources: Readonly<Record<Source, readonly string[]>>;
  /** instance → its component. */
  readonly components: ReadonlyMap<string, string>;
}
export interface LimitCost {
  /** `total`, `perHost`, or the name of one: `limit apt`. */
  readonly limit: string;
  /** How many tries waited for it, and how long in all. */
  readonly tries: number;
  readonly waitedS: number;
  /** How much sooner the run would end without it. Undefined where that was not tried: the run is too large. */
  readonly costsS: number | undefined;
}
/** Of several runs whose durations are drawn. */
export interface Spread {
  readonly runs: number;
  /** Runs that came to their end. */
  readonly done: number;
  /** Of those; missing where there are none. */
  readonly makespan?: Makespans;
  /** In how many of those a transition was on the critical path: 0 to 1, the most often first. */
  readonly critical: readonly { readonly name: string; readonly share: number }[];
}
export interface Makespans {
  readonly minS: number;
  readonly medianS: number;
  readonly p90S: number;
  readonly p95S: number;
  readonly maxS: number;
}
export interface ForecastOptions extends SimulationOptions {
  /** How many runs with drawn durations; their seeds follow `seed`. */
  readonly runs?: number | undefined;
}

/** Leaves the stage as it is: each rehearsal has a copy of its own. */
export async function forecast(
  stage: Stage,
  { runs, ...options }: ForecastOptions,
): Promise<Forecast> {
  const play: Play = async (more) => {
    const state = stage.state.clone();
    const report = await rehearse(state, stage.give, { ...options, ...more });
    return { report, state };
  };
  const { report, state } = await play(runs === undefined ? {} : { seed: undefined });
  const { fail, hostDown = {}, limits = {}, seed = 1 } = options;
  const isFaulty = fail !== undefined || Object.keys(hostDown).length > 0;
  return {
    report,
    limits: await limitCosts(report, limits, play),
    without: isFaulty ? (await play({ fail: undefined, hostDown: {} })).report : undefined,
    spread: runs === undefined ? undefined : await spreadOf(runs, seed, play),
    failures: [...state.configuration.failures.values()],
    sources: sourcesOf(report, state.configuration, options),
    components: componentsOf(state.configuration),
  };
}

type Play = (
  more: SimulationOptions,
) => Promise<{ readonly report: Report; readonly state: Stage["state"] }>;

/** What is left when each limit in turn is lifted. */
async function limitCosts(report: Report, given: Limits, play: Play): Promise<LimitCost[]> {
  const costs: LimitCost[] = [];
  for (const [limit, tries] of Map.groupBy(report.transitions, limitName)) {
    const limits = limit === undefined ? undefined : lifted(given, limit);
    if (limit === undefined || limits === undefined) continue;
    const isTried = report.transitions.length <= triedMax;
    const freed = isTried ? (await play({ limits })).report.makespanS : undefined;
    const waitedS = tries.reduce((sum, { dueS, startS }) => sum + startS - dueS, 0);
    const costsS = freed === undefined ? undefined : report.makespanS - freed;
    costs.push({ limit, tries: tries.length, waitedS, costsS });
  }
  return costs.toSorted((a, b) => (b.costsS ?? 0) - (a.costsS ?? 0) || b.waitedS - a.waitedS);
}
/** Beyond this a run takes too long to be rehearsed once more for each limit. */
const triedMax = 50_000;

const limitName = ({ waitedFor }: Timing): string | undefined =>
  waitedFor === undefined ? undefined : limitOfSlot(waitedFor);

/** The limits without one of them; undefined where it is none that was given. */
function lifted(limits: Limits, limit: string): Limits | undefined {
  if (limit === "total" || limit === "perHost")
    return limits[limit] === undefined ? undefined : { ...limits, [limit]: undefined };
  const { [limit.replace(/^limit /, "")]: one, ...named } = limits.named ?? {};
  return one === undefined ? undefined : { ...limits, named };
}

async function spreadOf(runs: number, seed: number, play: Play): Promise<Spread> {
  const makespansS: number[] = [];
  const critical = new Map<string, number>();
  for (let k = 0; k < runs; k++) {
    const { report } = await play({ seed: seed + k });
    if (report.outcome !== "done") continue;
    makespansS.push(report.makespanS);
    for (const name of new Set(report.criticalPath.map(transitionName)))
      critical.set(name, (critical.get(name) ?? 0) + 1);
  }
  const done = makespansS.length;
  const at = (share: number): number => quantile(makespansS, share);
  const makespan = { minS: at(0), medianS: at(0.5), p90S: at(0.9), p95S: at(0.95), maxS: at(1) };
  return {
    runs,
    done,
    ...(done === 0 ? {} : { makespan }),
    critical: [...critical]
      .map(([name, times]) => ({ name, share: times / done }))
      .toSorted((a, b) => b.share - a.share),
  };
}

function sourcesOf({ transitions }: Report, c: Configuration, fate: Fate): Forecast["sources"] {
  const sources: Record<Source, string[]> = {
    given: [],
    measured: [],
    declared: [],
    assumed: [],
    none: [],
  };
  const told = new Set<string>();
  for (const one of transitions) {
    const { instance, transition } = one;
    const name = transitionName(one);
    const number = c.number(instance);
    if (number === undefined || told.has(name)) continue;
    told.add(name);
    const life = c.life(number);
    const edge = life.transitions.findIndex(({ name }) => name === transition);
    // The instance is of another type by now.
    if (edge < 0) continue;
    const of = { instance, transition, component: life.component.name };
    sources[durationOf(fate, of, declarationOf(life, edge)).from].push(name);
  }
  return sources;
}

const componentsOf = (c: Configuration): ReadonlyMap<string, string> =>
  new Map([...c.numbers].map(([name, number]) => [name, c.life(number).component.name]));
