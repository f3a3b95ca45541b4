/** `madeus watch`: asks the probes of all places again and again, tells what has drifted, and repairs it where that is wanted. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { PlaceName } from "../engine/drift.ts";
import { probedPlaces } from "../engine/watch.ts";
import { MadeusError } from "../model/code.ts";
import { ensureAnswered } from "./confirm.ts";
import type { RunEnding, WatchEnding } from "./ending.ts";
import { type RunFlags, withRecordedSettings, withRunFlags } from "./flags.ts";
import { loadLocated } from "./locate.ts";
import { StateOutlook } from "./outlook.ts";
import type { Output } from "./output.ts";
import { repair } from "./repair.ts";
import { timeSpanMs } from "./time-span.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { Vigil } from "./vigil.ts";

interface WatchFlags extends RunFlags {
  readonly every: number;
  readonly once?: boolean;
  readonly record: boolean;
  readonly repair?: boolean;
}

export const watchVerb: Verb<WatchFlags, "watch"> = {
  name: "watch",
  summary: "ask again and again whether everything is still so, and repair what is not",
  args: fileArguments,
  flags: (command) =>
    withWatchFlags(command).option(
      "--repair",
      "bring back what is lost: the program is proved, shown, and carried out after a yes",
    ),
  examples: {
    "madeus watch": "every 30 s, until Ctrl-C",
    "madeus watch site.ts --once": "one round; ends with 7 where something is lost",
    "madeus watch --every 5m --json": "each drift as an object on a line",
    "madeus watch --repair": "asks before each repair",
    "madeus watch --repair --yes": "repairs without a question",
  },
  notes: [
    "Lost and found places are recorded, so that `why` and later deployments know them; the state is held only while",
    "something is repaired. While a run is at work nothing is asked. A host that cannot be asked is told, and is no",
    "drift. What does not hold after its repair is left to you: it is not repaired again before it was found.",
    "Ctrl-C ends with 0.",
  ],
  perform: watch,
};

const withWatchFlags = (command: Command): Command =>
  withRecordedSettings(withRunFlags(command))
    .addOption(
      new Option("--every <time>", "from one round to the next: 30s, 5m, 1h")
        .argParser(span)
        .default(30_000, "30s"),
    )
    .option("--once", "one round")
    .option("--no-record", "record nothing");

function span(text: string): number {
  const ms = timeSpanMs(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError("It must be a time up to 24 days, e.g. 30s, 5m or 1h.");
}

async function watch({ args, flags, to }: Call<WatchFlags>): Promise<WatchEnding> {
  const isDry = flags.dryRun === true;
  const repairs = flags.repair === true;
  if (repairs && !flags.record)
    throw new MadeusError("MADEUS_USAGE", "What is lost is not repaired before it is recorded.", {
      hint: "Leave out --no-record, or --repair.",
    });
  if (repairs && !isDry) ensureAnswered("Repair what is lost?", flags);
  const located = await loadLocated({ file: args[0], name: args[1] }, flags);
  const { directory, declared, loaded } = located;
  const outlook = new StateOutlook({
    declared,
    components: loaded.components,
    knows: "moving",
    directory,
    records: flags.record && !isDry,
  });
  try {
    sayBeginning(outlook, flags, to);
    const mend = (lost: readonly PlaceName[]): Promise<RunEnding> =>
      repair(located, lost, flags, to);
    return await new Vigil(outlook, { ...flags, repair: repairs ? mend : undefined }, to).keep();
  } finally {
    outlook.close();
  }
}

/** What will be watched, and of what nothing can be said. */
function sayBeginning(outlook: StateOutlook, { every, once }: WatchFlags, to: Output): void {
  const view = outlook.look();
  if (view === undefined) return;
  const probed = probedPlaces(view.state);
  const known = new Set(probed.map(({ instance }) => instance));
  const silent = [...view.state.configuration.numbers.keys()].filter((name) => !known.has(name));
  const places = `${probed.length} place${probed.length === 1 ? "" : "s"}`;
  if (once !== true) to.progress(`watching ${places}, every ${every / 1000} s; Ctrl-C ends it`);
  if (silent.length > 0)
    to.progress(
      `no probe tells of ${silent.slice(0, 8).join(", ")}${silent.length > 8 ? ", …" : ""}`,
    );
}
