/** `madeus plan`: what `deploy` would do from where the state is, in order of time, without doing it. */
import { DurationHistory } from "../engine/duration-history.ts";
import { type State, fold } from "../engine/fold.ts";
import { type Forecast, forecast } from "../host/forecast.ts";
import type { Stage } from "../host/simulation.ts";
import { mainBranch } from "../store/historian.ts";
import { toEntry } from "../store/instruction.ts";
import { type LeaseHolder, locked } from "../store/lease.ts";
import type { Part } from "../engine/part.ts";
import { summaryOf } from "../store/run.ts";
import { holderAtWork, holdersAtWork } from "./at-work.ts";
import { checkedOut } from "./checked-out.ts";
import { ensureCurrent } from "./current.ts";
import { decide } from "./decisions.ts";
import { type ChangePlanFlags, withChangePlanFlags } from "./change-plan.ts";
import { ensureAllFinished } from "./deployable.ts";
import type { ForecastEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type ExpectationFlags, expectationOf, withExpectationFlags } from "./expectation.ts";
import { type BoundFlags, withBoundFlags, withFileFlags } from "./flags.ts";
import { endingOf } from "./forecast-ending.ts";
import { writePicture } from "./forecast.ts";
import { ensureUninterrupted } from "./interruption-limit.ts";
import { interruptionLines } from "./interruption-told.ts";
import { type News, type ProbeFlags, differing, newsIn, withProbeFlag } from "./news.ts";
import { holderOf } from "./open-run.ts";
import type { Output } from "./output.ts";
import { type Outstanding, outstanding } from "./outstanding.ts";
import { writePlan } from "./plan-file.ts";
import { plannedSteps } from "./plan-step.ts";
import { tellPlan } from "./plan-told.ts";
import { type NoReturn, noReturnLines, pointsOfNoReturn } from "./point-of-no-return.ts";
import { differenceLines, programLines, programOn } from "./prospect.ts";
import { resumption } from "./resumption.ts";
import { type Session, adopt, replayed, sessionIfAny } from "./session.ts";
import { tellSettings } from "./setting-change.ts";
import { ensureSoundFrom } from "./sound.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { type Wish, type WishFlags, withWishFlags, wishOf } from "./wish.ts";

interface PlanFlags
  extends WishFlags,
    Partial<ExpectationFlags>,
    BoundFlags,
    ChangePlanFlags,
    ProbeFlags {
  readonly out?: string;
  readonly svg?: string;
  readonly expectNoChanges?: boolean;
  readonly look?: boolean;
}

export const planVerb: Verb<PlanFlags, "plan"> = {
  name: "plan",
  summary: "say what deploy would do, when, and how long it would take",
  args: fileArguments,
  flags: (command) =>
    withProbeFlag(
      withChangePlanFlags(
        withWishFlags(withExpectationFlags(withBoundFlags(withFileFlags(command)))),
      ),
    )
      .option("--out <file>", "write the plan, for `madeus deploy --plan`")
      .option("--svg <file>", "draw it as a Gantt chart")
      .option("--look", "connect to the hosts and say what each step would change now")
      .option("--expect-no-changes", "end with 7 if there is anything to do"),
  examples: {
    "madeus plan": "what ./assembly.ts still lacks",
    "madeus plan site.ts --out site.plan": "look at it, then: madeus deploy --plan site.plan",
    "madeus plan site.ts --parallel 4": "with four actions at a time",
    "madeus plan site.ts --look": "and what is there already, or there no longer",
    "madeus plan --expect-no-changes": "for a build that must change nothing",
  },
  notes: [
    "Durations are those given, else those of earlier runs in this state, else the declared ones, else a second.",
    "Where the last run is not at its end it says what `madeus resume` would do. No action is run. Slack is how much",
    "longer an action could take without a longer run; what is critical has none. With --look the steps of actions",
    "are looked at, also of what is deployed; those that stand on others which are still to come cannot be told.",
  ],
  perform: async ({ args, flags, to }: Call<PlanFlags>) =>
    planWish(await wishOf(args, flags, to), flags, to),
};

