/** Going back to how things stood before the program that failed: asked for beforehand (`--on-error rollback`), or afterwards. */
import type { PlaceName } from "../engine/drift.ts";
import { assemblyOf } from "../model/program.ts";
import type { Retreat } from "../net/plan/retreat.ts";
import { adviseOn, carryOut } from "./carry-out.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, boundsOf } from "./flags.ts";
import { asksToGoBack, goBack, retreatOf } from "./going-back.ts";
import type { Order } from "./order.ts";
import { type Output, paint } from "./output.ts";
import { checkPlaces } from "./place-check.ts";
import { programLines } from "./prospect.ts";
import type { Session } from "./session.ts";

/** Runs to the end; where that is a failure after which the flags want to go back, goes back. */
export async function carryOutOrBack(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunEnding> {
  const ending = await carryOut(session, order, flags, to);
  if (ending.outcome !== "failed" || !asksToGoBack(session.state, boundsOf(flags))) return ending;
  const back = retreatOf(session);
  if (back.obstacles.length > 0) {
    tellObstacles(to, back);
    adviseOn(session, order, flags, to);
    return ending;
  }
  tellRetreat(to, back);
  return rollBack(session, order, back, flags, to);
}

/** What it will do, before it is begun. */
export function tellRetreat(to: Output, { withdrawn, instructions }: Retreat): void {
  if (withdrawn.length > 0)
    to.say(`Withdrawn to where they were in one piece: ${withdrawn.join(", ")}.`);
  if (instructions.length > 0) for (const line of programLines(instructions)) to.say(line);
}

function tellObstacles(to: Output, { obstacles }: Pick<Retreat, "obstacles">): void {
  to.say(paint.red("There is no way back:"));
  for (const one of obstacles) to.say(`  ${one}`);
}

/**
 * Carries the retreat out. Its exit code says that it is not what was asked for.
 *
 * @param back  as `retreatOf` has it; where actions are to be ended first, it is found again after that
 */
export async function rollBack(
  session: Session,
  order: Order,
  back: Retreat,
  flags: RunFlags,
  to: Output,
): Promise<RunEnding> {
  to.say(paint.yellow("Going back to how it was before."));
  const calm = { ...flags, onError: { all: "drain", of: {} } } as const;
  const run = async (give: Order["give"], isLast: boolean): Promise<RunEnding> => {
    const output = isLast ? to : { ...to, say: () => undefined };
    return carryOut(
      session,
      { ...order, verb: "rollback", leftBehind: "fail", give },
      calm,
      output,
    );
  };
  const { ending, obstacles } = await goBack(session, nameOf(order), back, run);
  if (obstacles.length > 0) {
    tellObstacles(to, { obstacles });
    return { ...ending, exitCode: exit.failed };
  }
  return ending.outcome === "done" ? wentBack(session, ending, to) : ending;
}

/** The record says that it is back: do the places say so, too? What does not hold is told, and recorded as lost. */
export async function wentBack(
  session: Session,
  ending: RunEnding,
  to: Output,
): Promise<RunEnding> {
  const { lost } = await checkPlaces(session, to, true);
  if (lost.length === 0) return { ...ending, exitCode: exit.rolledBack };
  const because = lost.map(lostText);
  to.say(paint.red("Gone back, but not all is as it was before:"));
  for (const one of because) to.say(`  ${one}`);
  to.say("To bring back what is lost: madeus watch --repair.");
  return { ...ending, outcome: "failed", exitCode: exit.failed, because };
}

export const lostText = ({ instance, place }: PlaceName): string =>
  `${instance} is no longer ${place}`;

const nameOf = ({ declared }: Order): string => assemblyOf(declared).name;
