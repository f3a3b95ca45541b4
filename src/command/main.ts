/** The command line: every verb in its own file, errors told in one sentence, an exit code for each outcome. */
import { Command, CommanderError } from "commander";
import { MadeusError } from "../model/code.ts";
import { spelledOut } from "./audience-flags.ts";
import { askedFor } from "./completion-script.ts";
import { type Exit, exit, exitMeanings } from "./exit.ts";
import { withFlags } from "./flags.ts";
import { output } from "./output.ts";
import { isFile } from "./target.ts";
import { tellError } from "./told.ts";
import { type Verb, addVerb, finish } from "./verb.ts";
import { version } from "./version.ts";

/** In the order of the help. To load them all takes longer than many a command. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  init: async () => (await import("./init.ts")).initVerb,
  deploy: async () => (await import("./deploy.ts")).deployVerb,
  reconfigure: async () => (await import("./reconfigure.ts")).reconfigureVerb,
  check: async () => (await import("./check.ts")).checkVerb,
  describe: async () => (await import("./describe.ts")).describeVerb,
  graph: async () => (await import("./graph.ts")).graphVerb,
  export: async () => (await import("./export.ts")).exportVerb,
  plan: async () => (await import("./plan.ts")).planVerb,
  simulate: async () => (await import("./simulate.ts")).simulateVerb,
  advise: async () => (await import("./advise.ts")).adviseVerb,
  adopt: async () => (await import("./adopt.ts")).adoptVerb,
  status: async () => (await import("./status.ts")).statusVerb,
  watch: async () => (await import("./watch.ts")).watchVerb,
  why: async () => (await import("./why.ts")).whyVerb,
  resume: async () => (await import("./resume.ts")).resumeVerb,
  report: async () => (await import("./report.ts")).reportVerb,
  ui: async () => (await import("./ui.ts")).uiVerb,
  logs: async () => (await import("./logs.ts")).logsVerb,
  history: async () => (await import("./history.ts")).historyVerb,
  show: async () => (await import("./show-commit.ts")).showVerb,
  diff: async () => (await import("./diff.ts")).diffVerb,
  "why-changed": async () => (await import("./why-changed.ts")).whyChangedVerb,
  rollback: async () => (await import("./rollback-commit.ts")).rollbackVerb,
  branch: async () => (await import("./branch.ts")).branchVerb,
  checkout: async () => (await import("./checkout.ts")).checkoutVerb,
  merge: async () => (await import("./merge.ts")).mergeVerb,
  push: async () => (await import("./push.ts")).pushVerb,
  pull: async () => (await import("./pull.ts")).pullVerb,
  clone: async () => (await import("./clone.ts")).cloneVerb,
  serve: async () => (await import("./serve.ts")).serveVerb,
  fsck: async () => (await import("./fsck.ts")).fsckVerb,
  prune: async () => (await import("./prune.ts")).pruneVerb,
  down: async () => (await import("./down.ts")).downVerb,
  doctor: async () => (await import("./doctor.ts")).doctorVerb,
  unlock: async () => (await import("./unlock.ts")).unlockVerb,
  completion: async () => (await import("./completion.ts")).completionVerb,
};
/** Verbs of two words, by the first of them. */
const groups: Readonly<Record<string, { readonly summary: string; readonly verbs: typeof verbs }>> =
  {
    bundle: {
      summary: "carry branches in a file",
      verbs: {
        create: async () => (await import("./bundle-create.ts")).bundleCreateVerb,
        apply: async () => (await import("./bundle-apply.ts")).bundleApplyVerb,
      },
    },
    state: {
      summary: "look at what is on record",
      verbs: { show: async () => (await import("./state.ts")).stateShowVerb },
    },
  };

/** Runs one command line and gives its exit code; never throws. */
export async function main(args: readonly string[]): Promise<Exit> {
  let code: Exit = exit.done;
  try {
    if (args[0] === askedFor) return await answer(args.slice(1));
    if (args[0] === "help" && args[1] === "errors") return await explain(args.slice(2));
    const program = await commandLine((ended) => (code = ended), args[0]);
    await program.parseAsync([...spelledOut(args)], { from: "user" });
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

/** A shell asks what may come next on a command line. */
async function answer(words: readonly string[]): Promise<Exit> {
  const { offered } = await import("./completion.ts");
  const program = await commandLine(() => undefined, words[0]);
  for (const line of offered(program, words)) process.stdout.write(`${line}\n`);
  return exit.done;
}

async function explain([code, ...flags]: readonly string[]): Promise<Exit> {
  const { errorPage } = await import("./error-page.ts");
  const to = output({ color: !flags.includes("--no-color") });
  for (const line of errorPage(code)) to.result(line);
  return exit.done;
}

/** `end` is told the exit code of the verb that ran. Where `first`, a word, names a verb, there is no other. */
export async function commandLine(end: (code: Exit) => void, first = ""): Promise<Command> {
  const program = withFlags(new Command("madeus"))
    .description("Deploys and reconfigures distributed software as fast as its dependencies allow.")
    .usage("VERB [FILE] [EXPORT] [flags]")
    .version(version, versionFlags.join(", "))
    .helpCommand("help [verb]", "explain a verb")
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", epilogue);
  if (versionFlags.includes(first)) return program;
  const only = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (only !== undefined) {
    addVerb(program, await only(), end);
    return program;
  }
  for (const load of Object.values(verbs)) addVerb(program, await load(), end);
  for (const [name, { summary, verbs: own }] of Object.entries(groups)) {
    const group = program.command(name).summary(summary).exitOverride();
    for (const load of Object.values(own)) addVerb(group, await load(), end);
  }
  return program;
}

const versionFlags = ["-V", "--version"];

/** The same wherever it is printed, so that the documents can show it. */
const width = 100;

const epilogue = `
Examples:
  madeus deploy                     deploy the assembly that ./assembly.ts exports
  madeus check site.ts              find what is wrong before anything starts
  madeus why site.ts web            say what web waits for, down to the cause
  madeus resume site.ts             go on after a failure or a crash
  madeus VERB --help                explain a verb
  madeus help errors CODE           explain a code, and what to do about it

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
