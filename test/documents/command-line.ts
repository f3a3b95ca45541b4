/**
 * The command lines that the documents show: each script of npm must exist, each verb and flag of `madeus` must be one that the
 * program itself explains.
 *
 * A block `sh` holds command lines, a block `console` a session with `$ ` before each; what they print is not looked at.
 */
import { spawnSync } from "node:child_process";
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
  const verbs = args[0]?.startsWith("-") === false ? [args[0]] : [];
  const help = helpOn(verbs);
  if (help === undefined) return [`madeus knows no verb ${verbs[0]}`];
  const known = new Set(help.match(/(?<![\w-])--?[a-z][\w-]*/gi));
  return args
    .filter((word) => word.startsWith("-") && word !== "--")
    .map((word) => word.replace(/=.*/, ""))
    .filter((flag) => !known.has(flag))
    .map((flag) => `madeus ${verbs.join("")} knows no ${flag}`);
}

const helps = new Map<string, string | undefined>();

/** What the program itself says to `madeus VERB --help`; undefined where it does not know the verb. */
function helpOn(verbs: readonly string[]): string | undefined {
  const key = verbs.join(" ");
  if (!helps.has(key)) {
    const { status, stdout } = spawnSync(process.execPath, ["src/cli.ts", ...verbs, "--help"], {
      encoding: "utf8",
    });
    const isOfVerb = new RegExp(`usage: *madeus ${key}`, "i").test(stdout);
    helps.set(key, status === 0 && isOfVerb ? stdout : undefined);
  }
  return helps.get(key);
}
