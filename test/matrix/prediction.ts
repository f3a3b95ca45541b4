/** Where a trial ends, by the simulator: the rules, engine and policies of a real run, in virtual time and without a world. */
import type { Assembly } from "madeus";
import type { Engine } from "../../src/engine/engine.ts";
import type { State } from "../../src/engine/fold.ts";
import type { Report } from "../../src/engine/report.ts";
import { formerState } from "../../src/command/former.ts";
import { asksToGoBack } from "../../src/command/going-back.ts";
import { givingUp } from "../../src/command/teardown.ts";
import { wayBack } from "../../src/command/way-back.ts";
import type { SimulatedTry } from "../../src/host/simulated-script.ts";
import { type SimulationOptions, rehearse, simulate, stageOf } from "../../src/host/simulation.ts";
import { transitionName } from "../../src/model/name.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import { dense } from "../oracle/dense.ts";
import { outcome } from "../oracle/picture.ts";
import { declaredFor } from "./exercise.ts";
import { faulty } from "./fault.ts";
import type { Trial } from "./trial.ts";

/** How it ends, and all tokens, queues and connections then. */
export interface End {
  readonly ends: "done" | "failed" | "rolled back" | "stuck";
  readonly standing: string;
}
/** What led there, too. */
export interface Prediction extends End {
  readonly report: Report;
  /** How things stood before. */
  readonly before: string;
  readonly configuration: Configuration;
}

export const textOf = (c: Configuration): string => outcome(dense.picture(c));

/** With one action at a time, so that what had begun when it failed is not a matter of speed. */
export async function predicted(sound: Assembly, trial: Trial): Promise<Prediction> {
  const declared = declaredFor(faulty(sound, trial.at, trial.fault), trial.exercise);
  const stage = await stageOf(declared);
  const { state } = stage;
  const before = textOf(state.configuration);
  const former = formerState(state, state.catalog);
  const { options, cutOff } = await fateOf(sound, trial, state);
  const report = await rehearse(state, stage.give, options);
  const end = (report: Report, ended: State, ends: End["ends"] = endOf(report)): Prediction => {
    const c = ended.configuration;
    return { ends, standing: textOf(c), report, before, configuration: c };
  };
  const cut = cutOff?.();
  if (cut !== undefined) return end(await rehearse(cut, () => undefined, options), cut);
  if (endOf(report) !== "failed" || !asksToGoBack(state, options)) return end(report, state);
  const { withdrawn, instructions, obstacles } = wayBack(state, former);
  if (obstacles.length > 0) return end(report, state);
  const give = (engine: Engine): void => {
    for (const entry of givingUp(withdrawn)) engine.post(entry);
    if (instructions.length > 0) engine.submit("rollback", instructions);
  };
  const calm = { ...options, onError: "drain", leftBehind: "fail" } as const;
  const returned = await rehearse(state, give, calm);
  return end(report, state, endOf(returned) === "done" ? "rolled back" : endOf(returned));
}

/** What befalls the actions of a trial. */
interface Fated {
  readonly options: SimulationOptions;
  /** What was on record when the power went; undefined where it never did. */
  readonly cutOff?: () => State | undefined;
}

async function fateOf(sound: Assembly, trial: Trial, state: State): Promise<Fated> {
  const { at, fault, policy } = trial;
  const options: SimulationOptions = { limits: { total: 1 }, onError: policy };
  const isIt = (one: SimulatedTry): boolean => transitionName(one) === at;
  if (fault === "exit") return { options: { ...options, fail: isIt } };
  if (fault === "hang") return { options: { ...options, durations: { [at]: foreverS } } };
  const host = sound.on[at.split(".")[0] ?? ""];
  if (host !== undefined) {
    const downS = (await beginS(sound, trial)) + momentS;
    return { options: { ...options, hostDown: { [host]: downS } } };
  }
  let cut: State | undefined;
  const fail = (one: SimulatedTry): boolean => {
    if (isIt(one)) cut ??= state.clone();
    return false;
  };
  return { options: { ...options, fail }, cutOff: () => cut };
}
const foreverS = 1e9;
const momentS = 1e-3;

/** When the action begins if nothing befalls any. */
async function beginS(sound: Assembly, { exercise, at, fault }: Trial): Promise<number> {
  const declared = declaredFor(faulty(sound, at, fault), exercise);
  const { transitions } = await simulate(declared, { limits: { total: 1 } });
  return transitions.find((one) => transitionName(one) === at)?.startS ?? 0;
}

function endOf({ outcome }: Report): End["ends"] {
  if (outcome === "done" || outcome === "failed" || outcome === "stuck") return outcome;
  throw new Error(`a trial does not end as ${outcome}`);
}