/** Makes nothing on the disk but what is asked for and what probes print, and takes no lease. */
export async function planWish(wish: Wish, flags: PlanFlags, to: Output): Promise<ForecastEnding> {
  const session = sessionIfAny({ directory: wish.directory, mode: "read" });
  try {
    if (session !== undefined) ensureCurrent(session);
    const holder = session === undefined ? undefined : holderAtWork(session.file);
    const news = await newsIn(session, wish, flags, to);
    const begin = beginning(wish, session, flags, news);
    const { stage, resumes, due } = begin;
    if (session !== undefined && due !== undefined)
      tellSettings(session, wish.loaded.settings, due.program, to);
    if (session !== undefined && flags.out !== undefined) ensureAtRest(session, holder);
    const { expected, noReturn } = await foreseen(wish, session, begin, flags);
    const title = `${resumes ? "resumption" : "deployment"} of ${wish.assembly.name}`;
    writePicture(flags.svg, title, expected);
    const steps = await plannedSteps(wish, stage, session, {
      transitions: expected.report.transitions,
      looks: flags.look === true,
    });
    const change = changeIn(begin, expected);
    const ending = {
      ...endingOf(expected),
      unchanged: begin.unchanged,
      steps,
      ...(resumes ? { resumes } : {}),
      ...change,
      ...(due !== undefined && due.beyond.length > 0 && { beyond: due.beyond }),
      ...(noReturn !== undefined && { noReturn }),
    };
    if (change !== undefined)
      ensureUninterrupted(change.interruptions, flags.maxInterruption, stage.state.configuration);
    if (flags.out !== undefined) writePlan(flags.out, wish, session, flags, news, ending);
    tellBeside(to, holder, resumes);
    tellDue(to, due);
    if (change !== undefined && expected.report.transitions.length === 0)
      to.result("no action is run");
    else tellPlan(to, title, expected, begin.unchanged, steps);
    for (const line of change === undefined ? [] : interruptionLines(change.interruptions))
      to.result(line);
    for (const line of noReturnLines(noReturn)) to.result(line);
    tellBranch(to, session);
    return flags.expectNoChanges === true && isAnything(ending, expected)
      ? { ...ending, exitCode: exit.changed }
      : ending;
  } finally {
    session?.close();
  }
}

/** Is there anything to do, or to be put right? */
const isAnything = (
  { differences, beyond, steps = [] }: Pick<ForecastEnding, "differences" | "beyond" | "steps">,
  { report: { transitions } }: Forecast,
): boolean =>
  differences !== undefined ||
  beyond !== undefined ||
  transitions.length > 0 ||
  steps.some(({ found = "no change" }) => found !== "no change");

/** What is to be expected; of a change it is proved first that it comes to its end. */
async function foreseen(
  { assembly }: Wish,
  session: Session | undefined,
  { stage, resumes, due }: Beginning,
  flags: PlanFlags,
): Promise<{ readonly expected: Forecast; readonly noReturn: NoReturn | undefined }> {
  const { history = new DurationHistory(session?.records), ...given } = expectationOf(
    assembly,
    flags,
  );
  const options = { ...given, history };
  if (isChange(due)) {
    const hosts = new Map(Object.entries(assembly.hosts));
    const program = programOn({ state: stage.state, hosts }, assembly.name, due.program);
    ensureSoundFrom(program, stage.state.configuration, flags.strict);
  }
  const expected = await forecast(stage, options);
  const { runs: _runs, ...once } = options;
  const noReturn = resumes ? undefined : await pointsOfNoReturn(stage, expected.report, once);
  return { expected, noReturn };
}

type Told = Required<Pick<ForecastEnding, "differences" | "program" | "interruptions">>;

/** What is told besides of what changes what stands. */
const changeIn = ({ due }: Beginning, { report: { interruptions } }: Forecast): Told | undefined =>
  isChange(due)
    ? { differences: due.differences, program: due.program.map(toEntry), interruptions }
    : undefined;

