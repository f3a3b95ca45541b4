/** `madeus logs`: what the actions of transitions printed. */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { LogsEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { Flags } from "./flags.ts";
import { olderPath } from "./log.ts";
import { knownLogs } from "./log-place.ts";
import { type Output, paint } from "./output.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";

export const logsVerb: Verb<Flags, "logs"> = {
  name: "logs",
  summary: "print what the actions of transitions printed",
  args: {
    "[file|name...]": "the file, then instances or instance.transition; without a name: all",
  },
  examples: {
    "madeus logs": "of all transitions",
    "madeus logs site.ts web": "of all transitions of web",
    "madeus logs site.ts web.start": "of one transition, without its name before each line",
  },
  notes: [
    "They are in `logs` in the state's directory, or where `--log-dir` of a run put them, which is on record.",
    "INSTANCE.daemon is what daemons of the instance print; of those on other hosts it says where that is.",
  ],
  perform: logs,
};

async function logs({ args, flags, to }: Call<Flags>): Promise<LogsEnding> {
  const { directory, names } = await target(args, flags);
  const { files, probes, elsewhere } = knownLogs(directory);
  const known = [...files.keys(), ...elsewhere.map(({ instance }) => `${instance}.daemon`)];
  const wanted = new Set(
    names.length === 0 ? known : names.flatMap((name) => matching(name, known)),
  );
  for (const name of [...wanted].toSorted()) {
    const title = wanted.size === 1 ? undefined : probes.has(name) ? `probe of ${name}` : name;
    await print(to, name, files.get(name) ?? [], title);
  }
  for (const { instance, host = "", path } of elsewhere)
    if (wanted.has(`${instance}.daemon`))
      to.say(`What the daemons of ${instance} print is on ${quote(host)}, in ${path}.`);
  return { outcome: "done", exitCode: exit.done };
}

async function print(
  to: Output,
  name: string,
  paths: readonly string[],
  title: string | undefined,
): Promise<void> {
  const dot = name.lastIndexOf(".");
  const [instance, transition] = [name.slice(0, dot), name.slice(dot + 1)];
  for (const part of paths.flatMap((path) => [olderPath(path), path])) {
    if (!existsSync(part)) continue;
    for await (const line of createInterface({
      input: createReadStream(part),
      crlfDelay: Infinity,
    })) {
      to.result(title === undefined ? line : `${paint.dim(`${title} |`)} ${line}`);
      to.object({ type: "log", instance, transition, line });
    }
  }
}

function matching(name: string, known: readonly string[]): readonly string[] {
  const found = known.filter((one) => one === name || one.slice(0, one.lastIndexOf(".")) === name);
  if (found.length > 0) return found;
  throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no log of ${quote(name)}.`, {
    hint: didYouMean(name, known),
  });
}
