/** `madeus resume`: goes on with a run that was cut off, cancelled, stuck or failed, from exactly where it was. */
import type { State } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import { claimed } from "./claim.ts";
import { confirmed } from "./confirm.ts";
import { type Decision, type Decisions, decide, namesOf } from "./decisions.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, count, several, withRecordedSettings, withRunFlags } from "./flags.ts";
import { isGoingBack, retreatOf } from "./going-back.ts";
import type { DecisionLine } from "./line.ts";
import { loadLocated } from "./locate.ts";
import { openRun, recordsOf, runToGoOnWith } from "./open-run.ts";
import type { Output } from "./output.ts";
import { tellProvided } from "./provided.ts";
import { resumption } from "./resumption.ts";
import { carryOutOrBack, rollBack, tellRetreat, wentBack } from "./rollback.ts";
import type { Beginning } from "./beginning.ts";
import { type Session, adopt } from "./session.ts";
import { notWanted } from "./sound.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";

type ResumeFlags = RunFlags & Decisions & { readonly rollback?: boolean; readonly run?: number };

export const resumeVerb: Verb<ResumeFlags, "resume"> = {
  name: "resume",
  summary: "go on with a run that was cut off, cancelled or failed",
  args: fileArguments,
  flags: (command) =>
    withRecordedSettings(withRunFlags(command))
      .option("--refire <instance.transition>", "run a failed or unknown action again", several, [])
      .option(
        "--skip <instance.transition>",
        "take a failed or unknown action as ended",
        several,
        [],
      )
      .option(
        "--give <port=json>",
        "with --skip: a value the action should have given",
        several,
        [],
      )
      .option(
        "--withdraw <instance[=behavior]>",
        "send an instance back to where it was in one piece, then let it follow the behavior",
        several,
        [],
      )
      .option("--rollback", "go back to how it was before the program that failed")
      .option("--run <n>", "which run, where several are not at their end", count),
  examples: {
    "madeus resume": "run again what failed, find out about what was cut off, go on",
    "madeus resume site.ts --dry-run": "say what that would be",
    "madeus resume --skip db.install": "the operator has installed it by hand",
    "madeus resume --withdraw web=deploy": "begin the deployment of web anew",
    "madeus resume --rollback": "do not go on: go back to how it was before",
    "madeus resume --run 7": "one of several; `madeus status` shows their numbers",
  },
  notes: [
    "What has ended well does not run again. Without a decision of yours what failed is run again; what was cut",
    "off is ended if it lives, and then asked (probe), run again, or left for you to decide (onUnknown: ask).",
  ],
  perform: resume,
};

async function resume({ args, flags, to }: Call<ResumeFlags>): Promise<RunEnding> {
  const { loaded, directory, name, declared } = await loadLocated(
    { file: args[0], name: args[1] },
    flags,
    runToGoOnWith(flags.run),
  );
  const { file, settings, components } = loaded;
  const command = flags.dryRun === true ? undefined : `madeus resume ${file}`;
  const mode = flags.dryRun === true ? "read" : "write";
  const opening = { directory, mode, command, durable: flags.durable } as const;
  const { session, due } = claimed(opening, (found) => {
    const open = openRun(found, flags.run);
    return { due: open, touches: open ?? [] };
  });
  try {
    const { state, records } = session;
    if (due === undefined) {
      to.progress("the last run is done: nothing to resume");
      tellProvided(to, state.configuration);
      return { outcome: "done", exitCode: exit.done };
    }
    adopt(session, { declared, components });
    const isBack = isGoingBack(due === "all" ? records : recordsOf(records, due));
    const beginning = { verb: isBack ? "rollback" : "resume", declared, file, name, settings };
    if (flags.rollback === true) return await back(session, beginning, flags, to);
    const decisions = decide(state, flags);
    if (flags.dryRun === true) return tellPlan(to, state, decisions);
    const order = { ...beginning, give: resumption(state, decisions) };
    const ending = await carryOutOrBack(session, order, flags, to);
    return isBack && ending.outcome === "done" ? await wentBack(session, ending, to) : ending;
  } finally {
    session.close();
  }
}

/** Goes back instead. */
async function back(
  session: Session,
  beginning: Beginning,
  flags: ResumeFlags,
  to: Output,
): Promise<RunEnding> {
  const way = retreatOf(session);
  if (way.obstacles.length > 0)
    throw new MadeusError("MADEUS_NO_ROUTE", `There is no way back: ${way.obstacles.join("; ")}.`, {
      hint: "Go on with `madeus resume`, or take it down with `madeus down`.",
    });
  if (flags.dryRun === true) {
    tellRetreat(to, way);
    to.progress("nothing was done");
    return { outcome: "done", exitCode: exit.done, dryRun: true };
  }
  tellRetreat(to, way);
  if (!(await confirmed("Go back?", flags))) return notWanted;
  return rollBack(session, { ...beginning, give: () => undefined }, way, flags, to);
}

const words: Readonly<Record<DecisionLine["what"], string>> = {
  refire: "is run again",
  skip: "is taken as ended",
  withdraw: "is withdrawn",
  recover: "was cut off: what became of it is found out",
  start: "starts",
};

function tellPlan(to: Output, state: State, decisions: readonly Decision[]): RunEnding {
  const tell = (one: Omit<DecisionLine, "type">): void => {
    const name = one.transition === undefined ? one.instance : `${one.instance}.${one.transition}`;
    to.result(`${name} ${words[one.what]}`);
    to.object({ type: "decision", ...one });
  };
  for (const one of decisions) {
    const { instance } = one;
    if (one.type === "withdraw") tell({ instance, what: "withdraw" });
    else {
      const what = one.type === "ended" ? "skip" : "refire";
      tell({ instance, transition: one.transition, what });
    }
  }
  for (const task of state.tasks.values()) {
    const isCutOff = task.state === "at-work" || task.state === "unknown";
    if (task.state !== "failed")
      tell({ ...namesOf(state, task), what: isCutOff ? "recover" : "start" });
  }
  to.progress("nothing was done; madeus plan says what follows on that");
  return { outcome: "done", exitCode: exit.done, dryRun: true };
}
