/** `madeus deploy`: checks, then brings an assembly up, or a part of it; starts nothing where the check fails. */
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { type Change, tellChanges } from "./change-list.ts";
import { type ChangePlanFlags, withChangePlanFlags } from "./change-plan.ts";
import { wholeIn } from "./all-that-stands.ts";
import { claimed } from "./claim.ts";
import { confirmed } from "./confirm.ts";
import { ensureFinished } from "./deployable.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, boundsOf, goesBack, withRunFlags } from "./flags.ts";
import { ensureUninterrupted } from "./interruption-limit.ts";
import { type Outstanding, outstanding } from "./outstanding.ts";
import type { Output } from "./output.ts";
import { type ProbeFlags, changesIn, differing, newsOf, takeDown, withProbeFlag } from "./news.ts";
import type { PlaceNews } from "./place-check.ts";
import { ensureFresh, movedBy, planned, readPlan } from "./plan-file.ts";
import type { Plan } from "./plan-form.ts";
import { planWish } from "./plan.ts";
import { noReturnLines } from "./point-of-no-return.ts";
import { changeLine, differenceLines, programOn, prospectOf, sayProspect } from "./prospect.ts";
import { tellProvided } from "./provided.ts";
import { carryOutOrBack } from "./rollback.ts";
import { type Session, adopt, sessionIfAny } from "./session.ts";
import { tellSettings } from "./setting-change.ts";
import { simulateOnBranch, simulatedFlag } from "./simulated-run.ts";
import { ensureSoundFrom, isAccepted, notWanted } from "./sound.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { type Wish, type WishFlags, withWishFlags, wishOf } from "./wish.ts";

interface DeployFlags extends RunFlags, WishFlags, ChangePlanFlags, ProbeFlags {
  readonly plan?: string;
  readonly simulated?: boolean;
}

export const deployVerb: Verb<DeployFlags, "deploy"> = {
  name: "deploy",
  summary: "check an assembly, then deploy it",
  args: fileArguments,
  flags: (command) =>
    withProbeFlag(withChangePlanFlags(withWishFlags(withRunFlags(command))))
      .option(
        "--plan <file>",
        "deploy what `madeus plan --out` wrote; refused if the declaration or the state has changed since",
      )
      .option(
        "--expect-no-changes",
        "end with 7 if anything was changed on a host; of what is deployed already, if anything would be",
      )
      .option(...simulatedFlag),
  examples: {
    "madeus deploy": "what ./assembly.ts exports",
    "madeus deploy site.ts --dry-run": "what `madeus plan site.ts` says",
    "madeus deploy --plan site.plan": "what was planned, and nothing else",
    "madeus deploy site.ts --set replicas=3": "with another value of the setting replicas",
    "madeus deploy site.ts --only db": "db and what it needs; the rest later",
    "madeus deploy --otel": "and export its trace and metrics by OpenTelemetry",
    "madeus deploy --notify env:HOOK_URL": "and tell a webhook how it went",
    "madeus deploy --log-dir logs": "with the logs of actions in ./logs, e.g. to be kept by CI",
    "madeus deploy --expect-no-changes": "once more: is everything as it was deployed?",
  },
  notes: [
    "What stands is asked first whether it still does, and its steps are looked at on their hosts. What is unchanged",
    "is left alone; a part is completed by a later deploy. What is lost, is not as it is declared, or has changed",
    "in the file is told as a program, with how long services would be away, and carried out after a yes: what is new",
    "comes first, replicas are changed one after the other, what is no longer declared goes last.",
    "A state whose last run is not at its end is not touched: see resume and down.",
    "An action that does not say whether it has changed anything counts as a change.",
  ],
  perform: deploy,
};

async function deploy({ args, flags, to }: Call<DeployFlags>): Promise<RunEnding | ForecastEnding> {
  const plan = flags.plan === undefined ? undefined : readPlan(flags.plan);
  const asked = plan === undefined ? { args, flags } : planned(plan, { args, flags });
  const wish = await wishOf(asked.args, asked.flags, to);
  if (plan !== undefined) ensureStillFresh(plan, wish);
  if (flags.simulated === true) return simulated(wish, asked.flags, to);
  if (flags.dryRun === true) return { ...(await planWish(wish, asked.flags, to)), dryRun: true };
  if (!(await isAccepted(wish.doubt, asked.flags, to))) return notWanted;
  const heard = plan === undefined ? await heardOf(wish, asked.flags, to) : heardBy(plan);
  const { places } = heard;
  if (places.length > 0) takeDown(wish, places, `madeus deploy ${wish.loaded.file}`);
  return carryOutWish(wish, asked.flags, to, {
    ...heard,
    ensure(session) {
      if (plan !== undefined) ensureFresh(movedBy(plan, places.length), wish, session);
    },
  });
}

/** What was heard of what stands. */
interface Heard {
  /** To be taken down before anything is done. */
  readonly places: readonly PlaceNews[];
  /** To be put right: instance → what its steps would change. */
  readonly differing: ReadonlyMap<string, string>;
  /** To be told, and left as it is. */
  readonly changes: readonly Change[];
}

const heardBy = ({ news = [], differing: of = {} }: Plan): Heard => ({
  places: news,
  differing: new Map(Object.entries(of)),
  changes: [],
});

