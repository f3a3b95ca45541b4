/** `madeus init`: a project to begin with, which is checked, planned and deployed as it is. */
import { relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import type { InitEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { type Template, scaffoldOf, templates, writeScaffold } from "./scaffold.ts";
import type { Call, Verb } from "./verb.ts";

interface InitFlags extends Flags {
  readonly template: Template;
}

export const initVerb: Verb<InitFlags, "init"> = {
  name: "init",
  summary: "make a project to begin with",
  args: { "[directory]": "where; it is made if it is not there (default: here)" },
  flags: (command: Command): Command =>
    command.addOption(
      new Option("-t, --template <name>", "what to begin with")
        .choices(Object.keys(templates))
        .default("hello"),
    ),
  examples: {
    "madeus init town": "two components that only pretend to do something",
    "madeus init shop -t web": "a database and two web servers on this machine",
    "madeus init rollout -t hosts": "three hosts, reached by SSH",
  },
  notes: ["Nothing is overwritten, and nothing is fetched: `npm install` does that."],
  perform: init,
};

async function init({ args, flags, to }: Call<InitFlags>): Promise<InitEnding> {
  const directory = resolve(args[0] ?? ".");
  const scaffold = scaffoldOf(flags.template, directory);
  writeScaffold(directory, scaffold);
  const files = [...scaffold.keys()].toSorted();
  const there = relative(process.cwd(), directory);
  to.progress(`${there === "" ? "this directory" : there} holds ${files.join(", ")}`);
  const next = [
    ...(there === "" ? [] : [`cd ${there}`]),
    "npm install",
    "npx madeus check     # will it come to its end?",
    flags.template === "hosts"
      ? "npx madeus plan      # what would be done, when, where"
      : "npx madeus deploy",
  ];
  for (const line of next) to.result(line);
  return { outcome: "done", exitCode: exit.done, directory, template: flags.template, files };
}
