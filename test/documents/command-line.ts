/**
 * The command lines that the documents show: each script of npm must exist, each verb and flag of `madeus` must be one that
 * `docs/cli.md` explains: `test/command/reference.test.ts` holds that to what the program says.
 *
 * A block `sh` holds command lines, a block `console` a session with `$ ` before each; what they print is not looked at.
 */
import { readFileSync } from "node:fs";
import type { Block } from "./document.ts";

export interface CommandLine {
  readonly path: string;
  readonly line: number;
  readonly words: readonly string[];
}

export function commandLinesOf(block: Block): readonly CommandLine[] {
  if (block.language !== "sh" && block.language !== "console") return [];
  return block.text.split("\n").flatMap((text, index) => {
    const shown = block.language === "sh" ? text : /^\$ (.*)/.exec(text)?.[1];
    const commands = (shown ?? "").replace(/(^|\s)#.*/, "").split(/&&|;|\|/);
    return commands
      .map((command) => command.trim().split(/\s+/).filter(Boolean))
      .filter((words) => words.length > 0)
      .map((words) => ({ path: block.path, line: block.line + 1 + index, words }));
  });
}

/** What is wrong with the command line, if anything. */
export function mistakeIn({ path, line, words }: CommandLine): readonly string[] {
  const [program, ...args] = words[0] === "npx" ? words.slice(1) : words;
  const mistakes =
    program === "npm" ? mistakesOfNpm(args) : program === "madeus" ? mistakesOfMadeus(args) : [];
  return mistakes.map((mistake) => `${path}:${line} ${mistake}`);
}

const ownVerbsOfNpm = ["ci", "install"];

function mistakesOfNpm(args: readonly string[]): readonly string[] {
  const script = args[0] === "run" ? args[1] : args[0];
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object };
  const isKnown = script !== undefined && script in manifest.scripts;
  return isKnown || ownVerbsOfNpm.includes(script ?? "") ? [] : [`npm knows no script ${script}`];
}

function mistakesOfMadeus(args: readonly string[]): readonly string[] {
  const verb = args[0]?.startsWith("-") === false ? args[0] : "";
  const help = helpOn(verb);
  if (help === "") return [`madeus knows no verb ${verb}`];
  const known = new Set(help.match(/(?<![\w-])--?[a-z][\w-]*/gi));
  return args
    .filter((word) => word.startsWith("-") && word !== "--")
    .map((word) => word.replace(/=.*/, ""))
    .filter((flag) => !known.has(flag))
    .map((flag) => `madeus ${verb} knows no ${flag}`);
}

const reference = readFileSync("docs/cli.md", "utf8");

/** What the program says to `madeus VERB --help`, as the reference shows it; empty where it has no such verb, for "" of all. */
const helpOn = (verb: string): string =>
  [...reference.matchAll(/^### (\S+).*\n\n```text\n([^]*?)^```$/gm)]
    .filter(([, shown]) => verb === "" || shown === verb)
    .map(([, , help]) => help)
    .join("\n");
