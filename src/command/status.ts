/** `madeus status`: where every instance is, and whether that is still true. */
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Settings } from "../model/setting.ts";
import { type Standing, standing, standingLine } from "../show/standing.ts";
import { mainBranch } from "../store/historian.ts";
import type { LeaseHolder } from "../store/lease.ts";
import { type Part, withParts } from "../engine/part.ts";
import { summaryOf } from "../store/run.ts";
import { holdersAtWork } from "./at-work.ts";
import { checkedOut } from "./checked-out.ts";
import { tellBehind } from "./current.ts";
import { toldOf, toldParts } from "./cut-off.ts";
import type { OpenRun, StatusEnding } from "./ending.ts";
import { exit, exitOfFailures } from "./exit.ts";
import { type FileFlags, withFileFlags, withRecordedSettings } from "./flags.ts";
import { type Named, loadLocated } from "./locate.ts";
import { holderOf } from "./open-run.ts";
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
  const opened = openSession({ directory, mode: refreshes ? "write" : "read", command });
  const session = { ...opened, state: withParts(opened.state, toldParts(opened)) };
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

/** What became of the last run and of all that are open, and of what they left. */
function verdict(session: Session, all: readonly Standing[]): Verdict {
  const { last, file, state, holder: own } = session;
  const holders = own === undefined ? holdersAtWork(file) : [];
  const runs = session.open.map((part) => openRunOf(session, part, holders));
  const left = runs.filter(({ holder }) => holder === undefined);
  if (holders.length > 0) {
    const message = [...holders.map(atWorkText), ...left.map(leftText)].join("; ");
    return { outcome: "running", exitCode: exit.locked, message, ...(runs.length > 0 && { runs }) };
  }
  if (runs.length > 0) return { ...leftVerdict(session, left), runs };
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

const atWorkText = ({ command, scope, run, pid, host, sinceMs }: LeaseHolder): string => {
  if (scope === undefined) return `${command} is at work (pid ${pid} on ${host})`;
  const which = run === undefined ? "" : `run ${run}, `;
  const since = new Date(sinceMs).toISOString();
  return `${command} is at work on ${scope.instances.join(", ")} (${which}pid ${pid} on ${host}, since ${since})`;
};

const leftText = ({ run, verb, instances, outcome }: OpenRun): string =>
  `run ${run}, ${verb} of ${instances.join(", ")}, ${outcome === undefined ? "was cut off" : `ended ${outcome}`}: madeus resume --run ${run} goes on, with --rollback it goes back`;

function openRunOf(
  { records }: Session,
  part: Part,
  holders: readonly LeaseHolder[],
): OpenRun & { readonly holder?: LeaseHolder } {
  const [first] = part.runs;
  const holder = holderOf(part, holders);
  const { verb = "" } = summaryOf(records, first) ?? {};
  const outcome = summaryOf(records, part.runs.at(-1) ?? first)?.outcome;
  return {
    run: first,
    verb,
    instances: part.scope.instances,
    ...(outcome !== undefined && { outcome }),
    ...(holder !== undefined && { holder }),
  };
}

/** Nobody is at work. */
function leftVerdict({ open }: Session, left: readonly OpenRun[]): Omit<Verdict, "runs"> {
  const message = left.map(leftText).join("; ");
  const outcomes = new Set(left.map(({ outcome }) => outcome));
  if (outcomes.has(undefined)) return { outcome: "cut off", exitCode: exit.failed, message };
  const failures = open.flatMap(({ state }) => [...state.configuration.failures.values()]);
  const isCancelled = outcomes.size === 1 && outcomes.has("cancelled");
  const exitCode = isCancelled ? exit.cancelled : exitOfFailures(failures);
  return { outcome: left[0]?.outcome ?? "failed", exitCode, message };
}
