/** `madeus plan`: what `deploy` would do from where the state is, in order of time, without doing it. */
import { DurationHistory } from "../engine/duration-history.ts";
import type { State } from "../engine/fold.ts";
import { forecast } from "../host/forecast.ts";
import type { Stage } from "../host/simulation.ts";
import { type LeaseHolder, locked } from "../store/lease.ts";
import { holderAtWork } from "./at-work.ts";
import { decide } from "./decisions.ts";
import { deployedAlready, ensureFinished } from "./deployable.ts";
import type { ForecastEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type ExpectationFlags, expectationOf, withExpectationFlags } from "./expectation.ts";
import { type BoundFlags, boundsOf, withBoundFlags, withFileFlags } from "./flags.ts";
import { endingOf } from "./forecast-ending.ts";
import { writePicture } from "./forecast.ts";
import type { Output } from "./output.ts";
import { writePlan } from "./plan-file.ts";
import { plannedSteps } from "./plan-step.ts";
import { tellPlan } from "./plan-told.ts";
import { remaining } from "./remaining.ts";
import { resumption } from "./resumption.ts";
import { type Session, adopt, replayed, sessionIfAny } from "./session.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { type Wish, type WishFlags, withWishFlags, wishOf } from "./wish.ts";

interface PlanFlags extends WishFlags, Partial<ExpectationFlags>, BoundFlags {
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
    withWishFlags(withExpectationFlags(withBoundFlags(withFileFlags(command))))
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
    const steps = await plannedSteps(wish, stage, session, {
      transitions: expected.report.transitions,
      looks: flags.look === true,
    });
    const ending = { ...endingOf(expected), unchanged, steps, ...(resumes ? { resumes } : {}) };
    if (flags.out !== undefined) writePlan(flags.out, wish, session, boundsOf(flags), ending);
    tellPlan(to, title, expected, unchanged, steps);
    if (holder !== undefined)
      to.result(`${holder.command} is at work: this is what would be left if it were cut off now.`);
    else if (resumes)
      to.result("The last run is not at its end: this is what `madeus resume` would do.");
    const isChange =
      expected.report.transitions.length > 0 ||
      steps.some(({ found = "no change" }) => found !== "no change");
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
