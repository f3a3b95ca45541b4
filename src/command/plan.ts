/** `madeus plan`: what `deploy` would do from where the state is, in order of time, without doing it. */
import { DurationHistory } from "../engine/duration-history.ts";
import type { Timing } from "../engine/report.ts";
import type { State } from "../engine/fold.ts";
import { type Forecast, forecast } from "../host/forecast.ts";
import type { Stage } from "../host/simulation.ts";
import { transitionName } from "../model/name.ts";
import { type LeaseHolder, locked } from "../store/lease.ts";
import { holderAtWork } from "./at-work.ts";
import { decide } from "./decisions.ts";
import { deployedAlready, ensureFinished } from "./deployable.ts";
import type { ForecastEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type ExpectationFlags, expectationOf, withExpectationFlags } from "./expectation.ts";
import { type BoundFlags, boundsOf, withBoundFlags, withFileFlags } from "./flags.ts";
import { endingOf } from "./forecast-ending.ts";
import { seconds, some, tellForecast, waitNote, writePicture } from "./forecast.ts";
import { type Output, paint } from "./output.ts";
import { writePlan } from "./plan-file.ts";
import { remaining } from "./remaining.ts";
import { resumption } from "./resumption.ts";
import { type Session, adopt, replayed, sessionIfAny } from "./session.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { type Wish, type WishFlags, withWishFlags, wishOf } from "./wish.ts";

interface PlanFlags extends WishFlags, Partial<ExpectationFlags>, BoundFlags {
  readonly out?: string;
  readonly svg?: string;
  readonly expectNoChanges?: boolean;
}

export const planVerb: Verb<PlanFlags, "plan"> = {
  name: "plan",
  summary: "say what deploy would do, when, and how long it would take",
  args: fileArguments,
  flags: (command) =>
    withWishFlags(withExpectationFlags(withBoundFlags(withFileFlags(command))))
      .option("--out <file>", "write the plan, for `madeus deploy --plan`")
      .option("--svg <file>", "draw it as a Gantt chart")
      .option("--expect-no-changes", "end with 7 if there is anything to do"),
  examples: {
    "madeus plan": "what ./assembly.ts still lacks",
    "madeus plan site.ts --out site.plan": "look at it, then: madeus deploy --plan site.plan",
    "madeus plan site.ts --parallel 4": "with four actions at a time",
    "madeus plan --expect-no-changes": "for a build that must change nothing",
  },
  notes: [
    "Durations are those given, else those of earlier runs in this state, else the declared ones, else a second.",
    "Where the last run is not at its end it says what `madeus resume` would do. Nothing is run. Slack is how much",
    "longer an action could take without a longer run; what is critical has none.",
  ],
  perform: async ({ args, flags, to }: Call<PlanFlags>) =>
    planWish(await wishOf(args, flags, to), flags, to),
};

/** Makes nothing on the disk but what is asked for, and takes no lease. */
export async function planWish(wish: Wish, flags: PlanFlags, to: Output): Promise<ForecastEnding> {
  const session = sessionIfAny({ directory: wish.directory, mode: "read" });
  try {
    const holder = session === undefined ? undefined : holderAtWork(session.file);
    const { stage, unchanged, resumes } = beginning(wish, session);
    if (session !== undefined && flags.out !== undefined) ensureAtRest(session, holder);
    const history = new DurationHistory(session?.records);
    const options = expectationOf(wish.assembly, flags);
    const expected = await forecast(stage, { ...options, history: options.history ?? history });
    const title = `${resumes ? "resumption" : "deployment"} of ${wish.assembly.name}`;
    writePicture(flags.svg, title, expected);
    const ending = { ...endingOf(expected), unchanged, ...(resumes ? { resumes } : {}) };
    if (flags.out !== undefined) writePlan(flags.out, wish, session, boundsOf(flags), ending);
    tellPlan(to, title, expected, unchanged);
    if (holder !== undefined)
      to.result(`${holder.command} is at work: this is what would be left if it were cut off now.`);
    else if (resumes)
      to.result("The last run is not at its end: this is what `madeus resume` would do.");
    const isChange = expected.report.transitions.length > 0;
    return flags.expectNoChanges === true && isChange
      ? { ...ending, exitCode: exit.changed }
      : ending;
  } finally {
    session?.close();
  }
}

/** @throws MadeusError  where `deploy --plan` would refuse whatever the plan is */
function ensureAtRest(session: Session, holder: LeaseHolder | undefined): void {
  if (holder !== undefined) throw locked(session.file, holder);
  ensureFinished(session);
}

interface Beginning {
  readonly stage: Stage;
  /** Instances that are there and stay as they are. */
  readonly unchanged: readonly string[];
  readonly resumes: boolean;
}

/** @throws MadeusError  where `deploy` or `resume` would refuse */
function beginning(wish: Wish, session: Session | undefined): Beginning {
  const { loaded, assembly, part } = wish;
  if (session !== undefined && isUnfinished(session)) {
    const state = standing(wish, session);
    const decisions = decide(state, { refire: [], skip: [], give: [], withdraw: [] });
    return { stage: { state, give: resumption(state, decisions) }, unchanged: [], resumes: true };
  }
  const there =
    session === undefined
      ? new Set<string>()
      : deployedAlready(session, assembly, part.instances, loaded.settings);
  const state = standing(wish, session);
  const isWhole = part.instances.every((name) => there.has(name));
  const program = isWhole ? [] : remaining(assembly, part.instances, state.configuration);
  const stage: Stage = { state, give: (engine) => engine.submit("deploy", program) };
  return { stage, unchanged: [...there], resumes: false };
}

/** What the session's records say, under the types that the file declares now. */
function standing({ loaded, assembly }: Wish, session: Session | undefined): State {
  const { records = [], last, file } = session ?? {};
  const state = replayed(records, file?.path ?? "");
  const declared = { declared: assembly, components: loaded.components, knows: "moving" } as const;
  adopt({ state, last, hosts: new Map() }, declared);
  return state;
}

const isUnfinished = ({ state, last }: Session): boolean =>
  state.configuration.numbers.size > 0 && last !== undefined && last.outcome !== "done";

function tellPlan(
  to: Output,
  title: string,
  expected: Forecast,
  unchanged: readonly string[],
): void {
  const { outcome, transitions, criticalPath } = expected.report;
  if (transitions.length === 0 && outcome === "done") return to.result("nothing is to be done");
  const critical = new Set(criticalPath);
  const inTime = transitions.toSorted((a, b) => a.startS - b.startS || a.endS - b.endS);
  for (const one of inTime.slice(0, toldMax)) to.result(line(one, critical.has(one)));
  if (inTime.length > toldMax)
    to.result(`… and ${inTime.length - toldMax} more (--json has them all)`);
  if (unchanged.length > 0) to.result(`unchanged: ${some(unchanged)}`);
  tellForecast(to, title, expected);
}
const toldMax = 200;

function line(one: Timing, isCritical: boolean): string {
  const { attempt, host, startS, endS, slackS } = one;
  const times = `${seconds(startS).padStart(9)} to ${seconds(endS).padStart(9)}`;
  const notes = [
    isCritical ? "critical" : `slack ${seconds(slackS)}`,
    ...(attempt === 1 ? [] : [`try ${attempt}`]),
    ...(one.waitedFor === undefined ? [] : [waitNote(one)]),
  ];
  return `${times}  ${paint.bold(transitionName(one))} on ${host}, ${notes.join(", ")}`;
}
