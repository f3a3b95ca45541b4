/** Repairing what is lost: the program is found, shown, proved, and only then carried out. */
import { type PlaceName, isNews } from "../engine/drift.ts";
import type { Engine } from "../engine/engine.ts";
import { type State, fold } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import { repairOf } from "../net/plan/repair.ts";
import { confirmed } from "./confirm.ts";
import { ensureAllFinished } from "./deployable.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, boundsOf } from "./flags.ts";
import { ensureKnown } from "./known-code.ts";
import type { LoadedDeclaration } from "./locate.ts";
import { type Output, paint } from "./output.ts";
import { programLines, programOn, prospectOf, sayProspect } from "./prospect.ts";
import { carryOutOrBack } from "./rollback.ts";
import { adopt, openSession } from "./session.ts";
import { isAccepted, notWanted } from "./sound.ts";

/**
 * Brings back all places that are on record as lost.
 *
 * @param lost  those that it is about, in words
 * @throws MadeusError  `MADEUS_NO_ROUTE` where no behavior leads back over them; `MADEUS_STATE_LOCKED`, `MADEUS_RUN_UNFINISHED`; what a
 * proof finds
 */
export async function repair(
  { loaded, directory, name, declared, assembly }: LoadedDeclaration,
  lost: readonly PlaceName[],
  flags: RunFlags,
  to: Output,
): Promise<RunEnding> {
  const { file, settings, components } = loaded;
  const isDry = flags.dryRun === true;
  const command = isDry ? undefined : `madeus watch ${file}`;
  const mode = isDry ? "read" : "write";
  const session = openSession({ directory, mode, command, durable: flags.durable });
  try {
    ensureAllFinished(session);
    adopt(session, { declared, components, knows: "moving" });
    if (isDry) for (const place of lost) suppose(session.state, place);
    const { instructions, obstacles } = repairOf(session.state.configuration);
    for (const one of obstacles) to.say(`${paint.yellow("warning")}: ${one}`);
    if (instructions.length === 0) throw noWay(lost);
    ensureKnown(session.state, instructions);
    const program = programOn(session, assembly.name, instructions);
    const prospect = await prospectOf(session, program, boundsOf(flags));
    const say = flags.yes === true ? to.progress : to.say;
    for (const line of programLines(instructions)) say(line);
    sayProspect(to, prospect, flags);
    if (isDry) return { outcome: "done", exitCode: exit.done, dryRun: true };
    if (!(await isAccepted(prospect.doubt, flags, to))) return notWanted;
    if (!(await confirmed(`Repair ${instancesOf(lost)}?`, flags))) return notWanted;
    const give = (engine: Engine): void => engine.submit("repair", instructions);
    const beginning = { verb: "repair", declared, file, name, settings };
    return await carryOutOrBack(session, { ...beginning, give }, flags, to);
  } finally {
    session.close();
  }
}

/** Where nothing is recorded. */
function suppose(state: State, about: PlaceName): void {
  if (isNews(state.configuration, about, false)) fold(state, { type: "lost", ...about });
}

const instancesOf = (lost: readonly PlaceName[]): string =>
  [...new Set(lost.map(({ instance }) => instance))].join(", ");

const noWay = (lost: readonly PlaceName[]): MadeusError =>
  new MadeusError("MADEUS_NO_ROUTE", `Nothing brings ${instancesOf(lost)} back.`, {
    hint: "Give the component a behavior that leaves the place, e.g. suspend; or take it down: madeus down.",
  });
