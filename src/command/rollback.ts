/** Going back to how things stood before the program that failed: asked for beforehand (`--on-error rollback`), or afterwards. */
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { handIn } from "../engine/handed-in.ts";
import { policyOf } from "../engine/policy.ts";
import { isProgram } from "../model/program.ts";
import type { Retreat } from "../net/plan/retreat.ts";
import { nothing } from "../semantics/configuration.ts";
import type { Entry } from "../store/journal.ts";
import { type Order, carryOut } from "./carry-out.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type RunFlags, boundsOf } from "./flags.ts";
import { formerOf } from "./former.ts";
import { type Output, paint } from "./output.ts";
import { programLines, programOn } from "./prospect.ts";
import type { Session } from "./session.ts";
import { givingUp } from "./teardown.ts";
import { wayBack } from "./way-back.ts";

/** Runs to the end; where that is a failure after which the flags want to go back, goes back. */
export async function carryOutOrBack(
  session: Session,
  order: Order,
  flags: RunFlags,
  to: Output,
): Promise<RunEnding> {
  const ending = await carryOut(session, order, flags, to);
  if (ending.outcome !== "failed" || !asksToGoBack(session.state, flags)) return ending;
  const back = retreatOf(session);
  if (back.obstacles.length > 0) {
    tellObstacles(to, back);
    return ending;
  }
  tellRetreat(to, back);
  return rollBack(session, order, back, flags, to);
}

/** What leads back from here to before the program, if what is at work is ended; it is not begun. */
export const retreatOf = ({ state, journal }: Pick<Session, "state" | "journal">): Retreat =>
  wayBack(state, formerOf(journal.records(), state.catalog));

/** What it will do, before it is begun. */
export function tellRetreat(to: Output, { withdrawn, instructions }: Retreat): void {
  if (withdrawn.length > 0)
    to.say(`Withdrawn to where they were in one piece: ${withdrawn.join(", ")}.`);
  if (instructions.length > 0) for (const line of programLines(instructions)) to.say(line);
}

function tellObstacles(to: Output, { obstacles }: Retreat): void {
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
  const run = async (output: Output, give: Order["give"]): Promise<RunEnding> =>
    carryOut(session, { ...order, verb: "rollback", leftBehind: "fail", give }, calm, output);
  const { state } = session;
  let way = back;
  if (isAnyOpen(state)) {
    // What was cut off may turn out to have ended. The end of this run is not the end of the way.
    const stopped = await run({ ...to, say: () => undefined }, (engine) =>
      post(engine, halting(state)),
    );
    way = retreatOf(session);
    if (isAnyOpen(state) || way.obstacles.length > 0) {
      tellObstacles(
        to,
        isAnyOpen(state) ? { ...way, obstacles: ["something could not be ended"] } : way,
      );
      return { ...stopped, exitCode: exit.failed };
    }
  }
  const { name } = isProgram(order.declared) ? order.declared.from : order.declared;
  const ending = await run(to, (engine) => {
    post(engine, givingUp(way.withdrawn));
    if (way.instructions.length > 0)
      handIn(engine, "rollback", programOn(session, name, way.instructions));
  });
  return ending.outcome === "done" ? { ...ending, exitCode: exit.rolledBack } : ending;
}

function post(engine: Engine, entries: readonly Entry[]): void {
  for (const entry of entries) engine.post(entry);
}

/** Whatever is at work is ended, nothing begins, and what was still to come stays to come. */
function halting({ configuration: c }: State): readonly Entry[] {
  const busy = [...c.all()].filter((instance) => c.behavior(instance) !== nothing);
  return givingUp(busy.map((one) => c.names[one] ?? "")).filter(
    ({ type }) => type === "stop" || type === "withdraw",
  );
}

/** Is there an action that had begun, and of which it is not known what became of it? */
const isAnyOpen = ({ tasks }: State): boolean =>
  [...tasks.values()].some(({ state }) => state === "at-work" || state === "unknown");

function asksToGoBack({ configuration: c, tasks }: State, flags: RunFlags): boolean {
  const bounds = boundsOf(flags);
  return [...tasks.values()].some(
    ({ state, instance }) =>
      state === "failed" && policyOf(bounds, c.names[instance] ?? "") === "rollback",
  );
}
