/** `madeus reconfigure`: proves a program from what is running, says what it takes and interrupts, and carries it out. */
import type { Engine } from "../engine/engine.ts";
import { MadeusError } from "../model/code.ts";
import type { Program } from "../model/program.ts";
import { wholeIn } from "./all-that-stands.ts";
import { type Claim, claimed } from "./claim.ts";
import { confirmed } from "./confirm.ts";
import { ensureFinished } from "./deployable.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { type DurationFlags, expectationOf, withDurationFlag } from "./expectation.ts";
import { type RunFlags, withRecordedSettings, withRunFlags } from "./flags.ts";
import { writePicture } from "./forecast.ts";
import {
  type InterruptionFlags,
  ensureUninterrupted,
  withInterruptionFlag,
} from "./interruption-limit.ts";
import { ensureKnown } from "./known-code.ts";
import type { Order } from "./order.ts";
import type { Output } from "./output.ts";
import {
  type Prospect,
  programOn,
  prospectEnding,
  prospectOf,
  sayProspect,
  tellProspect,
} from "./prospect.ts";
import { carryOutOrBack } from "./rollback.ts";
import { type Session, adopt } from "./session.ts";
import { tellSettings } from "./setting-change.ts";
import { simulateOnBranch, simulatedFlag } from "./simulated-run.ts";
import { isAccepted, notWanted } from "./sound.ts";
import { tellFinding } from "./told.ts";
import type { Call, Verb } from "./verb.ts";
import { type WrittenProgram, writtenProgram } from "./written-program.ts";

interface ReconfigureFlags extends RunFlags, DurationFlags, InterruptionFlags {
  readonly program?: string;
  readonly strict?: boolean;
  readonly simulated?: boolean;
  readonly svg?: string;
}

export const reconfigureVerb: Verb<ReconfigureFlags, "reconfigure"> = {
  name: "reconfigure",
  summary: "carry out a program on what is running",
  args: {
    "[file]": "the file that exports the program (default: assembly.ts)",
    "[program]": "which of them, where the file exports several",
  },
  flags: (command) =>
    withInterruptionFlag(withDurationFlag(withRecordedSettings(withRunFlags(command))))
      .option(
        "--program <name>",
        "which program: an export of the file, or a JSON file of instructions",
      )
      .option("--strict", "take warnings as errors")
      .option("--svg <file>", "draw what is expected, and which services are away")
      .option(...simulatedFlag),
  examples: {
    "madeus reconfigure update.ts": "asks, then carries out the program that update.ts exports",
    "madeus reconfigure site.ts swap --yes": "the program `swap` of site.ts, without a question",
    "madeus reconfigure update.ts --dry-run": "what it would do, take and interrupt",
    "madeus reconfigure site.ts --program steps.json": "instructions that another program wrote",
  },
  notes: [
    "The program is proved from what is on record, not from what the file says stands there: each name must exist",
    "where it is used, and it must come to its end in whatever order things happen; else nothing begins. A program",
    'that was cut off goes on with `madeus resume`. In JSON: [{ "op": "changeBehavior", "instance": "db",',
    '"behavior": "suspend" }, { "op": "wait", "instances": [] }].',
  ],
  perform: reconfigure,
};

async function reconfigure({
  args,
  flags,
  to,
}: Call<ReconfigureFlags>): Promise<RunEnding | ForecastEnding> {
  const written = await writtenProgram(args[0], flags.program ?? args[1], flags);
  const { directory, loaded } = written;
  if (flags.simulated === true) return simulated(written, flags, to);
  const isDry = flags.dryRun === true;
  const command = isDry ? undefined : `madeus reconfigure ${loaded.file}`;
  const mode = isDry ? "read" : "write";
  const opening = { directory, mode, command, durable: flags.durable } as const;
  const { session } = claimed(opening, (found) => claimOf(found, written));
  try {
    const prospect = await prospected(session, written, flags, to);
    tellSettings(session, loaded.settings, prospect.program.instructions, to);
    const title = `program ${written.name}`;
    writePicture(flags.svg, title, prospect.expected);
    if (isDry) tellProspect(to, title, prospect);
    else sayProspect(to, prospect, flags);
    const { interruptions } = prospect.expected.report;
    ensureUninterrupted(interruptions, flags.maxInterruption, wholeIn(session).configuration);
    if (isDry) return prospectEnding(prospect);
    if (!(await isAccepted(prospect.doubt, flags, to))) return notWanted;
    if (!(await confirmed(`Carry out ${written.name}?`, flags))) return notWanted;
    return await carryOutOrBack(session, orderOf(written, prospect), flags, to);
  } finally {
    session.close();
  }
}

async function simulated(
  { loaded, name, program, directory }: WrittenProgram,
  flags: ReconfigureFlags,
  to: Output,
): Promise<ForecastEnding> {
  const { components } = loaded;
  const instructionsFrom = (): Program["instructions"] => program.instructions;
  const run = { directory, verb: name, declared: program, components, instructionsFrom };
  return simulateOnBranch(run, flags, to);
}

function claimOf(session: Session, { loaded, program }: WrittenProgram): Claim<void> {
  ensureDeployed(session, program.from.name);
  ensureFinished(session);
  adopt(session, { declared: program, components: loaded.components, knows: "moving" });
  const { instructions } = program;
  ensureKnown(session.state, instructions);
  return { due: undefined, touches: instructions.length > 0 ? instructions : "all" };
}

async function prospected(
  session: Session,
  { program }: WrittenProgram,
  flags: ReconfigureFlags,
  to: Output,
): Promise<Prospect> {
  const here = programOn(session, program.from.name, program.instructions);
  const { history, ...options } = expectationOf(here, flags);
  const known = history === undefined ? options : { ...options, history };
  const prospect = await prospectOf(session, here, { ...known, strict: flags.strict });
  for (const warning of prospect.warnings) tellFinding(to, warning);
  if (prospect.doubt !== undefined) tellFinding(to, { ...prospect.doubt, severity: "warning" });
  return prospect;
}

function ensureDeployed({ state, directory }: Session, name: string): void {
  if (state.configuration.numbers.size > 0) return;
  throw new MadeusError("MADEUS_NO_STATE", `${name} is not deployed: ${directory} holds nothing.`, {
    hint: "A program changes what is there: deploy it first.",
  });
}

function orderOf(
  { loaded, name, program }: WrittenProgram,
  { program: { instructions }, known }: Prospect,
): Order {
  const { file, settings } = loaded;
  const give = (engine: Engine): void => engine.submit(name, instructions);
  return { verb: "reconfigure", declared: program, file, name, settings, give, known };
}
