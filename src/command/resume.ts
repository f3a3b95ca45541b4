/** `madeus resume`: goes on with a run that was cut off, cancelled, stuck or failed, from exactly where it was. */
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { carryOut } from "./carry-out.ts";
import { type Decision, type Decisions, decide, namesOf } from "./decisions.ts";
import { exit } from "./exit.ts";
import { type RunFlags, several, withRunFlags } from "./flags.ts";
import { loadLocated } from "./locate.ts";
import type { Output } from "./output.ts";
import { tellProvided } from "./provided.ts";
import { adopt, openSession } from "./session.ts";
import { type Call, type Ending, type Verb, fileArguments } from "./verb.ts";

type ResumeFlags = RunFlags & Decisions;

export const resumeVerb: Verb<ResumeFlags> = {
  name: "resume",
  summary: "go on with a run that was cut off, cancelled or failed",
  args: fileArguments,
  flags: (command) =>
    withRunFlags(command)
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
      ),
  examples: {
    "madeus resume": "run again what failed, find out about what was cut off, go on",
    "madeus resume site.ts --dry-run": "say what that would be",
    "madeus resume --skip db.install": "the operator has installed it by hand",
    "madeus resume --withdraw web=deploy": "begin the deployment of web anew",
  },
  notes: [
    "What has ended well does not run again. Without a decision of yours what failed is run again; what was cut",
    "off is ended if it lives, and then asked (probe), run again, or left for you to decide (onUnknown: ask).",
  ],
  perform: resume,
};

async function resume({ args, flags, to }: Call<ResumeFlags>): Promise<Ending> {
  const { loaded, directory, name, assembly } = await loadLocated(
    { file: args[0], name: args[1] },
    flags,
  );
  const { file, settings, components } = loaded;
  const command = flags.dryRun === true ? undefined : `madeus resume ${file}`;
  const mode = flags.dryRun === true ? "read" : "write";
  const session = openSession({ directory, mode, command, durable: flags.durable });
  try {
    const { state, last } = session;
    if (last?.outcome === "done" && state.configuration.done) {
      to.progress("the last run is done: nothing to resume");
      tellProvided(to, state.configuration);
      return { outcome: "done", exitCode: exit.done };
    }
    adopt(session, { declared: assembly, components });
    const decisions = decide(state, flags);
    if (flags.dryRun === true) return tellPlan(to, state, decisions);
    const give = (engine: Engine): void => {
      engine.post({ type: "go" });
      for (const decision of decisions) engine.post(decision);
      if (!beginsAnew(decisions) || !onlyWaits(state)) return;
      // What was withdrawn is never awaited again: the run waits for what takes its place.
      engine.post({ type: "abandon" });
      engine.submit("resume", [{ op: "wait", instances: [] }]);
    };
    const beginning = { verb: "resume", declared: assembly, file, name, settings };
    return await carryOut(session, { ...beginning, give }, flags, to);
  } finally {
    session.close();
  }
}

const beginsAnew = (decisions: readonly Decision[]): boolean =>
  decisions.some(({ type }) => type === "withdraw") &&
  decisions.every((one) => one.type !== "withdraw" || one.behavior !== undefined);

/** Is nothing left of the program but to wait for what was asked, and nothing asked that is not begun? */
function onlyWaits({ configuration: c }: State): boolean {
  const left = c.program.slice(c.position);
  return (
    left.length === 1 &&
    left[0]?.op === "wait" &&
    [...c.all()].every((instance) => c.queue(instance).length < 2)
  );
}

const words = { refire: "is run again", ended: "is taken as ended", withdraw: "is withdrawn" };

function tellPlan(to: Output, state: State, decisions: readonly Decision[]): Ending {
  const tell = (name: string, what: string): void => {
    to.result(`${name} ${what}`);
    to.object({ type: "planned", name, what });
  };
  for (const one of decisions)
    tell("transition" in one ? `${one.instance}.${one.transition}` : one.instance, words[one.type]);
  for (const task of state.tasks.values()) {
    const { instance, transition } = namesOf(state, task);
    if (task.state === "at-work" || task.state === "unknown")
      tell(`${instance}.${transition}`, "was cut off: what became of it is found out");
    else if (task.state !== "failed") tell(`${instance}.${transition}`, "starts");
  }
  to.progress("nothing was done");
  return { outcome: "done", exitCode: exit.done, dryRun: true };
}
