/**
 * Going from what stands to how a commit has it: the way is planned from the file as it is now, proved, shown, and carried out after a yes.
 */
import type { Command } from "commander";
import type { Engine } from "../engine/engine.ts";
import { handIn } from "../engine/handed-in.ts";
import { MadeusError } from "../model/code.ts";
import type { Instruction } from "../model/program.ts";
import type { Deployment } from "../store/deployment.ts";
import type { ObjectId } from "../store/object-id.ts";
import { wholeIn } from "./all-that-stands.ts";
import { confirmed } from "./confirm.ts";
import { deploymentDifferences } from "./deployment-difference.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { type DurationFlags, expectationOf, withDurationFlag } from "./expectation.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import {
  type InterruptionFlags,
  ensureUninterrupted,
  withInterruptionFlag,
} from "./interruption-limit.ts";
import { ensureKnown } from "./known-code.ts";
import type { LoadedDeclaration } from "./locate.ts";
import type { Output } from "./output.ts";
import {
  type Prospect,
  differenceLines,
  programOn,
  prospectEnding,
  prospectOf,
  sayProspect,
  tellProspect,
} from "./prospect.ts";
import { carryOutOrBack } from "./rollback.ts";
import type { Session } from "./session.ts";
import { withKeptValues } from "./kept-value.ts";
import { isAccepted, notWanted } from "./sound.ts";
import { findFirst, findIn, findPinned, pastOf } from "./stood.ts";
import { tellFinding } from "./told.ts";
import { wayBack } from "./way-back.ts";
import type { Discrepancy } from "./wanted.ts";

export interface Destination {
  /** As it is to be. */
  readonly deployment: Deployment;
  /** What leads there (`wayTo`). */
  readonly instructions: readonly Instruction[];
  /** As it is now, as its commit has it. */
  readonly from: Deployment;
  /** What the run is called, in messages and in its commits. */
  readonly verb: string;
  /** Where it leads, in words: `3f2a81c09d`. */
  readonly name: string;
  readonly question: string;
  /** The commit that is merged by it. */
  readonly merges?: ObjectId;
}

export interface GoingFlags extends RunFlags, DurationFlags, InterruptionFlags {
  readonly strict?: boolean;
}

export const withGoingFlags = (command: Command): Command =>
  withInterruptionFlag(withDurationFlag(withRunFlags(command))).option(
    "--strict",
    "take warnings as errors",
  );

/** @throws MadeusError  what a proof finds; `MADEUS_INTERRUPTS` */
export async function go(
  session: Session,
  { loaded, name: exported, declared, assembly }: LoadedDeclaration,
  destination: Destination,
  flags: GoingFlags,
  to: Output,
): Promise<RunEnding | ForecastEnding> {
  const { instructions, verb, name, question, merges } = destination;
  const prospect = await prospectFor(session, assembly.name, instructions, flags, to);
  const { from, deployment } = destination;
  const wanted = deploymentDifferences(from, deployment);
  const differences = withKeptValues(wanted, from, instructions);
  if (instructions.length === 0 && merges === undefined) throw nothingLeads(name, differences);
  if (flags.dryRun === true) {
    for (const line of differenceLines(differences)) to.result(line);
    tellProspect(to, `way to ${name}`, prospect);
    return { ...prospectEnding(prospect), differences };
  }
  sayProspect(to, prospect, flags, differences);
  const { interruptions } = prospect.expected.report;
  ensureUninterrupted(interruptions, flags.maxInterruption, wholeIn(session).configuration);
  if (!(await isAccepted(prospect.doubt, flags, to))) return notWanted;
  if (!(await confirmed(question, flags))) return notWanted;
  const { file, settings } = loaded;
  const give = (engine: Engine): void => {
    if (instructions.length > 0) handIn(engine, verb, prospect.program);
  };
  const more = merges === undefined ? {} : { merges };
  const beginning = { verb, declared, file, name: exported, settings, ...more };
  return carryOutOrBack(session, { ...beginning, give, known: prospect.known }, flags, to);
}

/**
 * The program; empty where all is as it is to be.
 *
 * @param session  at rest, and under the types of the file
 * @throws MadeusError  `MADEUS_NO_ROUTE` with all obstacles
 */
export function wayTo(
  { state }: Session,
  { deployment, name }: Pick<Destination, "deployment" | "name">,
): readonly Instruction[] {
  const { configuration: c, catalog, declarations } = state;
  const find = findFirst(
    (instance, { type }) => {
      const number = c.number(instance);
      const component = number === undefined ? undefined : c.life(number).component;
      return component?.name === type ? component : undefined;
    },
    findIn(catalog),
    findPinned(declarations.values()),
  );
  const { past, strange } = pastOf(deployment, find, catalog);
  if (!past.isAtRest) throw noWay(name, ["somebody is to go on from there"]);
  if (strange.length > 0) throw noWay(name, strange);
  const { instructions, obstacles } = wayBack(state, past);
  if (obstacles.length > 0) throw noWay(name, obstacles);
  ensureKnown(state, instructions);
  return instructions;
}

/** What differs is nothing that a program changes. */
const nothingLeads = (where: string, differences: readonly Discrepancy[]): MadeusError =>
  new MadeusError(
    "MADEUS_NO_ROUTE",
    `No instruction leads to ${where}: ${differences.map(({ name, text }) => `${name} ${text}`).join("; ")}.`,
    {
      hint: "Values come from actions: ask for a behavior that gives them, e.g. by madeus reconfigure. What is lost madeus watch --repair brings back.",
    },
  );

async function prospectFor(
  session: Session,
  assembly: string,
  instructions: readonly Instruction[],
  flags: GoingFlags,
  to: Output,
): Promise<Prospect> {
  const program = programOn(session, assembly, instructions);
  const { history, ...options } = expectationOf(program, flags);
  const known = history === undefined ? options : { ...options, history };
  const prospect = await prospectOf(session, program, { ...known, strict: flags.strict });
  for (const warning of prospect.warnings) tellFinding(to, warning);
  if (prospect.doubt !== undefined) tellFinding(to, { ...prospect.doubt, severity: "warning" });
  return prospect;
}

const noWay = (name: string, obstacles: readonly string[]): MadeusError =>
  new MadeusError("MADEUS_NO_ROUTE", `There is no way to ${name}: ${obstacles.join("; ")}.`, {
    hint: "Go there with the file from which it was made.",
  });
