/** `madeus status`: where every instance is, and whether that is still true. */
import { realClock } from "../engine/clock-real.ts";
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Settings } from "../model/setting.ts";
import { type Standing, standing, standingLine } from "../show/standing.ts";
import { mainBranch } from "../store/historian.ts";
import { isStale, leaseHolder } from "../store/lease.ts";
import { checkedOut } from "./checked-out.ts";
import { tellBehind } from "./current.ts";
import { toldOf } from "./cut-off.ts";
import type { StatusEnding } from "./ending.ts";
import { exit, exitOfFailures } from "./exit.ts";
import { type FileFlags, withFileFlags, withRecordedSettings } from "./flags.ts";
import { type Named, loadLocated } from "./locate.ts";
import { type Output, paint } from "./output.ts";
import { checkPlaces } from "./place-check.ts";
import { tellProvided } from "./provided.ts";
import { type Session, adopt, openSession } from "./session.ts";
import { target } from "./target.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";

interface StatusFlags extends FileFlags {
  readonly probe: boolean;
  readonly refresh?: boolean;
}

export const statusVerb: Verb<StatusFlags, "status"> = {
  name: "status",
  summary: "show where every instance is, and whether that is still true",
  args: fileArguments,
  flags: (command) =>
    withRecordedSettings(withFileFlags(command))
      .option("--no-probe", "show what is on record; the file is not needed")
      .option(
        "--refresh",
        "record what the probes say: places that are lost, and those found again",
      ),
  examples: {
    "madeus status": "asks the probes of all places",
    "madeus status site.ts --no-probe": "reads the record only",
    "madeus status --refresh": "so that `why` and later deployments know it",
    "madeus status --json | jq .": "one object an instance",
  },
  notes: [
    "Ends with 0 if all is as it should be, 3 if only hosts failed or cannot be asked, 4 if something else failed",
    "or was cut off, 7 if a place no longer holds, 8 if the last run was cancelled, and 9 while a run is at work.",
  ],
  perform: status,
};

async function status({ args, flags, to }: Call<StatusFlags>): Promise<StatusEnding> {
  if (flags.refresh === true && !flags.probe)
    throw new MadeusError("MADEUS_USAGE", "Only what is asked can be recorded.", {
      hint: "Leave out --no-probe, or --refresh.",
    });
  const { session, unasked } = flags.probe
    ? await openProbed({ file: args[0], name: args[1] }, flags, to)
    : await openRecorded(args, flags);
  try {
    tellBehind(to, session);
    const c = toldOf(session);
    const all = [...c.all()].map((instance) => standing(c, instance));
    for (const one of all) {
      to.result(standingLine(one, paint));
      to.object({ type: "instance", ...one });
    }
    tellProvided(to, c);
    const settings = session.last?.settings ?? {};
    if (Object.keys(settings).length > 0) to.result(`settings: ${settingsText(settings)}`);
    const { message, ...ending } = heeding(unasked, verdict(session, all));
    to.result(message);
    const branch = checkedOut(session.directory, session.store);
    if (branch === mainBranch) return { ...ending, message, settings };
    to.result(`this is what stands; ${branch}, for simulated runs, is checked out`);
    return { ...ending, message, settings, checkedOut: branch };
  } finally {
    session.close();
  }
}

const settingsText = (settings: Settings): string =>
  Object.entries(settings)
    .map((pair) => pair.join("="))
    .join(" ");

interface Opened {
  readonly session: Session;
  /** Instances whose probes could not be asked, for their host could not. */
  readonly unasked: readonly string[];
}

async function openRecorded(args: readonly string[], flags: StatusFlags): Promise<Opened> {
  const { directory } = await target(args, flags);
  return { session: openSession({ directory, mode: "read" }), unasked: [] };
}

/** With the file its probes are asked; where the file no longer fits what is there, the record is read alone. */
async function openProbed(named: Named, flags: StatusFlags, to: Output): Promise<Opened> {
  const { directory, assembly, loaded } = await loadLocated(named, flags);
  const refreshes = flags.refresh === true;
  const command = refreshes ? `madeus status ${loaded.file}` : undefined;
  const session = openSession({ directory, mode: refreshes ? "write" : "read", command });
  try {
    adopt(session, { declared: assembly, components: loaded.components, knows: "moving" });
    const { unasked } = await checkPlaces(session, to, refreshes);
    return { session, unasked };
  } catch (error) {
    if (refreshes || !isMadeusError(error)) {
      session.close();
      throw error;
    }
    to.say(`${paint.yellow("warning")} ${error.code}: no place was probed. ${error.message}`);
  }
  return { session, unasked: [] };
}

/** What was not asked may have changed. */
function heeding(unasked: readonly string[], found: Verdict): Verdict {
  if (unasked.length === 0) return found;
  const message = `${found.message}; ${unasked.join(", ")} could not be asked`;
  return {
    ...found,
    message,
    exitCode: found.exitCode === exit.done ? exit.host : found.exitCode,
  };
}

type Verdict = Omit<StatusEnding, "settings">;

/** What became of the last run, and of what it left. */
function verdict({ last, file, state, holder: own }: Session, all: readonly Standing[]): Verdict {
  const holder = leaseHolder(file);
  if (own === undefined && holder !== undefined && !isStale(holder, realClock.nowMs())) {
    const message = `${holder.command} is at work (pid ${holder.pid} on ${holder.host})`;
    return { outcome: "running", exitCode: exit.locked, message };
  }
  if (last === undefined)
    return { outcome: "nothing", exitCode: exit.done, message: "nothing was deployed yet" };
  const { verb, outcome } = last;
  const goOn = "madeus resume goes on, madeus resume --rollback goes back";
  if (outcome === undefined)
    return {
      outcome: "cut off",
      exitCode: exit.failed,
      message: `the last run, ${verb}, was cut off: ${goOn}`,
    };
  if (outcome !== "done") {
    const { failures } = state.configuration;
    const exitCode = outcome === "cancelled" ? exit.cancelled : exitOfFailures(failures.values());
    return { outcome, exitCode, message: `the last run, ${verb}, ended ${outcome}: ${goOn}` };
  }
  const lost = all.filter((one) => one.lost.length > 0).map(({ instance }) => instance);
  if (lost.length > 0) {
    const message = `no longer as it was: ${lost.join(", ")}; madeus watch --repair brings back what is lost`;
    return { outcome: "changed", exitCode: exit.changed, message };
  }
  if (all.length === 0)
    return { outcome: "nothing", exitCode: exit.done, message: "nothing is deployed" };
  return { outcome, exitCode: exit.done, message: `the last run, ${verb}, is done` };
}
