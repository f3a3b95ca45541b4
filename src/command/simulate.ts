/** `madeus simulate`: how long a deployment or a program would take, and what a failure would cost, without touching anything. */
import { type Mode, limitsOf, stageOf } from "../host/simulation.ts";
import { forecast } from "../host/forecast.ts";
import { Option } from "commander";
import type { ForecastEnding, RetraceEnding } from "./ending.ts";
import { type ExpectationFlags, expectationOf, withExpectationFlags } from "./expectation.ts";
import { type FaultFlags, withFaultFlags } from "./fault.ts";
import { endingOf } from "./forecast-ending.ts";
import { type BoundFlags, type FileFlags, withBoundFlags, withFileFlags } from "./flags.ts";
import { chooseDeclaration, load } from "./load.ts";
import { simulateTrace } from "./simulate-trace.ts";
import { tellForecast, writePicture } from "./forecast.ts";
import type { Call, Verb } from "./verb.ts";

interface SimulateFlags extends FileFlags, BoundFlags, ExpectationFlags, FaultFlags {
  readonly mode: Mode;
  readonly svg?: string;
  readonly trace?: string;
}

export const simulateVerb: Verb<SimulateFlags, "simulate"> = {
  name: "simulate",
  summary: "say how long it would take, and what a failure would cost",
  args: {
    "[file]": "the file that exports assemblies and programs (default: assembly.ts)",
    "[export]": "which of them, where the file exports several",
  },
  flags: (command) =>
    withFaultFlags(withExpectationFlags(withBoundFlags(withFileFlags(command))))
      .addOption(
        new Option("--mode <mode>", "what may run at once, to compare")
          .choices(Object.keys(limitsOf))
          .default("madeus"),
      )
      .option("--svg <file>", "draw it as a Gantt chart")
      .option(
        "--trace <file>",
        "follow the run that `check --trace` has written there, until it is stuck",
      ),
  examples: {
    "madeus simulate site.ts": "how long it takes, and what it is that takes so long",
    "madeus simulate site.ts --parallel 4": "with four actions at a time",
    "madeus simulate site.ts --fail db.start": "what a failure of db.start costs",
    "madeus simulate site.ts --mode sequential": "one action after the other",
    "madeus simulate site.ts --durations .madeus/site --runs 1000": "by what earlier runs took",
    "madeus simulate site.ts --trace stuck.json":
      "what `madeus check --trace stuck.json` has found",
  },
  notes: [
    "Everything happens in virtual time; no action is run, no state is read or written. Ends with the code that",
    "the run would end with. An action of no known duration is taken to last a second. With --seed or --runs a",
    "plain number may turn out as anything between half and twice, measured ones as any of what was measured.",
    'A file of durations: {"db.install": 12.5, "db.start": [1.9, 2.2], "web.fetch": {"medianS": 4, "p95S": 11}}.',
    "Modes: madeus runs all that may; aeolus one action at a time in each instance; sequential one in all.",
  ],
  perform: simulate,
};

async function simulate({
  args: [path, exported],
  flags,
  to,
}: Call<SimulateFlags>): Promise<ForecastEnding | RetraceEnding> {
  const { trace } = flags;
  if (trace !== undefined) return simulateTrace(path, exported, { ...flags, trace }, to);
  const loaded = await load(path, flags.set);
  const [name, declared] = chooseDeclaration(loaded, exported);
  const options = { ...expectationOf(declared, flags), mode: flags.mode };
  const expected = await forecast(await stageOf(declared), options);
  const how = flags.mode === "madeus" ? "" : `, ${flags.mode}`;
  const title = `simulation of ${name}${how}`;
  writePicture(flags.svg, title, expected);
  tellForecast(to, title, expected);
  return endingOf(expected);
}
