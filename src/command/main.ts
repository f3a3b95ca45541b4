/** The command line: every command in its own file, errors told in one sentence, an exit code for each outcome. */
import { Command, CommanderError } from "commander";
import { isMadeusError } from "../model/code.ts";
import { checkCommand } from "./check.ts";
import { deployCommand } from "./deploy.ts";
import { downCommand } from "./down.ts";
import { exit, exitOf } from "./exit.ts";
import { logsCommand } from "./logs.ts";
import { output, tellError, version } from "./output.ts";
import { resumeCommand } from "./resume.ts";
import { stateCommand } from "./state.ts";
import { statusCommand } from "./status.ts";
import { unlockCommand } from "./unlock.ts";
import { whyCommand } from "./why.ts";

/** A command hands its exit code in here. */
export type End = (code: number) => void;

/** Runs one command line and gives its exit code; never throws. */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = exit.done;
  const program = commands((ended) => (code = ended));
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
    const flags = { color: true, ...(args.includes("--json") ? { json: true as const } : {}) };
    const to = output(flags);
    if (isMadeusError(error)) {
      tellError(to, error);
      return exitOf(error.code);
    }
    to.say(`This is a fault of Madeus. Please report it with what follows.\n${error instanceof Error ? error.stack : String(error)}`);
    return exit.bug;
  }
}

function commands(end: End): Command {
  const program = new Command("madeus")
    .description("Deploys and reconfigures distributed software as fast as its dependencies allow.")
    .version(version, "-V, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", examples);
  for (const add of [deployCommand, checkCommand, statusCommand, whyCommand, resumeCommand, logsCommand, downCommand, unlockCommand, stateCommand])
    add(program, end);
  return program;
}

const examples = `
Examples:
  madeus deploy                     deploy the assembly that ./assembly.ts exports
  madeus check site.ts              find what is wrong before anything starts
  madeus why web                    say what web waits for, down to the cause
  madeus resume                     go on after a failure or a crash
`;
