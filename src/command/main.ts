/** The command line: every verb in its own file, errors told in one sentence, an exit code for each outcome. */
import { Command, CommanderError } from "commander";
import { MadeusError } from "../model/code.ts";
import { adviseVerb } from "./advise.ts";
import { checkVerb } from "./check.ts";
import { deployVerb } from "./deploy.ts";
import { doctorVerb } from "./doctor.ts";
import { downVerb } from "./down.ts";
import { type Exit, exit, exitMeanings } from "./exit.ts";
import { exportVerb } from "./export.ts";
import { withFlags } from "./flags.ts";
import { graphVerb } from "./graph.ts";
import { logsVerb } from "./logs.ts";
import { output } from "./output.ts";
import { planVerb } from "./plan.ts";
import { reportVerb } from "./report.ts";
import { resumeVerb } from "./resume.ts";
import { simulateVerb } from "./simulate.ts";
import { stateShowVerb } from "./state.ts";
import { statusVerb } from "./status.ts";
import { isFile } from "./target.ts";
import { tellError } from "./told.ts";
import { unlockVerb } from "./unlock.ts";
import { type Verb, addVerb, finish } from "./verb.ts";
import { version } from "./version.ts";
import { whyVerb } from "./why.ts";

export const verbs: readonly Verb[] = [
  deployVerb,
  checkVerb,
  graphVerb,
  exportVerb,
  planVerb,
  simulateVerb,
  adviseVerb,
  statusVerb,
  whyVerb,
  resumeVerb,
  reportVerb,
  logsVerb,
  downVerb,
  doctorVerb,
  unlockVerb,
];
const stateVerbs: readonly Verb[] = [stateShowVerb];

/** Runs one command line and gives its exit code; never throws. */
export async function main(args: readonly string[]): Promise<Exit> {
  let code: Exit = exit.done;
  try {
    await commandLine((ended) => (code = ended)).parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exit.done;
    // Without a verb commander has printed the help, to stderr.
    if (error instanceof CommanderError && error.code === "commander.help") return exit.usage;
    const said = error instanceof CommanderError ? usageError(error, args) : error;
    const to = output({ json: args.includes("--json"), color: !args.includes("--no-color") });
    return finish(to, tellError(to, said));
  }
}

/** All verbs; `end` is told the exit code of the one that ran. */
export function commandLine(end: (code: Exit) => void): Command {
  const program = withFlags(new Command("madeus"))
    .description("Deploys and reconfigures distributed software as fast as its dependencies allow.")
    .usage("VERB [FILE] [EXPORT] [flags]")
    .version(version, "-V, --version")
    .helpCommand("help [verb]", "explain a verb")
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", epilogue);
  for (const verb of verbs) addVerb(program, verb, end);
  const state = program.command("state").summary("look at what is on record").exitOverride();
  for (const verb of stateVerbs) addVerb(state, verb, end);
  return program;
}

/** The same wherever it is printed, so that the documents can show it. */
const width = 100;

const epilogue = `
Examples:
  madeus deploy                     deploy the assembly that ./assembly.ts exports
  madeus check site.ts              find what is wrong before anything starts
  madeus why site.ts web            say what web waits for, down to the cause
  madeus resume site.ts             go on after a failure or a crash
  madeus VERB --help                explain a verb

Exit codes:
${Object.entries(exitMeanings)
  .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
  .join("\n")}`;

function usageError({ message }: CommanderError, args: readonly string[]): MadeusError {
  const [first = "", ...more] = message.replace(/^error: /, "").split("\n");
  const meant = /\(Did you mean (.*)\?\)/.exec(more.join(" "))?.[1];
  const hint = isFile(args[0])
    ? `a verb comes first: madeus deploy ${args[0]}`
    : meant === undefined
      ? "madeus --help shows the verbs, madeus VERB --help what one takes"
      : `did you mean ${meant}?`;
  return new MadeusError("MADEUS_USAGE", sentence(first), { hint });
}

const sentence = (text: string): string => {
  const said = text.charAt(0).toUpperCase() + text.slice(1).replaceAll("'", '"');
  return said.endsWith(".") ? said : `${said}.`;
};
