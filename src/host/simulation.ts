/**
 * A whole run in virtual time: the rules, engine and limits of a real run, with actions that take time and do nothing else.
 *
 * It is the same every time; with a seed the actions take other times, and so come in another order.
 */
import { VirtualClock } from "../engine/clock-virtual.ts";
import { Engine } from "../engine/engine.ts";
import { State } from "../engine/fold.ts";
import type { LeftBehind } from "../engine/recovery.ts";
import { Chronicle, type Report } from "../engine/report.ts";
import type { Assembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import { refuseErrors } from "../model/finding.ts";
import { assemblyOf, deployment, isProgram, type Program } from "../model/program.ts";
import { catalogOf } from "../store/catalog.ts";
import type { Limits, Policy } from "../store/journal.ts";
import { passingJournal } from "../store/memory.ts";
import { type Fate, scriptOf } from "./simulated-script.ts";
import { type Script, simulated } from "./simulated.ts";

export interface SimulationOptions extends Fate {
  readonly limits?: Limits | undefined;
  readonly mode?: Mode | undefined;
  /** Default: `drain`. */
  readonly onError?: Policy | undefined;
  readonly onErrorOf?: Readonly<Record<string, Policy>> | undefined;
  /** What to do with actions that were begun before: go on with them (the default), or take them as failed. */
  readonly leftBehind?: LeftBehind | undefined;
}

/**
 * What may happen at once: all that the assembly allows (`madeus`, the default); in each instance one action (`aeolus`, as in tools
 * that know components and no transitions); one action in all (`sequential`, as in a script).
 */
export type Mode = "madeus" | "aeolus" | "sequential";

/** What a mode adds to the limits of a run. */
export const limitsOf: Readonly<Record<Mode, Limits>> = {
  madeus: {},
  aeolus: { perInstance: 1 },
  sequential: { total: 1 },
};

/**
 * Deploys an assembly, or runs a program on the assembly that it starts from, in virtual time. No code of the declaration is run: every
 * action that ends well gives all that its instance provides, each value a null.
 *
 * An action that would take longer than its `timeoutMs` fails then. Takes real time in proportion to the actions.
 *
 * @throws MadeusError  with all findings where the declaration is ill-formed; one that only gets stuck is reported as `stuck`
 */
export async function simulate(
  declared: Assembly<string, any> | Program<any>,
  options: SimulationOptions = {},
): Promise<Report> {
  const { state, give } = await stageOf(declared);
  return rehearse(state, give, options);
}

/** Where a rehearsal begins, and what the engine is told before it does. */
export interface Stage {
  readonly state: State;
  readonly give: (engine: Engine) => void;
}

/**
 * The beginning of a deployment, or of a program on the assembly that it starts from.
 *
 * @throws MadeusError  as `simulate`
 */
export async function stageOf(declared: Assembly<string, any> | Program<any>): Promise<Stage> {
  refuseErrors(wellFormed(declared).filter(({ severity }) => severity === "error"));
  const deploying = deployment(assemblyOf(declared));
  const give = (engine: Engine): void => engine.submit("simulation", deploying);
  if (!isProgram(declared)) return { state: new State(catalogOf(deploying)), give };
  const { instructions } = declared;
  const state = new State(catalogOf([...deploying, ...instructions]));
  const deployed = await rehearse(state, give, { durationMs: () => 0 });
  if (deployed.outcome !== "done") return { state, give: () => undefined };
  return { state, give: (engine) => engine.submit("simulation", instructions) };
}

/**
 * Goes on from a state in virtual time, and changes the state by it.
 *
 * @param give  tells the engine what to do before it begins
 */
export async function rehearse(
  state: State,
  give: (engine: Engine) => void,
  options: SimulationOptions,
): Promise<Report> {
  const { limits = {}, mode = "madeus", onError = "drain", onErrorOf = {} } = options;
  const { leftBehind = "go-on", ...fate } = options;
  const clock = new VirtualClock();
  const bounds = { ...limits, ...limitsOf[mode] };
  const chronicle = new Chronicle(state, bounds);
  const faults: unknown[] = [];
  const engine = new Engine({
    state,
    journal: passingJournal(clock),
    clock,
    performer: simulated(clock, keepingFaults(scriptOf(state, clock, fate), faults)),
    limits: bounds,
    onError,
    onErrorOf,
    leftBehind,
    tell: (record, steps) => chronicle.add(record, steps),
  });
  give(engine);
  const running = engine.run();
  clock.run();
  const outcome = await running;
  if (faults.length > 0) throw faults[0];
  return chronicle.report(outcome);
}

/** A performer throws nothing: what an option throws is kept for the end of the run. */
function keepingFaults(script: Script, faults: unknown[]): Script {
  const kept = <Value>(value: () => Value, otherwise: Value): Value => {
    try {
      return value();
    } catch (error) {
      faults.push(error);
      return otherwise;
    }
  };
  return {
    durationMs: (work) => kept(() => script.durationMs(work), 0),
    outcome: (work) => kept(() => script.outcome?.(work), undefined) ?? { kind: "cut" },
    ...(script.verdict === undefined ? {} : { verdict: script.verdict }),
  };
}
