/**
 * Points of no return: after which failures nothing would lead back to how it was. Each is rehearsed: the run with that one failure, the
 * retreat from there, and whether the retreat comes to its end.
 */
import type { Report, Timing } from "../engine/report.ts";
import type { Engine } from "../engine/engine.ts";
import { policyOf } from "../engine/policy.ts";
import { type SimulationOptions, type Stage, rehearse } from "../host/simulation.ts";
import { transitionName } from "../model/name.ts";
import { type Reason, tell } from "../semantics/why.ts";
import { formerState } from "./former.ts";
import { paint } from "./output.ts";
import { limitsFrom } from "./proof-limit.ts";
import { givingUp } from "./teardown.ts";
import { wayBack } from "./way-back.ts";

export interface PointOfNoReturn {
  readonly instance: string;
  readonly transition: string;
  /** Why nothing leads back after it has failed, a sentence each. */
  readonly because: readonly string[];
}
/** What was found of the actions whose failure asks to go back. */
export interface NoReturn {
  readonly points: readonly PointOfNoReturn[];
  /** How many were tried, and of how many: of very many one for each component. */
  readonly tried: number;
  readonly of: number;
}

/**
 * Takes ten seconds at most.
 *
 * @param stage  under the types of the file; it stays as it is
 * @param report  of the run as it is expected
 * @returns  undefined: no failure asks to go back
 */
export async function pointsOfNoReturn(
  stage: Stage,
  { transitions }: Pick<Report, "transitions">,
  options: SimulationOptions,
): Promise<NoReturn | undefined> {
  const asking = [...new Map(transitions.map((one) => [transitionName(one), one])).values()].filter(
    ({ instance }) => policyOf(options, instance) === "rollback",
  );
  if (asking.length === 0) return undefined;
  const { isOver } = limitsFrom({ seconds: secondsMax });
  const points: PointOfNoReturn[] = [];
  let tried = 0;
  for (const one of asking.length > triedMax ? oneOfEach(stage, asking) : asking) {
    if (isOver?.() === true) break;
    const because = await hindrances(stage, one, options);
    const { instance, transition } = one;
    if (because.length > 0) points.push({ instance, transition, because });
    tried++;
  }
  return { points, tried, of: asking.length };
}
const secondsMax = 10;
const triedMax = 300;

/** Why nothing leads back if this fails; empty: something does, or its failure is no failure of the run. */
async function hindrances(
  { state: from, give }: Stage,
  { instance, transition }: Pick<Timing, "instance" | "transition">,
  { fail: _fail, ...options }: SimulationOptions,
): Promise<readonly string[]> {
  const state = from.clone();
  const fail: SimulationOptions["fail"] = (one) =>
    one.instance === instance && one.transition === transition;
  const { outcome } = await rehearse(state, give, { ...options, fail });
  if (outcome !== "failed") return [];
  const { withdrawn, instructions, obstacles } = wayBack(state, formerState(from, from.catalog));
  if (obstacles.length > 0) return obstacles;
  const goBack = (engine: Engine): void => {
    for (const entry of givingUp(withdrawn)) engine.post(entry);
    if (instructions.length > 0) engine.submit("rollback", instructions);
  };
  const calm = { ...options, onError: "drain", onErrorOf: {}, leftBehind: "fail" } as const;
  const back = await rehearse(state, goBack, calm);
  return back.outcome === "done" ? [] : sentences(back.because, back.outcome);
}

const sentences = (because: readonly Reason[], outcome: string): readonly string[] =>
  because.length === 0 ? [`the way back ends ${outcome}`] : tell(because);

/** One for each transition of each component. */
function oneOfEach<One extends Pick<Timing, "instance" | "transition">>(
  { state: { configuration: c } }: Stage,
  all: readonly One[],
): readonly One[] {
  const kindOf = ({ instance, transition }: One): string => {
    const number = c.number(instance);
    // What is still to come is told apart by its name without its number.
    const kind =
      number === undefined ? instance.replace(/\d+$/, "") : c.life(number).component.name;
    return `${kind} ${transition}`;
  };
  return [...new Map(all.map((one) => [kindOf(one), one])).values()];
}

/** Lines about them; none where nobody asked. */
export function noReturnLines(found: NoReturn | undefined): readonly string[] {
  if (found === undefined) return [];
  const { points, tried, of } = found;
  const some = tried < of ? ` (${tried} of ${of} actions were looked at)` : "";
  if (points.length === 0) return [`whichever action fails, there is a way back${some}`];
  const lines = points
    .slice(0, linesMax)
    .map(
      (one) =>
        `if ${paint.bold(transitionName(one))} fails, there is ${paint.red("no way back")}: ${one.because.join("; ")}`,
    );
  const more = points.length - lines.length;
  const rest = more === 0 ? [] : [`… and ${more} more (--json has them all)`];
  return [...lines, ...rest, ...(tried < of ? [`${tried} of ${of} actions were looked at`] : [])];
}
const linesMax = 40;
