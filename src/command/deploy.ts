/** `madeus deploy`: checks, then brings an assembly up, or a part of it; starts nothing where the check fails. */
import type { Engine } from "../engine/engine.ts";
import { carryOut } from "./carry-out.ts";
import { changesFound, tellChanges } from "./change-list.ts";
import { deployedAlready } from "./deployable.ts";
import { drift } from "./drift.ts";
import type { ForecastEnding, RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import type { Output } from "./output.ts";
import { ensureFresh, planned, readPlan } from "./plan-file.ts";
import type { Plan } from "./plan-form.ts";
import { planWish } from "./plan.ts";
import { tellProvided } from "./provided.ts";
import { remaining } from "./remaining.ts";
import { adopt, openSession, sessionIfAny } from "./session.ts";
import { isAccepted, notWanted } from "./sound.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { type Wish, type WishFlags, withWishFlags, wishOf } from "./wish.ts";

interface DeployFlags extends RunFlags, WishFlags {
  readonly plan?: string;
}

export const deployVerb: Verb<DeployFlags, "deploy"> = {
  name: "deploy",
  summary: "check an assembly, then deploy it",
  args: fileArguments,
  flags: (command) =>
    withWishFlags(withRunFlags(command))
      .option(
        "--plan <file>",
        "deploy what `madeus plan --out` wrote; refused if the declaration or the state has changed since",
      )
      .option(
        "--expect-no-changes",
        "end with 7 if anything was changed on a host; of what is deployed already, if anything would be",
      ),
  examples: {
    "madeus deploy": "what ./assembly.ts exports",
    "madeus deploy site.ts --dry-run": "what `madeus plan site.ts` says",
    "madeus deploy --plan site.plan": "what was planned, and nothing else",
    "madeus deploy site.ts --set replicas=3": "with another value of the setting replicas",
    "madeus deploy site.ts --only db": "db and what it needs; the rest later",
    "madeus deploy --expect-no-changes": "once more: is everything as it was deployed?",
  },
  notes: [
    "What is deployed already and unchanged is left alone; a part is completed by a later deploy.",
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
  if (flags.dryRun === true) return { ...(await planWish(wish, asked.flags, to)), dryRun: true };
  if (!(await isAccepted(wish.doubt, asked.flags, to))) return notWanted;
  return carryOutWish(wish, asked.flags, to, (session) => {
    if (plan !== undefined) ensureFresh(plan, wish, session);
  });
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

async function carryOutWish(
  wish: Wish,
  flags: DeployFlags,
  to: Output,
  ensure: (session: ReturnType<typeof openSession>) => void,
): Promise<RunEnding> {
  const { loaded, name, assembly, part, directory } = wish;
  const { file, settings, components } = loaded;
  const command = `madeus deploy ${file}`;
  const session = openSession({ directory, mode: "create", command, durable: flags.durable });
  try {
    const { state } = session;
    ensure(session);
    const there = deployedAlready(session, assembly, part.instances, settings);
    if (there.size === part.instances.length) {
      to.progress(`${assembly.name} is deployed and unchanged: nothing to do`);
      tellProvided(to, state.configuration);
      const ending = { outcome: "done", exitCode: exit.done, makespanS: 0, because: [] } as const;
      if (flags.expectNoChanges !== true) return ending;
      adopt(session, { declared: assembly, components, knows: "moving" });
      return expectNone({ ...ending, changes: changesFound(await drift(session)) }, to);
    }
    adopt(session, { declared: assembly, components, knows: "moving" });
    const program = remaining(assembly, part.instances, state.configuration);
    const beginning = { verb: "deploy", declared: assembly, file, name, settings };
    const give = (engine: Engine): void => engine.submit("deploy", program);
    return expectNone(await carryOut(session, { ...beginning, give }, flags, to), to);
  } finally {
    session.close();
  }
}

/** Where no changes were expected and there are some, they are told, and how it ends. */
function expectNone(ending: RunEnding, to: Output): RunEnding {
  const { outcome, changes = [] } = ending;
  if (outcome !== "done" || changes.length === 0) return ending;
  tellChanges(to, changes);
  return { ...ending, exitCode: exit.changed };
}
