/** The flags that verbs share, read once and checked: what is wrong with them is a usage error. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Limits, Policy } from "../store/journal.ts";
import { withAudienceFlags } from "./audience-flags.ts";
import type { Bounds } from "./beginning.ts";

/** Flags of every verb. */
export interface Flags {
  readonly state?: string;
  readonly json?: boolean;
  readonly input?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}
/** Flags of verbs that import the file. */
export interface FileFlags extends Flags {
  readonly set: ReadonlyMap<string, string>;
}
/** Flags of verbs that change something after a question. */
export interface ChangeFlags extends Flags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}
/** Flags that say how many actions may run at once. */
export interface SlotFlags {
  readonly parallel?: number;
  readonly perHost?: number;
  readonly limit: NonNullable<Limits["named"]>;
}
/** Flags of verbs that run something, or say what would come of it. */
export interface BoundFlags extends SlotFlags {
  readonly onError: PolicyFlag;
}
/** Flags of verbs that run something. */
export interface RunFlags extends FileFlags, ChangeFlags, BoundFlags {
  /** Seconds, for the whole run. */
  readonly timeout?: number;
  readonly durable?: boolean;
  /** `false`: lines on a terminal, too. */
  readonly live?: boolean;
  /** Where the logs of actions go: from the working directory on, or absolute. */
  readonly logDir?: string;
  /** Of those that can be asked for it. */
  readonly expectNoChanges?: boolean;
}

/** `--on-error drain --on-error db=stop` */
export interface PolicyFlag {
  readonly all: Policy;
  readonly of: Readonly<Record<string, Policy>>;
}

export const withFlags = (command: Command): Command =>
  command
    .option("--state <dir>", "where the state lives (default: .madeus/NAME beside the file)")
    .option("--json", "one JSON object a line on stdout, the last one the result")
    .option("--no-input", "never ask; where a question would be needed, end with code 2")
    .option("-q, --quiet", "print results and errors only")
    .option("-v, --verbose", "also print places entered and services provided")
    .option("--no-color", "print without colours (NO_COLOR=1 does the same)");

export const withFileFlags = (command: Command): Command =>
  command.addOption(
    new Option("--set <name=value>", "the value of a setting of the file; may be repeated")
      .argParser(settingGiven)
      .default(new Map(), "those of the file"),
  );

/** For verbs that are about what stands: it keeps the settings that it was made with. */
export function withRecordedSettings(command: Command): Command {
  command.options
    .find(({ long }) => long === "--set")
    ?.default(new Map(), "those of the last run, else of the file");
  return command;
}

export const withChangeFlags = (command: Command): Command =>
  command
    .option("-y, --yes", "take every question as answered with yes")
    .option("--dry-run", "say what would be done, and do nothing");

export const withRunFlags = (command: Command): Command =>
  withAudienceFlags(withBoundFlags(withFileFlags(withChangeFlags(command))))
    .option("--timeout <seconds>", "after so long, end the run and what it runs", seconds)
    .option("--durable", "let what is recorded survive a power cut, too")
    .option("--log-dir <dir>", "where the logs of actions go (default: logs, beside the state)")
    .option("--no-live", "print lines on a terminal, too, instead of a live view");

export const withSlotFlags = (command: Command): Command =>
  command
    .option("-p, --parallel <n>", "at most n actions at once", count)
    .option("--per-host <n>", "at most n actions at once on one host", count)
    .addOption(
      new Option(
        "--limit <name=n[/host]>",
        "at most n of the actions that name this limit, in all or on each host; may be repeated",
      )
        .argParser(namedLimit)
        .default({}, "none"),
    );

export const withBoundFlags = (command: Command): Command =>
  withSlotFlags(command).addOption(
    new Option(
      "--on-error <[instance=]policy>",
      "after a failure (of one instance): stop starts nothing more, drain goes on with what does not need it, rollback goes back to before; may be repeated",
    )
      .argParser(policy)
      .default({ all: "drain", of: {} }, "drain"),
  );

/** What the flags say of limits and failures, as the engine takes it. */
export const boundsOf = ({ parallel, perHost, limit, onError }: BoundFlags): Bounds => ({
  limits: { total: parallel, perHost, named: limit },
  onError: onError.all,
  onErrorOf: onError.of,
});

/** Is there a failure after which it is to go back? */
export const goesBack = ({ onError: { all, of } }: BoundFlags): boolean =>
  [all, ...Object.values(of)].includes("rollback");

/** For flags that may be repeated. */
export const several = (text: string, before: readonly string[]): readonly string[] => [
  ...before,
  text,
];

export function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number from 1 up.");
  return value;
}

export function seconds(text: string): number {
  const value = Number(text);
  // A timer of Node's holds no more than 24 days.
  if (!(value > 0 && value <= 2_000_000))
    throw new InvalidArgumentError("It must be a number of seconds above 0, at most 2000000.");
  return value;
}

function namedLimit(text: string, before: SlotFlags["limit"]): SlotFlags["limit"] {
  const [, name, n = "", each] = /^([^=]+)=(\d+)(\/host)?$/.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidArgumentError('It must be written name=n, e.g. "apt=1", or "apt=1/host".');
  return { ...before, [name]: each === undefined ? count(n) : { perHost: count(n) } };
}

function policy(text: string, before: PolicyFlag): PolicyFlag {
  const [, instance, which] = /^(?:(.+)=)?(stop|drain|rollback)$/.exec(text) ?? [];
  if (which !== "stop" && which !== "drain" && which !== "rollback")
    throw new InvalidArgumentError(
      'It must be "stop", "drain" or "rollback", or one for an instance: "db=stop".',
    );
  return instance === undefined
    ? { ...before, all: which }
    : { ...before, of: { ...before.of, [instance]: which } };
}

function settingGiven(
  text: string,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError('It must be written name=value, e.g. "replicas=3".');
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]]);
}