async function heardOf(wish: Wish, flags: DeployFlags, to: Output): Promise<Heard> {
  const news = await newsOf(wish, flags, to);
  if (flags.expectNoChanges === true)
    return { places: [], differing: new Map(), changes: changesIn(news) };
  return { places: news.places, differing: differing(news), changes: [] };
}

async function simulated(
  { directory, assembly, loaded: { components }, part }: Wish,
  flags: DeployFlags,
  to: Output,
): Promise<ForecastEnding> {
  const { atOnce } = flags;
  const instructionsFrom = (state: State): Outstanding["program"] =>
    outstanding(state, { assembly, ...part, atOnce }).program;
  const run = { directory, verb: "deploy", declared: assembly, components, instructionsFrom };
  return simulateOnBranch(run, flags, to);
}

/** Before anything is made on the disk; and once more when the state is held. */
function ensureStillFresh(plan: Plan, wish: Wish): void {
  const session = sessionIfAny({ directory: wish.directory, mode: "read" });
  try {
    ensureFresh(plan, wish, session);
  } finally {
    session?.close();
  }
}

const proved = "proved: it comes to its end, in whatever order things happen";

interface Errand extends Heard {
  /** Asked of what stands before anything is held. */
  readonly ensure: (session: Session) => void;
}

async function carryOutWish(
  wish: Wish,
  flags: DeployFlags,
  to: Output,
  { differing: different, changes, ensure }: Errand,
): Promise<RunEnding> {
  const { loaded, name, assembly, part, directory } = wish;
  const { file, settings, components } = loaded;
  const command = `madeus deploy ${file}`;
  const opening = { directory, mode: "create", command, durable: flags.durable } as const;
  const { session, due } = claimed(opening, (found) => {
    ensure(found);
    ensureFinished(found);
    adopt(found, { declared: assembly, components, knows: "moving" });
    const order = { assembly, ...part, atOnce: flags.atOnce, differing: different };
    const left = outstanding(found.state, order);
    return { due: left, touches: left.program };
  });
  try {
    tellSettings(session, settings, due.program, to);
    for (const line of differenceLines(due.beyond)) to.say(line);
    if (due.program.length === 0)
      return expectNone(nothingToDo(session, wish, due, { flags, to, changes }), to);
    if (!(await isWanted(session, wish, due, flags, to))) return notWanted;
    const beginning = { verb: "deploy", declared: assembly, file, name, settings };
    const give = (engine: Engine): void => engine.submit("deploy", due.program);
    const ending = await carryOutOrBack(session, { ...beginning, give }, flags, to);
    return expectNone(short(ending, due), to);
  } finally {
    session.close();
  }
}

function nothingToDo(
  session: Session,
  { assembly }: Wish,
  due: Outstanding,
  { flags, to, changes }: Pick<Errand, "changes"> & { flags: DeployFlags; to: Output },
): RunEnding {
  const isAsDeclared = due.beyond.length === 0 && changes.length === 0;
  const how = isAsDeclared ? "is deployed and unchanged" : "stands, not all as declared";
  to.progress(`${assembly.name} ${how}: nothing to do`);
  tellProvided(to, session.state.configuration);
  const ending = { outcome: "done", exitCode: exit.done, makespanS: 0, because: [] } as const;
  return flags.expectNoChanges === true ? { ...ending, changes } : short(ending, due);
}

/** It ended well, and not all is as declared. */
const short = (ending: RunEnding, { beyond }: Outstanding): RunEnding =>
  ending.exitCode === exit.done && beyond.length > 0
    ? { ...ending, exitCode: exit.changed, beyond }
    : ending;

/** What stands is changed only after somebody has seen how: now, or in a plan. */
async function isWanted(
  session: Session,
  { assembly, doubt: told }: Wish,
  { program, differences, isAddition }: Outstanding,
  flags: DeployFlags,
  to: Output,
): Promise<boolean> {
  const c = session.state.configuration;
  const here = programOn(session, assembly.name, program);
  if (isAddition && !goesBack(flags)) {
    // Alone it comes to its end; on what stands it need not.
    const { doubt } = c.numbers.size === 0 ? {} : ensureSoundFrom(here, c, flags.strict);
    if (told === undefined && doubt === undefined) to.progress(proved);
    return told !== undefined || isAccepted(doubt, flags, to);
  }
  const prospect = await prospectOf(session, here, boundsOf(flags));
  const { doubt, expected, noReturn } = prospect;
  const isProved = told === undefined && doubt === undefined;
  const isSeen = flags.plan !== undefined;
  if (isAddition) {
    if (isProved) to.progress(proved);
    for (const line of noReturnLines(noReturn)) to.say(line);
    to.object(changeLine(prospect, differences));
    return true;
  }
  sayProspect(to, prospect, { yes: isSeen || flags.yes === true }, differences);
  if (isProved) to.progress(proved);
  const whole = wholeIn(session).configuration;
  ensureUninterrupted(expected.report.interruptions, flags.maxInterruption, whole);
  if (!(await isAccepted(doubt, flags, to))) return false;
  return isSeen || confirmed(`Change ${assembly.name}?`, flags);
}

/** Where no changes were expected and there are some, they are told, and how it ends. */
function expectNone(ending: RunEnding, to: Output): RunEnding {
  const { exitCode, changes = [] } = ending;
  if (exitCode !== exit.done || changes.length === 0) return ending;
  tellChanges(to, changes);
  return { ...ending, exitCode: exit.changed };
}
