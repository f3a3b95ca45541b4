/** Going back to how things stood before a program, in one run or two, whoever carries them out. */
import type { Engine } from "../engine/engine.ts";
import type { State } from "../engine/fold.ts";
import { handIn } from "../engine/handed-in.ts";
import { type Policies, policyOf } from "../engine/policy.ts";
import type { Scope } from "../model/scope.ts";
import type { Retreat } from "../net/plan/retreat.ts";
import { namedBy } from "../semantics/footprint.ts";
import type { Entry, JournalRecord, RunOutcome } from "../store/journal.ts";
import { continuing, formerOf } from "./former.ts";
import { unknownIn } from "./known-code.ts";
import { programOn } from "./prospect.ts";
import type { Session } from "./session.ts";
import { givingUp } from "./teardown.ts";
import { wayBack } from "./way-back.ts";

/** Is there a failure after which it is to go back? */
export const asksToGoBack = ({ configuration: c, tasks }: State, policies: Policies): boolean =>
  [...tasks.values()].some(
    ({ state, instance }) =>
      state === "failed" && policyOf(policies, c.names[instance] ?? "") === "rollback",
  );

/**
 * Has the last program been given up for the way back, so that going on with what is left is to go back?
 *
 * @param records  of a part those of the runs that had it in hand
 */
export function isGoingBack(records: readonly JournalRecord[]): boolean {
  let isOnItsWay = false;
  let verb = "";
  for (const record of records) {
    if (record.type === "run") {
      verb = record.verb;
      if (!continuing.has(verb)) isOnItsWay = false;
    }
    if (record.type === "abandon" && verb === "rollback") isOnItsWay = true;
  }
  return isOnItsWay;
}

/** What leads back from here to before the program, if what is at work is ended; it is not begun. */
export function retreatOf({
  state,
  journal,
  part,
}: Pick<Session, "state" | "journal" | "part">): Retreat {
  const back = wayBack(state, formerOf(journal.records(), state.catalog, part));
  const beyond = part === undefined ? [] : beyondIn(part.scope, back);
  return {
    ...back,
    obstacles: [...back.obstacles, ...unknownIn(state, back.instructions), ...beyond],
  };
}

/** Of what the run has not in hand nobody knows what others do with it meanwhile. */
function beyondIn({ instances }: Scope, { instructions }: Retreat): readonly string[] {
  const own = new Set(instances);
  const beyond = new Set(instructions.flatMap(namedBy).filter((name) => !own.has(name)));
  return [...beyond].map((name) => `${name} would have to move, which the run has not in hand`);
}

/**
 * Goes back.
 *
 * @param back  as `retreatOf` has it; where actions are to be ended first, it is found again after that
 * @param run  carries out a run that begins with what `give` tells its engine, and that takes as failed what was left behind
 * @returns  how the last run ended, and where there was no way after the first, why
 */
export async function goBack<Ending extends { readonly outcome: RunOutcome }>(
  session: Session,
  name: string,
  back: Retreat,
  run: (give: (engine: Engine) => void, isLast: boolean) => Promise<Ending>,
): Promise<{ readonly ending: Ending; readonly obstacles: readonly string[] }> {
  const { state } = session;
  let way = back;
  if (isAnyOpen(state)) {
    // What was cut off may turn out to have ended. The end of this run is not the end of the way.
    const ending = await run((engine) => post(engine, halting(state)), false);
    if (isAnyOpen(state)) return { ending, obstacles: ["something could not be ended"] };
    way = retreatOf(session);
    if (way.obstacles.length > 0) return { ending, obstacles: way.obstacles };
  }
  const { withdrawn, instructions } = way;
  const ending = await run((engine) => {
    post(engine, givingUp(withdrawn));
    if (instructions.length > 0) handIn(engine, "rollback", programOn(session, name, instructions));
  }, true);
  return { ending, obstacles: [] };
}

function post(engine: Engine, entries: readonly Entry[]): void {
  for (const entry of entries) engine.post(entry);
}

/** Whatever is at work is ended, nothing begins, and what was still to come stays to come. */
function halting({ configuration: c }: State): readonly Entry[] {
  const busy = c.busy();
  return givingUp(busy.map((one) => c.names[one] ?? "")).filter(
    ({ type }) => type === "stop" || type === "withdraw",
  );
}

/** Is there an action that had begun, and of which it is not known what became of it? */
const isAnyOpen = ({ tasks }: State): boolean =>
  [...tasks.values()].some(({ state }) => state === "at-work" || state === "unknown");
