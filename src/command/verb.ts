/**
 * A verb of the command line: how it is called, what it does, how it ends.
 *
 * All begin and end alike: whatever happens within, the last line of `--json` is a result, and the shell gets the code it says.
 */
import type { Command } from "commander";
import { type AudienceFlags, isFollowed } from "./audience-flags.ts";
import type { Endings, ErrorEnding, VerbName } from "./ending.ts";
import type { Exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import type { ResultLine } from "./line.ts";
import { type Output, output } from "./output.ts";
import { tellError } from "./told.ts";

export interface Verb<F extends Flags = any, N extends VerbName = VerbName> {
  /** One word, or two where verbs stand in a group: `state show`. */
  readonly name: N;
  readonly summary: string;
  /** Arguments as commander writes them, with what they are. */
  readonly args: Readonly<Record<string, string>>;
  /** Adds the flags of its own. */
  readonly flags?: (command: Command) => Command;
  readonly examples: Readonly<Record<string, string>>;
  /** What else there is to know, a line each. */
  readonly notes?: readonly string[];
  perform(call: Call<F>): Promise<Endings[N]>;
}
export interface Call<F extends Flags = Flags> {
  readonly args: readonly string[];
  readonly flags: F;
  readonly to: Output;
}
/** How a command ended; with `--json` its last line, whatever else it says. */
export type Ending = Endings[VerbName] | ErrorEnding;

/** The arguments of verbs that are about one assembly of a file. */
export const fileArguments: Verb["args"] = {
  "[file]": "the file that exports the assembly (default: assembly.ts)",
  "[export]": "which assembly, where the file exports several",
};

/** Adds the verb to its group; `end` is told the exit code. */
export function addVerb(group: Command, verb: Verb, end: (code: Exit) => void): void {
  const command = group.command(verb.name.split(" ").at(-1) ?? "").summary(verb.summary);
  command.description(`${verb.summary.charAt(0).toUpperCase()}${verb.summary.slice(1)}.`);
  for (const [name, what] of Object.entries(verb.args)) command.argument(name, what);
  (verb.flags?.(command) ?? command)
    .addHelpText("after", epilogue(verb))
    .action(async () => end(await perform(verb, command)));
}

async function perform(verb: Verb, command: Command): Promise<Exit> {
  const flags = command.optsWithGlobals<Flags & Partial<AudienceFlags>>();
  const args = (
    command.processedArgs as readonly (string | readonly string[] | undefined)[]
  ).flat();
  const to = output(flags);
  const call = { args: args.filter((arg) => arg !== undefined), flags, to };
  const ending = await followed(verb, call).catch((error: unknown) => tellError(to, error));
  return finish(to, ending, verb.name);
}

/** With those who follow its runs, where its flags name any. */
async function followed(
  verb: Verb,
  call: Call<Flags & Partial<AudienceFlags>>,
): Promise<Endings[VerbName] | ErrorEnding> {
  const { flags, to } = call;
  if (!isFollowed(flags)) return verb.perform(call);
  const { audienceOf } = await import("./audience.ts");
  const audience = await audienceOf(flags);
  const shown = { ...to, audience };
  const ending = await verb
    .perform({ ...call, to: shown })
    .catch((error: unknown) => tellError(to, error));
  await audience.close(to);
  return ending;
}

/** The last line, and the code for the shell. */
export function finish(to: Output, ending: Ending, verb?: VerbName): Exit {
  // `Verb` says which ending goes with which name.
  to.object({ type: "result", verb, ...ending } as ResultLine);
  return ending.exitCode;
}

function epilogue({ examples, notes }: Verb): string {
  const width = Math.max(...Object.keys(examples).map((line) => line.length));
  const lines = Object.entries(examples).map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  const told = notes === undefined ? [] : [...notes, ""];
  return ["", ...told, "Examples:", ...lines].join("\n");
}
