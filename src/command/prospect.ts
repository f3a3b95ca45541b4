/**
 * What a program would do to what is running: whether it comes to its end from there, what it takes, and which services go away
 * meanwhile. Everything that changes a running system looks at this before its first action.
 */
import { DurationHistory } from "../engine/duration-history.ts";
import type { Engine } from "../engine/engine.ts";
import { type Forecast, type ForecastOptions, forecast } from "../host/forecast.ts";
import type { Finding } from "../model/code.ts";
import { type Instruction, type Program, programOf } from "../model/program.ts";
import { assembled } from "../semantics/assembled.ts";
import { instructionText } from "../semantics/lack-program.ts";
import { toEntry } from "../store/instruction.ts";
import type { Known } from "./duration-range.ts";
import type { ForecastEnding } from "./ending.ts";
import type { ChangeFlags } from "./flags.ts";
import { seconds, some } from "./forecast.ts";
import { endingOf } from "./forecast-ending.ts";
import { interruptionLines } from "./interruption-told.ts";
import type { ChangeLine } from "./line.ts";
import { type Output, paint } from "./output.ts";
import { tellPlan } from "./plan-told.ts";
import { type NoReturn, noReturnLines, pointsOfNoReturn } from "./point-of-no-return.ts";
import type { Session } from "./session.ts";
import { ensureSoundFrom } from "./sound.ts";
import type { Discrepancy } from "./wanted.ts";

export interface Prospect {
  /** On what stands there. */
  readonly program: Program;
  readonly warnings: readonly Finding[];
  /** Why it could not be told whether it comes to its end; undefined: it does. */
  readonly doubt: Finding | undefined;
  readonly expected: Forecast;
  /** By what it was told how long that takes. */
  readonly known: Known;
  /** Where failures ask to go back. */
  readonly noReturn: NoReturn | undefined;
}

/** What the state holds, under the types that it has adopted, with a program for it. */
export function programOn(
  { state, hosts }: Pick<Session, "state" | "hosts">,
  name: string,
  instructions: readonly Instruction[],
): Program {
  const around = { name, hosts: Object.fromEntries(hosts), on: state.on };
  return programOf(assembled(state.configuration, around), instructions);
}

/**
 * Leaves the state as it is. Takes ten seconds at most to prove it, and as long again to rehearse what is very large.
 *
 * @param options  limits, faults and durations; those of earlier runs of the state where they say nothing
 * @throws MadeusError  with all findings, where it is ill-formed or gets stuck
 */
export async function prospectOf(
  session: Pick<Session, "state" | "records">,
  program: Program,
  { strict = false, ...options }: ForecastOptions & { readonly strict?: boolean | undefined } = {},
): Promise<Prospect> {
  const { state, records } = session;
  const { warnings, doubt } = ensureSoundFrom(program, state.configuration, strict);
  const give = (engine: Engine): void => engine.submit("program", program.instructions);
  const history = options.history ?? new DurationHistory(records);
  const known = { ...options, history };
  const expected = await forecast({ state, give }, known);
  const noReturn = await pointsOfNoReturn({ state, give }, expected.report, known);
  return { program, warnings, doubt, expected, known, noReturn };
}

/** All there is to know of it, as `plan` tells of a deployment. */
export function tellProspect(to: Output, title: string, prospect: Prospect): void {
  const { program, expected, noReturn } = prospect;
  const { interruptions, transitions } = expected.report;
  for (const line of programLines(program.instructions)) to.result(line);
  if (transitions.length > 0) tellPlan(to, title, expected, [], []);
  else to.result("no action is run");
  for (const line of interruptionLines(interruptions)) to.result(line);
  for (const line of noReturnLines(noReturn)) to.result(line);
}

/** The instructions in words, with their numbers. */
export function programLines(instructions: readonly Instruction[]): readonly string[] {
  const lines = instructions
    .slice(0, toldMax)
    .map((one, index) => `${String(index + 1).padStart(5)}  ${instructionText(one)}`);
  const more = instructions.length - lines.length;
  const rest = more === 0 ? [] : [`       … and ${more} more (--json has them all)`];
  return [paint.bold("the program:"), ...lines, ...rest];
}
const toldMax = 200;

/** In a few lines, before it is begun: whoever said yes beforehand may not want to hear them. */
export function sayProspect(
  to: Output,
  prospect: Prospect,
  { yes }: Pick<ChangeFlags, "yes"> = {},
  differences: readonly Discrepancy[] = [],
): void {
  const { program, expected, noReturn } = prospect;
  const { transitions, makespanS, interruptions } = expected.report;
  const say = yes === true ? to.progress : to.say;
  for (const line of differenceLines(differences)) say(line);
  const count = numbered(program.instructions.length, "instruction");
  say(`${count}, ${numbered(transitions.length, "action")}, about ${seconds(makespanS)}`);
  for (const line of interruptionLines(interruptions)) say(line);
  for (const line of noReturnLines(noReturn)) say(line);
  to.object(changeLine(prospect, differences));
}

export const changeLine = (
  { program, expected, noReturn }: Prospect,
  differences: readonly Discrepancy[],
): ChangeLine => ({
  type: "change",
  ...(differences.length > 0 && { differences }),
  program: program.instructions.map(toEntry),
  makespanS: expected.report.makespanS,
  interruptions: expected.report.interruptions,
  ...(noReturn !== undefined && { noReturn }),
});

const numbered = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

/** What differs: a line each, and where many differ in the same way one for all of these. */
export function differenceLines(differences: readonly Discrepancy[]): readonly string[] {
  const alike = Map.groupBy(differences, ({ what, text }) => `${what} ${text}`);
  const groups = [...alike.values()].flatMap((all) =>
    all.length < groupMin ? all.map((one) => [one]) : [all],
  );
  const lines = groups.slice(0, toldMax).map((group) => {
    const [{ what, text } = unnamed] = group;
    const isWire = what === "wired" || what === "unwired";
    const names = some(group.map(({ name }) => name));
    return `${signs[what]} ${isWire ? "" : `${paint.bold(names)} `}${text}`;
  });
  const more = groups.length - lines.length;
  return more === 0 ? lines : [...lines, `  … and ${more} more (--json has them all)`];
}
const groupMin = 4;
const unnamed: Discrepancy = { what: "changed", name: "", text: "" };
const signs: Readonly<Record<Discrepancy["what"], string>> = {
  added: "+",
  removed: "-",
  changed: "~",
  moved: "~",
  replaced: "~",
  wired: "+",
  unwired: "-",
  behind: "~",
  stands: "~",
  "under way": "~",
  value: "=",
  lost: "~",
};

export const prospectEnding = ({ program, expected, noReturn }: Prospect): ForecastEnding => ({
  ...endingOf(expected),
  program: program.instructions.map(toEntry),
  interruptions: expected.report.interruptions,
  ...(noReturn !== undefined && { noReturn }),
  dryRun: true,
});
