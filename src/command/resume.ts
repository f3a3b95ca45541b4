/** `madeus resume`: goes on with a run that was cut off, cancelled, stuck or failed, from exactly where it was. */
import type { Command } from "commander";
import { MadeusError } from "../model/code.ts";
import { type Engine, objection } from "../engine/engine.ts";
import type { Entry } from "../store/journal.ts";
import { carryOut } from "./carry-out.ts";
import { exit } from "./exit.ts";
import { type RunFlags, withRunFlags } from "./flags.ts";
import { chooseAssembly, fileDefault, load } from "./load.ts";
import { output } from "./output.ts";
import { provided } from "./provided.ts";
import { type Session, openSession, stateDirectory } from "./session.ts";
import type { End } from "./main.ts";

interface ResumeFlags extends RunFlags {
  readonly refire: readonly string[];
  readonly skip: readonly string[];
  readonly give: readonly string[];
  readonly withdraw: readonly string[];
}

export function resumeCommand(program: Command, end: End): void {
  const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];
  withRunFlags(
    program
      .command("resume")
      .summary("go on with a run that was cut off, or that failed")
      .argument("[file]", `the file that exports the assembly (default: ${fileDefault})`)
      .argument("[export]", "which assembly, where the file exports several"),
  )
    .option("--refire <instance.transition>", "run a failed or unknown action again", several, [])
    .option("--skip <instance.transition>", "take a failed or unknown action as ended", several, [])
    .option(
      "--give <port=json>",
      "with --skip: a value that the action should have given",
      several,
      [],
    )
    .option(
      "--withdraw <instance[=behavior]>",
      "send an instance back to where it was in one piece",
      several,
      [],
    )
    .addHelpText(
      "after",
      "\nWithout a decision, actions that failed are run again, and those that were cut off are found out about.\n",
    )
    .action(async (file: string | undefined, name: string | undefined, flags: ResumeFlags) =>
      end(await resume(file, name, flags)),
    );
}

async function resume(
  path: string | undefined,
  exportName: string | undefined,
  flags: ResumeFlags,
): Promise<number> {
  const to = output(flags);
  const loaded = await load(path);
  const { name, assembly } = chooseAssembly(loaded, exportName);
  const directory = stateDirectory(loaded.file, assembly, flags.state);
  const command = `madeus resume ${loaded.file}`;
  const durable = flags.durable === true;
  const session = openSession({
    directory,
    mode: "write",
    command,
    durable,
    declared: { assembly, components: loaded.components },
  });
  try {
    if (session.last?.outcome === "done" && session.state.configuration.done) {
      to.progress("the last run is done: nothing to resume");
      return exit.done;
    }
    const decisions = decide(session, flags);
    const order = {
      verb: "resume",
      assembly,
      file: loaded.file,
      name,
      give: (engine: Engine) => {
        engine.post({ type: "go" });
        for (const decision of decisions) engine.post(decision);
      },
    };
    const { code, outcome } = await carryOut(session, order, flags, to);
    if (outcome === "done")
      for (const line of provided(session.state.configuration)) to.result(line);
    return code;
  } finally {
    session.close();
  }
}

type Decision = Entry & { type: "refire" | "ended" | "withdraw" };

/** The operator's decisions as entries; what failed and was not decided on is run again. */
function decide(session: Session, flags: ResumeFlags): readonly Decision[] {
  const values = Object.fromEntries(flags.give.map(givenValue));
  const given: readonly Decision[] = [
    ...flags.refire.map((text): Decision => ({ type: "refire", ...transitionNamed(text) })),
    ...flags.skip.map(
      (text): Decision => ({ type: "ended", ...transitionNamed(text), skipped: true, values }),
    ),
    ...flags.withdraw.map((text): Decision => {
      const [instance = "", behavior] = text.split("=", 2);
      return { type: "withdraw", instance, ...(behavior === undefined ? {} : { behavior }) };
    }),
  ];
  for (const decision of given) {
    const wrong = objection(session.state, decision);
    if (wrong !== undefined)
      throw new MadeusError("MADEUS_OBJECTION", wrong, {
        hint: "`madeus status` shows what failed.",
      });
  }
  return [...given, ...undecided(session, given)];
}

function undecided({ state }: Session, given: readonly Decision[]): readonly Decision[] {
  const c = state.configuration;
  const decided = new Set(
    given.map((one) => ("transition" in one ? `${one.instance}.${one.transition}` : one.instance)),
  );
  return [...state.tasks.values()].flatMap((task): Decision[] => {
    const instance = c.names[task.instance] ?? "";
    const transition = c.life(task.instance).transitions[task.transition]?.name ?? "";
    if (
      task.state !== "failed" ||
      decided.has(instance) ||
      decided.has(`${instance}.${transition}`)
    )
      return [];
    return [{ type: "refire", instance, transition }];
  });
}

function transitionNamed(text: string): { readonly instance: string; readonly transition: string } {
  const dot = text.lastIndexOf(".");
  if (dot < 1)
    throw new MadeusError("MADEUS_OBJECTION", `"${text}" is not written instance.transition.`);
  return { instance: text.slice(0, dot), transition: text.slice(dot + 1) };
}

function givenValue(text: string): readonly [string, unknown] {
  const [port = "", ...json] = text.split("=");
  try {
    return [port, JSON.parse(json.join("="))];
  } catch (cause) {
    throw new MadeusError("MADEUS_OBJECTION", `The value of --give ${port} is not JSON.`, {
      cause,
    });
  }
}
