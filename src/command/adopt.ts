/** `madeus adopt`: puts a system that already runs on record, as its probes tell it. */
import type { Instruction } from "../model/program.ts";
import { MadeusError } from "../model/code.ts";
import { goalOf, systemOf } from "../net/plan/system.ts";
import { standing, standingLine } from "../show/standing.ts";
import { AdoptAnswers, type SaidFlags } from "./adopt-answer.ts";
import { Adoption } from "./adoption.ts";
import { isAnybodyThere } from "./confirm.ts";
import { ensureAllFinished } from "./deployable.ts";
import type { AdoptEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type FileFlags, several, withFileFlags } from "./flags.ts";
import { manned } from "./manned.ts";
import { type Output, paint } from "./output.ts";
import { tellProvided } from "./provided.ts";
import { remaining } from "./remaining.ts";
import { type Beginning, beginRun } from "./beginning.ts";
import { type Session, adopt, openSession } from "./session.ts";
import { usage } from "./slip.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";
import { takeOverRecorded } from "./take-over.ts";
import { type Wish, wishOf } from "./wish.ts";

interface AdoptFlags extends FileFlags, SaidFlags {
  readonly recorded?: boolean;
}

export const adoptVerb: Verb<AdoptFlags, "adopt"> = {
  name: "adopt",
  summary: "put a system that already runs on record, without changing it",
  args: fileArguments,
  flags: (command) =>
    withFileFlags(command)
      .option("--at <instance=place>", "where an instance is; no probe is asked", several, [])
      .option("--give <instance.port=json>", "a value that no probe gives", several, [])
      .option("--recorded", "take over what others have recorded on main; no probe is asked"),
  examples: {
    "madeus adopt": "asks the probes of all places and transitions",
    "madeus adopt site.ts --at db=running": "db has no probe, and runs",
    "madeus adopt --give 'db.port=5432'": "a value that its probe does not give",
    "madeus adopt --recorded": "after a pull or a clone: goes on from where others have come to",
    "madeus adopt --recorded --at db=absent":
      "db was under way, and nobody can bring that to its end",
  },
  notes: [
    "Of each instance the places are asked from the end of deploy backwards; the values come from the probes of",
    "transitions. What cannot be told so is asked at the terminal; where nobody is there it is refused, with all that",
    "is missing. An instance that is half deployed is recorded where it was last in one piece: deploy leads it on.",
    "What is on record already is left alone. No action is run. With --recorded all is as the commit says that main is",
    "at; --at says where those are that were under way then.",
  ],
  perform: adoptSystem,
};

async function adoptSystem({ args, flags, to }: Call<AdoptFlags>): Promise<AdoptEnding> {
  const wish = await wishOf(args, flags, to);
  const { assembly, loaded, directory } = wish;
  const command = `madeus adopt ${loaded.file}`;
  if (flags.recorded === true) return adoptRecorded(wish, flags, command, to);
  const answers = new AdoptAnswers(flags, assembly, isAnybodyThere(flags));
  const session = openSession({ directory, mode: "create", command });
  try {
    ensureAllFinished(session);
    adopt(session, { declared: assembly, components: loaded.components, knows: "moving" });
    const c = session.state.configuration;
    const adopted = Object.keys(assembly.components).filter((name) => c.number(name) === undefined);
    if (adopted.length === 0) {
      to.progress(`${assembly.name} is on record: nothing to adopt`);
      return { outcome: "done", exitCode: exit.done, adopted: [], behind: [] };
    }
    const adoption = await followed(session, wish, adopted, answers);
    refuseDoubts(adoption, answers);
    keep(session, wish, adoption);
    for (const name of answers.unused)
      to.say(`${paint.yellow("warning")}: nobody wanted to know ${name}`);
    return told(session, adopted, to);
  } finally {
    session.close();
  }
}

/** Also where a run here was cut off or has failed: what is recorded goes on from before it, and it cannot be resumed. */
function adoptRecorded(
  wish: Wish,
  { at, give }: AdoptFlags,
  command: string,
  to: Output,
): AdoptEnding {
  if (give.length > 0)
    throw usage("Values are those that are recorded.", "Leave out --give, or --recorded.");
  const session = openSession({
    directory: wish.directory,
    mode: "write",
    command,
    takesOver: true,
  });
  try {
    const adopted = takeOverRecorded(session, wish, at);
    if (adopted === undefined) {
      to.progress("what is recorded was made from this state: nothing to take over");
      return { outcome: "done", exitCode: exit.done, adopted: [], behind: [] };
    }
    const { last } = session;
    if (last !== undefined && last.outcome !== "done")
      to.say(
        `${paint.yellow("warning")}: the last run here, ${last.verb}, did not come to its end; what it left is not in what is recorded. See with madeus status.`,
      );
    return told(session, adopted, to);
  } finally {
    session.close();
  }
}

async function followed(
  session: Session,
  { assembly }: Wish,
  adopted: readonly string[],
  answers: AdoptAnswers,
): Promise<Adoption> {
  const { crew, close } = manned(session);
  try {
    const adoption = new Adoption(session.state, crew, answers);
    const program = remaining(assembly, adopted, session.state.configuration);
    const isDue = ({ op }: Instruction): boolean => op !== "wait";
    await adoption.follow(program.filter(isDue));
    return adoption;
  } finally {
    await close();
  }
}

/** @throws MadeusError  `MADEUS_NOT_ADOPTABLE`, with all that is missing or does not fit together */
function refuseDoubts({ contradictions }: Adoption, { missing }: AdoptAnswers): void {
  if (missing.length > 0)
    throw new MadeusError(
      "MADEUS_NOT_ADOPTABLE",
      `No probe tells, and nobody says: ${missing.join("; ")}.`,
      { hint: "Say it by these flags, at a terminal, or by probes of the component." },
    );
  if (contradictions.length > 0)
    throw new MadeusError("MADEUS_NOT_ADOPTABLE", `${contradictions.join(".\n")}.`, {
      hint: "Bring up what is missing, or say where it is: --at INSTANCE=PLACE.",
    });
}

/** All of it, or nothing: in one commit. */
function keep(session: Session, { assembly, loaded, name }: Wish, { entries }: Adoption): void {
  const { file, settings } = loaded;
  const beginning: Beginning = { verb: "adopt", declared: assembly, file, name, settings };
  beginRun(session, beginning, {});
  for (const entry of entries) session.journal.append(entry);
  const end = { type: "result", outcome: "done" } as const;
  const record = { ...session.journal.append(end), ...end };
  session.historian?.loseTrack();
  session.historian?.note(record, []);
  session.journal.commit();
}

function told(session: Session, adopted: readonly string[], to: Output): AdoptEnding {
  const c = session.state.configuration;
  const behind: string[] = [];
  let found = 0;
  const isAdopted = new Set(adopted);
  for (const [name, { life, places }] of systemOf(c).instances) {
    if (!isAdopted.has(name)) continue;
    const one = standing(c, c.number(name) ?? 0);
    const isBehind = goalOf(life, places, {}).join() !== places.join();
    if (isBehind) behind.push(name);
    if (places.join() !== `${life.initial}`) found++;
    to.result(`${standingLine(one, paint)}${isBehind ? "; deploy leads it on" : ""}`);
    to.object({ type: "instance", ...one });
  }
  tellProvided(to, c);
  if (found === 0)
    to.say(`${paint.yellow("warning")}: nothing was found: all are recorded where they begin`);
  to.progress(paint.green(`${adopted.length} instance${adopted.length === 1 ? "" : "s"} adopted`));
  return { outcome: "done", exitCode: exit.done, adopted, behind };
}
