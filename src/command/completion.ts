/** `madeus completion SHELL`: prints what makes a shell complete our command lines; and what answers it when it asks. */
import type { Command } from "commander";
import { MadeusError } from "../model/code.ts";
import { quote, quoteAll } from "../model/name.ts";
import { type KnownNames, completion } from "./complete.ts";
import { type Shell, completionScripts, shells } from "./completion-script.ts";
import type { CompletionEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type OpenNames, openNames } from "./known-names.ts";
import { isFile } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const completionVerb: Verb<Flags, "completion"> = {
  name: "completion",
  summary: "print what makes a shell complete our command lines",
  args: { "<shell>": "bash, zsh or fish" },
  examples: {
    "source <(madeus completion bash)": "in ~/.bashrc",
    "source <(madeus completion zsh)": "in ~/.zshrc, after compinit",
    "madeus completion fish > ~/.config/fish/completions/madeus.fish": "once",
  },
  notes: [
    "Verbs and flags are completed, and names that the state here has on record: instances, transitions, places,",
    "behaviors, hosts, branches, exports, paths in commits. Your file is not imported for that.",
  ],
  async perform({ args: [shell = ""], to }: Call<Flags>): Promise<CompletionEnding> {
    if (!isShell(shell))
      throw new MadeusError("MADEUS_USAGE", `${quote(shell)} is not among the shells.`, {
        hint: `they are ${quoteAll(shells)}`,
      });
    const text = completionScripts[shell];
    to.result(text.trimEnd());
    return { outcome: "done", exitCode: exit.done, shell, text };
  },
};

const isShell = (text: string): text is Shell => shells.some((shell) => shell === text);

/** The lines that answer a shell: `files` first, where those fit. A state is read only where its names are asked for. */
export function offered(program: Command, words: readonly string[]): readonly string[] {
  const stateAt = words.indexOf("--state");
  const state = stateAt < 0 ? undefined : words[stateAt + 1];
  let open: OpenNames | undefined;
  const known = (): KnownNames =>
    (open ??= openNames(words.slice(0, -1).find(isFile), state)).names;
  try {
    const { words: all, files } = completion(program, words, known);
    return files ? ["files", ...all] : all;
  } finally {
    open?.close();
  }
}