function tellDue(to: Output, due: Outstanding | undefined): void {
  for (const line of differenceLines(due?.beyond ?? [])) to.result(line);
  if (!isChange(due)) return;
  for (const line of differenceLines(due.differences)) to.result(line);
  for (const line of programLines(due.program)) to.result(line);
}

function tellBeside(to: Output, holder: LeaseHolder | undefined, resumes: boolean): void {
  if (holder?.scope !== undefined)
    to.result(`${holder.command} is at work: what it has in hand is planned as it was before.`);
  else if (holder !== undefined)
    to.result(`${holder.command} is at work: this is what would be left if it were cut off now.`);
  else if (resumes)
    to.result("The last run is not at its end: this is what `madeus resume` would do.");
}

function tellBranch(to: Output, session: Session | undefined): void {
  const branch = session === undefined ? mainBranch : checkedOut(session.directory, session.store);
  if (branch !== mainBranch)
    to.result(
      `From what stands; with --simulated it would be from ${branch}, which is checked out.`,
    );
}

/** @throws MadeusError  where `deploy --plan` would refuse whatever the plan is */
function ensureAtRest(session: Session, holder: LeaseHolder | undefined): void {
  if (holder !== undefined) throw locked(session.file, holder);
  ensureAllFinished(session);
}

interface Beginning {
  readonly stage: Stage;
  /** Instances that are there and stay as they are. */
  readonly unchanged: readonly string[];
  readonly resumes: boolean;
  /** Undefined: it resumes. */
  readonly due?: Outstanding;
}

/** Is something that stands to be changed? */
const isChange = (due: Outstanding | undefined): due is Outstanding =>
  due?.isAddition === false && due.program.length > 0;

/** @throws MadeusError  where `deploy` or `resume` would refuse */
function beginning(
  wish: Wish,
  session: Session | undefined,
  { atOnce }: ChangePlanFlags,
  news: News,
): Beginning {
  const { assembly, part } = wish;
  const open = session && openIn(session);
  if (session !== undefined && open !== undefined) {
    const state = open === "all" ? standing(wish, session) : inHand(wish, session, open);
    const decisions = decide(state, { refire: [], skip: [], give: [], withdraw: [] });
    return { stage: { state, give: resumption(state, decisions) }, unchanged: [], resumes: true };
  }
  const state = standing(wish, session);
  for (const one of news.places) fold(state, one);
  const due = outstanding(state, { assembly, ...part, atOnce, differing: differing(news) });
  const { program, unchanged } = due;
  const stage: Stage = { state, give: (engine) => engine.submit("deploy", program) };
  return { stage, unchanged, resumes: false, due };
}

/** What the session's records say, under the types that the file declares now. */
function standing({ loaded, assembly }: Wish, session: Session | undefined): State {
  const { records = [], last, file } = session ?? {};
  const state = replayed(records, file?.path ?? "");
  const declared = { declared: assembly, components: loaded.components, knows: "moving" } as const;
  adopt({ state, last, hosts: new Map() }, declared);
  return state;
}

/** What `resume` would go on with; undefined: nothing, or nobody says which. */
function openIn({ state, last, open, file }: Session): Part | "all" | undefined {
  const holders = holdersAtWork(file);
  const [first, ...others] = open.filter((part) => holderOf(part, holders) === undefined);
  if (first !== undefined) return others.length === 0 ? first : undefined;
  if (last?.scope !== undefined) return undefined;
  const isUnfinished =
    state.configuration.numbers.size > 0 && last !== undefined && last.outcome !== "done";
  return isUnfinished ? "all" : undefined;
}

/** The same of an open part. */
function inHand({ loaded, assembly }: Wish, { records }: Session, { runs, state }: Part): State {
  const declared = { declared: assembly, components: loaded.components, knows: "moving" } as const;
  adopt({ state, last: summaryOf(records, runs.at(-1) ?? runs[0]), hosts: new Map() }, declared);
  return state;
}
