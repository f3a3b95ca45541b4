/**
 * What may come next on a command line: the words that a shell offers when somebody presses the tab key.
 *
 * Pure: the verbs and their flags are those that the command line is made of, names of instances and the like are what a state has on
 * record. What is written in angle brackets after a flag, or as an argument, says which names fit there.
 */
import type { Argument, Command, Option } from "commander";
import { noticeEvents } from "./audience-flags.ts";

/** Names that are on record, each asked for only where it is needed. */
export interface KnownNames {
  /** instance → the names of its component. */
  readonly instances: ReadonlyMap<string, KnownInstance>;
  readonly hosts: readonly string[];
  /** What files export. */
  readonly exports: readonly string[];
  readonly branches: readonly string[];
  /** What stands in a directory of the present commit: names, those of directories with a slash. */
  list(path: readonly string[]): readonly string[];
}
export interface KnownInstance {
  readonly behaviors: readonly string[];
  readonly transitions: readonly string[];
  readonly places: readonly string[];
  readonly provides: readonly string[];
}
export interface Completion {
  /** Each fits what is typed so far; sorted as they should be offered. */
  readonly words: readonly string[];
  /** Files fit, too: the shell knows them. */
  readonly files: boolean;
}

/** @param words  after the program's name; the last is what is typed of the word that is looked for, maybe nothing */
export function completion(
  program: Command,
  words: readonly string[],
  known: () => KnownNames,
): Completion {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = commandOf(program, before);
  const flag = flagNamed(command, before.at(-1) ?? "");
  if (flag?.required === true) return fitting(typed, ofFlag(flag, typed, known));
  const [, long, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  const named = flagNamed(command, long ?? "");
  if (named?.required === true && value !== undefined) {
    const { words: values, files } = fitting(value, ofFlag(named, value, known));
    return { words: values.map((one) => `${long}=${one}`), files };
  }
  if (typed.startsWith("-")) return fitting(typed, { words: flagsOf(command), files: false });
  if (command.commands.length > 0) return fitting(typed, { words: namesOf(command), files: false });
  const kinds = command.registeredArguments.map((argument) => ofArgument(argument, typed, known));
  return fitting(typed, {
    words: kinds.flatMap((one) => one.words),
    files: kinds.some(({ files }) => files),
  });
}

const nothing: Completion = { words: [], files: false };

function fitting(typed: string, { words, files }: Completion): Completion {
  const fits = [...new Set(words)].filter((word) => word.startsWith(typed));
  return { words: fits.toSorted(), files };
}

/** The verb that is named by the words so far, else the group or the whole. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words)
    command = command.commands.find((one) => one.name() === word) ?? command;
  return command;
}

function optionsOf(command: Command): readonly Option[] {
  const above = command.parent === null ? [] : optionsOf(command.parent);
  return [...command.options, ...above];
}

const flagNamed = (command: Command, word: string): Option | undefined =>
  word === ""
    ? undefined
    : optionsOf(command).find(({ long, short }) => long === word || short === word);

const flagsOf = (command: Command): readonly string[] => [
  ...optionsOf(command).flatMap(({ long }) => long ?? []),
  "--help",
];

const namesOf = (command: Command): readonly string[] => [
  ...command.commands.map((one) => one.name()),
  ...(command.parent === null ? ["help"] : []),
];

function ofFlag({ flags, argChoices }: Option, typed: string, known: () => KnownNames): Completion {
  if (argChoices !== undefined) return { words: argChoices, files: false };
  const kind = /<(.*)>/.exec(flags)?.[1] ?? "";
  return ofKind(kind.replace("...", ""), typed, known);
}

function ofArgument(argument: Argument, typed: string, known: () => KnownNames): Completion {
  if (argument.argChoices !== undefined) return { words: argument.argChoices, files: false };
  const kinds = argument.name().split("|");
  // As an argument a path is one in a commit; as the value of a flag it is a file's.
  const all = kinds.map((kind) => ofKind(kind === "path" ? "leaf path" : kind, typed, known));
  return { words: all.flatMap((one) => one.words), files: all.some(({ files }) => files) };
}

/** What fits where the help writes `kind`. */
function ofKind(kind: string, typed: string, known: () => KnownNames): Completion {
  if (fileKinds.has(kind)) return { words: [], files: true };
  const words = Object.hasOwn(wordsOf, kind) ? wordsOf[kind]?.(known(), typed) : undefined;
  return words === undefined ? nothing : { words, files: false };
}

const fileKinds: ReadonlySet<string> = new Set(["bundle", "dir", "directory", "file", "path"]);
const policies = ["stop", "drain", "rollback"];

const wordsOf: Readonly<Record<string, (known: KnownNames, typed: string) => readonly string[]>> = {
  instance: ({ instances }) => [...instances.keys()],
  name: ({ instances, branches }) => [
    ...transitionsOf(instances),
    ...instances.keys(),
    ...branches,
  ],
  "instance.transition": ({ instances }) => transitionsOf(instances),
  "instance.transition[=n]": ({ instances }) => transitionsOf(instances),
  "instance[=behavior]": ({ instances }) => [
    ...instances.keys(),
    ...pairs(instances, "=", ({ behaviors }) => behaviors),
  ],
  "instance=place": ({ instances }) => pairs(instances, "=", ({ places }) => places),
  "instance.port=json": ({ instances }) =>
    pairs(instances, ".", ({ provides }) => provides.map((port) => `${port}=`)),
  "port=time": ({ instances }) =>
    pairs(instances, ".", ({ provides }) => provides.map((port) => `${port}=`)),
  "[instance=]policy": ({ instances }) => [...policies, ...pairs(instances, "=", () => policies)],
  host: ({ hosts }) => hosts,
  "host[@seconds]": ({ hosts }) => hosts,
  events: (_, typed) => {
    const before = typed.slice(0, typed.lastIndexOf(",") + 1);
    return noticeEvents.map((event) => `${before}${event}`);
  },
  export: ({ exports }) => exports,
  branch: ({ branches }) => branches,
  commit: ({ branches }) => ["HEAD", ...branches],
  "leaf path": ({ list }, typed) => {
    const above = typed.split("/").slice(0, -1);
    return list(above).map((name) => [...above, name].join("/"));
  },
};

const transitionsOf = (instances: KnownNames["instances"]): readonly string[] =>
  pairs(instances, ".", ({ transitions }) => transitions);

const pairs = (
  instances: KnownNames["instances"],
  between: string,
  second: (one: KnownInstance) => readonly string[],
): readonly string[] =>
  [...instances].flatMap(([name, one]) => second(one).map((other) => `${name}${between}${other}`));
