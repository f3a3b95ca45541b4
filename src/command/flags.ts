/** The flags that commands share, read once and checked: what is wrong with them is a usage error. */
import { type Command, InvalidArgumentError, Option } from "commander";

/** Flags of every command. */
export interface Flags {
  readonly state?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
}
/** Flags of commands that run something. */
export interface RunFlags extends Flags {
  readonly yes?: true;
  readonly parallel?: number;
  readonly perHost?: number;
  readonly limit: Readonly<Record<string, number>>;
  readonly onError: "stop" | "drain";
  /** Seconds, for the whole run. */
  readonly timeout?: number;
  readonly durable?: true;
  readonly dryRun?: true;
}

export function withFlags(command: Command): Command {
  return command
    .option("--state <dir>", "where the state lives (default: .madeus/NAME beside the file)")
    .option("--json", "one JSON object a line on stdout")
    .option("-q, --quiet", "print results and errors only")
    .option("-v, --verbose", "also print places entered and services provided")
    .option("--no-color", "print without colours (NO_COLOR does the same)");
}

export function withRunFlags(command: Command): Command {
  return withFlags(command)
    .option("-y, --yes", "do not ask")
    .option("-p, --parallel <n>", "at most n actions at once", count)
    .option("--per-host <n>", "at most n actions at once on one host", count)
    .addOption(
      new Option("--limit <name=n>", "at most n actions at once of those that name this limit; may be repeated")
        .argParser(namedLimit)
        .default({}, "none"),
    )
    .addOption(
      new Option("--on-error <policy>", "after a failure: start nothing more, or go on with what does not depend on it")
        .choices(["stop", "drain"])
        .default("drain"),
    )
    .option("--timeout <seconds>", "end the run after so long", seconds)
    .option("--durable", "let what is recorded survive a power cut, too")
    .option("--dry-run", "check, and say what would be done");
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 up.");
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e9)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return value;
}

function namedLimit(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, name, n] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It must be written name=n, e.g. "apt=1".');
  return { ...before, [name]: count(n ?? "") };
}
