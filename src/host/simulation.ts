/**
 * A whole run in virtual time: the rules, engine and journal of a real run, with actions that take time and do nothing else.
 *
 * It is the same every time; with a seed the actions take other times, and so come in another order.
 */
import { hash } from "node:crypto";
import { VirtualClock } from "../engine/clock-virtual.ts";
import { Engine, type EngineOptions, type Policy } from "../engine/engine.ts";
import { State } from "../engine/fold.ts";
import type { Limits } from "../engine/limit.ts";
import type { Outcome, Work } from "../engine/performer.ts";
import { Chronicle, type Report } from "../engine/report.ts";
import { declarationOf, durationDefaultS } from "../engine/urgency.ts";
import type { Assembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import { MadeusError } from "../model/code.ts";
import type { AnyTransition } from "../model/component.ts";
import { refuseErrors } from "../model/finding.ts";
import { path, quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { deployment, type Instruction, isProgram, type Program } from "../model/program.ts";
import { everything } from "../semantics/step.ts";
import { catalogOf } from "../store/instruction.ts";
import type { Failure } from "../store/journal.ts";
import { memoryJournal } from "../store/memory.ts";
import { simulated, type Script } from "./simulated.ts";

/** One try of one action, as a simulation asks about it. */
export type SimulatedTry = Pick<Work, "instance" | "transition" | "attempt" | "host">;

export interface SimulationOptions {
  /** How long a try takes. Default: the `durationS` of its transition, or one second. */
  readonly durationMs?: (one: SimulatedTry) => number;
  /** Does the try fail? By default none does. */
  readonly fail?: (one: SimulatedTry) => boolean;
  /** The station at which a transition with several of them ends. By default the first. */
  readonly choose?: (one: SimulatedTry) => string | undefined;
  /** Lets each try take between half and twice its time, drawn from this number; never more than its timeout. */
  readonly seed?: number;
  readonly limits?: Limits;
  readonly onError?: Policy;
}

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
  refuseErrors(wellFormed(declared).filter(({ severity }) => severity === "error"));
  const deploying = deployment(isProgram(declared) ? declared.from : declared);
  if (!isProgram(declared)) return run(new State(catalogOf(deploying)), deploying, options);
  const state = new State(catalogOf([...deploying, ...declared.instructions]));
  const deployed = await run(state, deploying, { durationMs: () => 0 });
  return deployed.outcome === "done" ? run(state, declared.instructions, options) : deployed;
}

async function run(
  state: State,
  instructions: readonly Instruction[],
  options: SimulationOptions,
): Promise<Report> {
  const clock = new VirtualClock();
  const journal = memoryJournal(clock);
  journal.beginRun();
  const chronicle = new Chronicle(state);
  const faults: unknown[] = [];
  const performer = simulated(clock, keepingFaults(scriptOf(state, options), faults));
  const tell: EngineOptions["tell"] = (record, steps) => chronicle.add(record, steps);
  const { limits = {}, onError = "drain" } = options;
  const engine = new Engine({ state, journal, clock, performer, limits, onError, tell });
  engine.submit("simulation", instructions);
  const running = engine.run();
  clock.run();
  const outcome = await running;
  if (faults.length > 0) throw faults[0];
  return chronicle.report(outcome);
}

function scriptOf(state: State, { durationMs, fail, choose, seed }: SimulationOptions): Script {
  const declared = (work: Work): AnyTransition =>
    declarationOf(state.configuration.life(work.number), work.edge);
  const late = new WeakSet<Work>();
  return {
    durationMs(work) {
      const { durationS = durationDefaultS, timeoutMs = Infinity } = declared(work);
      const plannedMs = durationMs?.(work) ?? durationS * 1000;
      refuseEndless(work, plannedMs);
      if (plannedMs > timeoutMs) late.add(work);
      const drawn = seed === undefined ? 1 : factor(`${seed} ${work.key} ${work.attempt}`);
      return Math.min(plannedMs * drawn, timeoutMs);
    },
    outcome(work) {
      if (late.has(work)) return failed("MADEUS_ACTION_TIMEOUT", "it did not end in time");
      if (fail?.(work) === true) return failed("MADEUS_ACTION_FAILED", "it was to fail");
      const station = choose?.(work);
      const values = everything(state.configuration, work.number);
      if (station === undefined) return { kind: "ended", values };
      refuseElsewhere(work, declared(work).to, station);
      return { kind: "ended", values, station };
    },
  };
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
  };
}

/** Between ½ and 2, the same for the same text; as often more than 1 as less. */
const factor = (text: string): number =>
  2 ** (2 * (Number.parseInt(hash("sha256", text).slice(0, 8), 16) / 2 ** 32) - 1);

const failed = (code: Failure["code"], message: string): Outcome => ({
  kind: "failed",
  error: { code, message },
});

function refuseEndless(work: Work, durationMs: number): void {
  if (durationMs >= 0 && durationMs < Infinity) return;
  const text = `the duration of ${nameOf(work)} must be 0 or more, but is ${durationMs}`;
  throw new MadeusError("MADEUS_BAD_NUMBER", text);
}

function refuseElsewhere(work: Work, to: AnyTransition["to"], station: string): void {
  const stations: readonly string[] = typeof to === "string" ? [to] : to;
  if (stations.includes(station)) return;
  const text = `${nameOf(work)} cannot end at ${quote(station)}`;
  throw new MadeusError("MADEUS_SCOPE_STATION", text, { hint: didYouMean(station, stations) });
}

const nameOf = ({ instance, transition }: Work): string => path(instance, transition);
