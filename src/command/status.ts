/** `madeus status`: where every instance is, and whether that is still true. */
import { realClock } from "../engine/clock-real.ts";
import { isNews } from "../engine/drift.ts";
import { fold } from "../engine/fold.ts";
import { probedPlaces } from "../engine/watch.ts";
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Settings } from "../model/setting.ts";
import { type Standing, standing, standingLine } from "../show/standing.ts";
import { mainBranch } from "../store/historian.ts";
import { isStale, leaseHolder } from "../store/lease.ts";
import { checkedOut } from "./checked-out.ts";
import type { StatusEnding } from "./ending.ts";
import { exit, exitOfFailures } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { type Named, loadLocated } from "./locate.ts";
import { manned } from "./manned.ts";
import { type Output, paint } from "./output.ts";
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
    withFileFlags(command)
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
    const c = session.state.configuration;
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
    return { session, unasked: await probe(session, to, refreshes) };
  } catch (error) {
    if (refreshes || !isMadeusError(error)) {
      session.close();
      throw error;
    }
    to.say(`${paint.yellow("warning")} ${error.code}: no place was probed. ${error.message}`);
  }
  return { session, unasked: [] };
}

/**
 * Asks every marked place that has a probe; what it says is taken into the state, and where that is wanted into the journal.
 *
 * @returns the instances that could not be asked; why is told
 */
async function probe(session: Session, to: Output, records: boolean): Promise<readonly string[]> {
  const { state, journal } = session;
  const { crew, close } = manned(session);
  const asked = probedPlaces(state);
  const answers = await Promise.allSettled(
    asked.map(async ({ instance, place }) =>
      crew.probePlace(state.configuration.number(instance) ?? 0, place),
    ),
  );
  await close();
  const unasked = new Map<string, MadeusError>();
  for (const [k, about] of asked.entries()) {
    const answer = answers[k];
    if (answer?.status === "rejected") {
      if (!isMadeusError(answer.reason)) throw answer.reason;
      unasked.set(about.instance, answer.reason);
    } else if (isNews(state.configuration, about, answer?.value !== false)) {
      const entry = { type: answer?.value === false ? "lost" : "found", ...about } as const;
      if (records) journal.append(entry);
      fold(state, entry);
    }
  }
  if (records) journal.commit();
  const reasons = [...unasked.values()].map(({ code, message }) => `${code}: ${message}`);
  for (const reason of new Set(reasons)) to.say(`${paint.yellow("warning")} ${reason}`);
  return [...unasked.keys()];
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
  const goOn = "madeus resume goes on";
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
    const message = `no longer as it was: ${lost.join(", ")}`;
    return { outcome: "changed", exitCode: exit.changed, message };
  }
  if (all.length === 0)
    return { outcome: "nothing", exitCode: exit.done, message: "nothing is deployed" };
  return { outcome, exitCode: exit.done, message: `the last run, ${verb}, is done` };
}
